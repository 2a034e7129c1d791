// Checks docs/messages.md, the page of all texts that users may read: a change to a message is seen there. With --update
// it writes the page.
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runScript } from "./lib/commands.ts";
import { workspaceRoot } from "./lib/workspace.ts";
import { textsOf } from "./messages/texts.ts";

const page = path.join(workspaceRoot, "docs/messages.md");
const introduction = `# Messages

Every text of the sources that a user may read: messages of errors and their parts, log lines, output and help of the command. A name in
braces stands for a value. This page is made by \`npx -y pnpm@12.21.0 messages --update\`, and lint fails while it is not up to date.
`;

/** What mocks hold to begin with is data, not messages. */
const isData = (file: string): boolean => /\/mock\/(fixtures|.*samples)\.ts$/.test(file);

function listOf(file: string): string | undefined {
  const texts = textsOf(file, readFileSync(path.join(workspaceRoot, file), "utf8"));
  if (texts.length === 0) return undefined;
  const [, directory = "", inside = ""] = /^packages\/([^/]+)\/src\/(.*)$/.exec(file) ?? [];
  const lines = texts.map(({ place, words }) => `${place === "" ? "" : `${place} `}${words}`);
  return [`### ${directory}/${inside}`, "", "```text", ...lines, "```", ""].join("\n");
}

await runScript(() => {
  const files = globSync("packages/*/src/**/*.ts", { cwd: workspaceRoot }).toSorted();
  const lists = files.filter((file) => !isData(file)).flatMap((file) => listOf(file) ?? []);
  const text = [introduction, ...lists].join("\n");
  const known = existsSync(page) ? readFileSync(page, "utf8") : "";
  if (process.argv.includes("--update")) writeFileSync(page, text);
  else if (text !== known) {
    throw new Error(
      "Messages have changed, and docs/messages.md has not. Look at the change after: npx -y pnpm@12.21.0 messages --update",
    );
  }
  console.log(`Messages: ${lists.length} files with texts, all on docs/messages.md.`);
});
