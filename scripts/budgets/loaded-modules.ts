// Prints how many files an import reads: node loaded-modules.ts FILE [call]. With `call`, FILE must be that of
// @kelaskit/skilvul, and a first order is placed too.
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { skilvulStub } from "../lib/skilvul-stub.ts";

const [file = "", call] = process.argv.slice(2);
let loaded = 0;
registerHooks({
  load(url, context, next) {
    if (url.startsWith("file:")) loaded += 1;
    return next(url, context);
  },
});

const module: unknown = await import(pathToFileURL(file).href);
if (call !== undefined) {
  const { createSkilvul } = module as typeof import("@kelaskit/skilvul");
  const { fetch } = skilvulStub();
  const skilvul = createSkilvul({ clientId: "id", clientSecret: "secret", fetch });
  await skilvul.orders.create({ user: { email: "learner@example.com" }, productIds: ["p1"] });
}
console.log(loaded);
