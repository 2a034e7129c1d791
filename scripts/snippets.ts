// Checks every code block of the READMEs and guides: TypeScript is type-checked, data is parsed, the commands of shell
// blocks must exist, and blocks marked `runs` are executed against the mocks and must print what the document shows.
// `FILE…` checks some documents; `--update` writes what blocks print into them.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { runScript, secondsSince } from "./lib/commands.ts";
import { workspaceRoot } from "./lib/workspace.ts";
import { checkDocuments } from "./snippets/check.ts";
import { readDocuments } from "./snippets/documents.ts";
import { withOutput } from "./snippets/sections.ts";

await runScript(async () => {
  const start = performance.now();
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { update: { type: "boolean", default: false } },
  });
  const documents = readDocuments(positionals);
  const { problems, changed, counts, notes } = await checkDocuments(documents);
  const outdated = values.update ? [] : changed;
  if (values.update) {
    for (const [file, sections] of Map.groupBy(changed, ({ section }) => section.file)) {
      const document = path.join(workspaceRoot, file);
      const output = sections.map(({ section }) => section);
      writeFileSync(document, withOutput(readFileSync(document, "utf8"), output));
      console.log(`${file}: the output of ${sections.length} blocks is written.`);
    }
  }
  const found = [...problems, ...outdated.map(({ problem }) => problem)];
  for (const { file, line, message } of found) console.error(`${file}:${line} ${message}`);
  for (const note of notes) console.log(note);
  console.log(
    `Snippets: ${counts.blocks} blocks of ${documents.length} documents, ${counts.modules} modules type-checked, ${counts.runs} run, ${counts.skipped} skipped, in ${secondsSince(start)}`,
  );
  if (outdated.length > 0) {
    console.error(
      "If the output is right, write it into the documents: npx -y pnpm@12.21.0 snippets --update",
    );
  }
  if (found.length > 0) throw new Error(`Code blocks have ${found.length} problems, listed above.`);
});
