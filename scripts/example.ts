// Runs an example: `pnpm example NAME [arguments]`. Without a name, it lists all. `--update` writes the lists in the READMEs.
import path from "node:path";
import { styleText } from "node:util";
import { updatePages } from "./examples/pages.ts";
import { type Example, examplesFolder, findExample, readExamples } from "./examples/registry.ts";
import { runScript } from "./lib/commands.ts";

function list(examples: readonly Example[]): void {
  const width = Math.max(...examples.map(({ name }) => name.length));
  for (const { name, shows } of examples) console.log(`${styleText("bold", name.padEnd(width))}  ${shows}`);
  console.log("\nRun one, without any account: npx -y pnpm@12.21.0 example NAME");
}

await runScript(async () => {
  const [name, ...words] = process.argv.slice(2);
  const examples = readExamples();
  if (name === undefined || name === "--help" || name === "-h") {
    list(examples);
  } else if (name === "--update") {
    const written = updatePages(examples, false);
    console.log(
      `Examples: ${written.length === 0 ? "the lists are current" : `wrote ${written.join(", ")}`}.`,
    );
  } else {
    const program = path.join(examplesFolder, findExample(examples, name).program);
    process.argv.splice(1, Infinity, program, ...words);
    await import(program);
  }
});
