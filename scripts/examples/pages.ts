// The lists of examples in the READMEs, made from the registry.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { tableText, withTable } from "../lib/markdown-table.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { type Example, pageOf } from "./registry.ts";

/** A cell ends at a vertical line, unless it is escaped. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** The whole table, for `examples/README.md`. */
function fullTable(examples: readonly Example[]): string {
  return tableText([
    ["example", "what it shows", "vendors", "arguments"],
    ...examples.map((example) => [
      `[\`${example.name}\`](${pageOf(example)})`,
      cell(example.shows) + (example.needs === undefined ? "" : ` Needs ${cell(example.needs)}.`),
      example.vendors.length === 0 ? "any" : example.vendors.join(", "),
      example.arguments === undefined ? "" : `\`${cell(example.arguments)}\``,
    ]),
  ]);
}

/** The short table, for the README of the repository. */
function shortTable(examples: readonly Example[]): string {
  return tableText([
    ["example", "what it shows"],
    ...examples.map((example) => [`[\`${example.name}\`](examples/${pageOf(example)})`, cell(example.shows)]),
  ]);
}

const tables = { "examples/README.md": fullTable, "README.md": shortTable };

/** Brings the lists up to date. Returns the files whose list was another one; with `isCheck`, it writes nothing. */
export function updatePages(examples: readonly Example[], isCheck: boolean): readonly string[] {
  return Object.entries(tables).flatMap(([name, table]) => {
    const file = path.join(workspaceRoot, name);
    const text = readFileSync(file, "utf8");
    const fresh = withTable(text, "examples", table(examples));
    if (fresh === text) return [];
    if (!isCheck) writeFileSync(file, fresh);
    return [name];
  });
}
