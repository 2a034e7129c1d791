// Writes the table of operations into each vendor's README, between its two markers, from the declarations. With
// --check it writes nothing and fails when a table is not what the declarations say.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { runScript } from "./lib/commands.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";
import { listOperations } from "./size/operations.ts";

const start = "<!-- operations:start -->";
const end = "<!-- operations:end -->";

function propertyOf(value: unknown, name: string): unknown {
  const hasProperties = typeof value === "function" || (typeof value === "object" && value !== null);
  return hasProperties ? Reflect.get(value, name) : undefined;
}

/** The declarations of a package in the order in which its sources name them. */
async function readDeclarations(directory: string, folder: string): Promise<readonly AnyDeclaration[]> {
  const module: unknown = await import(pathToFileURL(path.join(folder, "src/index.ts")).href);
  return listOperations(directory).map((name) => {
    const operation = name.split(".").reduce(propertyOf, module);
    // `listOperations` has found that it is made by `operation(…)`.
    return propertyOf(operation, "declaration") as AnyDeclaration;
  });
}

/** Columns are as wide as their longest cell, as the formatter wants them. */
function tableText(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

function operationsTable(declarations: readonly AnyDeclaration[]): string {
  const rows = declarations.map(({ name, method, path: route, evidence }) => [
    `\`${name}\``,
    method,
    `\`${route}\``,
    evidence,
  ]);
  return tableText([["operation", "method", "path", "evidence"], ...rows]);
}

function withTable(text: string, table: string): string {
  const before = text.slice(0, text.indexOf(start) + start.length);
  return `${before}\n\n${table}\n\n${text.slice(text.indexOf(end))}`;
}

await runScript(async () => {
  const isCheck = process.argv.includes("--check");
  const stale: string[] = [];
  let tables = 0;
  for (const { directory, folder } of listPackages()) {
    const readme = path.join(folder, "README.md");
    const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
    if (!text.includes(start) || !text.includes(end)) continue;
    tables += 1;
    const fresh = withTable(text, operationsTable(await readDeclarations(directory, folder)));
    if (fresh === text) continue;
    stale.push(path.relative(workspaceRoot, readme));
    if (!isCheck) writeFileSync(readme, fresh);
  }
  if (isCheck && stale.length > 0) {
    throw new Error(
      `The table of operations is not what the declarations say in ${stale.join(", ")}. ` +
        "Write it anew: npx -y pnpm@12.21.0 exec node --conditions=kelaskit-source scripts/operations-table.ts",
    );
  }
  console.log(`Operations: ${tables} tables, ${isCheck ? "all current" : `${stale.length} written`}.`);
});
