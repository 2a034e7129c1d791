// Checks every code block of the READMEs and guides: TypeScript is type-checked, data is parsed, the commands of shell
// blocks must exist, and blocks marked `runs` are executed against the mocks and must print the text block after them.
// `FILE…` checks some documents; `--update` writes what blocks print into their text blocks.
import { parseArgs } from "node:util";
import { runScript, secondsSince } from "./lib/commands.ts";
import { commandProblems } from "./snippets/commands.ts";
import { dataProblems } from "./snippets/data.ts";
import { readDocuments } from "./snippets/documents.ts";
import { modulesOf } from "./snippets/modules.ts";
import { inReadingOrder } from "./snippets/problem.ts";
import { createSandbox } from "./snippets/sandbox.ts";
import { typeProblems } from "./snippets/types.ts";

await runScript(async () => {
  const start = performance.now();
  const { positionals } = parseArgs({
    allowPositionals: true,
    options: { update: { type: "boolean", default: false } },
  });
  const documents = readDocuments(positionals);
  const joined = documents.map(modulesOf);
  const blocks = documents.flatMap((document) => document.blocks);
  const modules = joined.flatMap((one) => one.modules);
  const sandbox = createSandbox(modules);
  try {
    const problems = inReadingOrder([
      ...documents.flatMap((document) => document.problems),
      ...joined.flatMap((one) => one.problems),
      ...dataProblems(blocks),
      ...(await commandProblems(blocks)),
      ...typeProblems(sandbox, modules),
    ]);
    for (const { file, line, message } of problems) console.error(`${file}:${line} ${message}`);
    const skipped = documents.flatMap(({ blocks }) => blocks).filter(({ marks }) => marks.skip !== undefined);
    console.log(
      `Snippets: ${documents.length} documents, ${modules.length} modules, ${skipped.length} blocks skipped, in ${secondsSince(start)}`,
    );
    if (problems.length > 0) throw new Error(`${problems.length} problems in code blocks, listed above.`);
  } finally {
    sandbox.remove();
  }
});
