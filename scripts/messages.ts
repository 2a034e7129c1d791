// Checks docs/messages.md, the page of all texts that users may read, so that a change to a message is seen in review.
// `--update` writes the page.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runScript } from "./lib/commands.ts";
import { workspaceRoot } from "./lib/workspace.ts";
import { messagesPage } from "./messages/page.ts";

const file = path.join(workspaceRoot, "docs/messages.md");

/** The first lines that are on one page only, with a sign for the page. */
function differences(committed: string, current: string): readonly string[] {
  const before = new Set(committed.split("\n"));
  const after = new Set(current.split("\n"));
  const removed = [...before].filter((line) => !after.has(line)).map((line) => `- ${line}`);
  const added = [...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`);
  return [...removed.slice(0, 10), ...added.slice(0, 10)];
}

await runScript(() => {
  const { text, files } = messagesPage();
  const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (process.argv.includes("--update")) writeFileSync(file, text);
  else if (text !== committed) {
    throw new Error(
      [
        "Messages have changed, but docs/messages.md has not. Its first differences:",
        ...differences(committed, text),
        "Update the page and review the change: npx -y pnpm@12.21.0 messages --update",
      ].join("\n"),
    );
  }
  console.log(`Messages: ${files} files with texts, all on docs/messages.md.`);
});
