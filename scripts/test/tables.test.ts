import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { workspaceRoot } from "../lib/workspace.ts";

const documents = globSync(["*.md", "packages/*/*.md", "{packages/*/,}docs/**/*.md", "examples/**/*.md"], {
  cwd: workspaceRoot,
  exclude: (name) => /(^|\/)(node_modules|dist|site)(\/|$)/.test(name),
});

/** Lines that begin a table and have no line of hyphens below them, such as a row that a blank line has cut off. */
function strayRows(text: string): readonly number[] {
  const lines = text
    .replaceAll(/^ *```[^]*?^ *```$/gm, (block) => block.replaceAll(/^.*$/gm, ""))
    .split("\n");
  return lines.flatMap((line, index) => {
    const begins = line.startsWith("|") && lines[index - 1]?.startsWith("|") !== true;
    return begins && !/^\|[ :|-]+\|$/.test(lines[index + 1] ?? "") ? [index + 1] : [];
  });
}

it("finds a row that a blank line has cut off from its table, outside of code", () => {
  const table = "| a |\n| - |\n| 1 |\n";
  expect(strayRows(`${table}\n| 2 |\n\n\`\`\`text\n| code |\n\`\`\`\n`)).toEqual([5]);
});

it("every row of a table in a document is in its table", () => {
  expect(documents.length).toBeGreaterThan(50);
  const stray = documents.flatMap((file) =>
    strayRows(readFileSync(path.join(workspaceRoot, file), "utf8")).map((line) => `${file}:${line}`),
  );
  expect(stray).toEqual([]);
});
