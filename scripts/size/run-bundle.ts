// Runs a bundled program and prints which of its files were loaded: node run-bundle.ts FILE OPTIONS
// The program passes `globalThis.start` a function that makes one call with the given client options.
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { skilvulStub } from "../lib/skilvul-stub.ts";

type Run = (options: Readonly<Record<string, unknown>>) => Promise<unknown>;

const [file = "", options = "{}"] = process.argv.slice(2);
const folder = path.dirname(file);
const loaded = new Set<string>();
registerHooks({
  load(url, context, next) {
    if (url.startsWith(pathToFileURL(folder).href)) loaded.add(fileURLToPath(url));
    return next(url, context);
  },
});

const vendor = skilvulStub();
Object.assign(globalThis, {
  fetch: vendor.fetch,
  // Vite checks whether the page has already loaded a file.
  document: { getElementsByTagName: () => [], querySelector: () => ({}) },
  start: async (run: Run): Promise<void> => {
    await run({ clientId: "id", clientSecret: "secret", ...(JSON.parse(options) as object) });
  },
});
await import(pathToFileURL(file).href);
await (globalThis as typeof globalThis & { readonly started?: Promise<void> }).started;
if (vendor.requests.length !== 2)
  throw new Error(`The program made ${vendor.requests.length} requests instead of 2.`);
console.log(JSON.stringify([...loaded]));
