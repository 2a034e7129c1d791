// Writes the table of operations into each vendor's README, between its two markers, from the declarations. With
// --check, it writes nothing and fails when a table is out of date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import type ts from "typescript";
import { runScript } from "./lib/commands.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";
import { declaredResources } from "./operations/declared.ts";
import { exportedOperations, loadSources } from "./operations/written.ts";

const start = "<!-- operations:start -->";
const end = "<!-- operations:end -->";

/** The declarations of a package, in source order. */
async function readDeclarations(program: ts.Program, directory: string): Promise<readonly AnyDeclaration[]> {
  const resources = await declaredResources(directory);
  const declarations = new Map(
    resources.flatMap((resource) => resource.declarations.map((found) => [found.name, found])),
  );
  return exportedOperations(program, directory).flatMap(({ name }) => declarations.get(name) ?? []);
}

/** Columns are as wide as their longest cell, as the formatter requires. */
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
  const readmes = listPackages().flatMap(({ directory, folder }) => {
    const file = path.join(folder, "README.md");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return text.includes(start) && text.includes(end) ? [{ directory, file, text }] : [];
  });
  const program = loadSources(readmes.map(({ directory }) => directory));
  for (const { directory, file, text } of readmes) {
    const fresh = withTable(text, operationsTable(await readDeclarations(program, directory)));
    if (fresh === text) continue;
    stale.push(path.relative(workspaceRoot, file));
    if (!isCheck) writeFileSync(file, fresh);
  }
  if (isCheck && stale.length > 0) {
    throw new Error(
      `The table of operations is out of date in ${stale.join(", ")}. ` +
        "Update it: npx -y pnpm@12.21.0 exec node --conditions=kelaskit-source scripts/operations-table.ts",
    );
  }
  console.log(
    `Operations: ${readmes.length} tables, ${isCheck ? "all current" : `${stale.length} written`}.`,
  );
});
