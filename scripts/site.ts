// Builds the site into docs/site: writes its pages, then runs the generator.
import path from "node:path";
import { build } from "vitepress";
import { runScript, secondsSince } from "./lib/commands.ts";
import { writeSite } from "./site/write.ts";

await runScript(async () => {
  const start = performance.now();
  const resources = await writeSite();
  console.log(`Pages: written in ${secondsSince(start)}.`);
  await build(path.join(import.meta.dirname, "site"));
  const count = resources.reduce((sum, { operations }) => sum + operations.length, 0);
  console.log(`Site: ${count} operations, docs/site, ${secondsSince(start)}.`);
});
