// Writes the table of operations into each vendor's README, between its two markers, from the declarations. With
// --check, it writes nothing and fails when a table is out of date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import type ts from "typescript";
import { runScript } from "./lib/commands.ts";
import { hasPlace, tableText, withTable } from "./lib/markdown-table.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";
import { declaredResources } from "./operations/declared.ts";
import { exportedOperations, loadSources } from "./operations/written.ts";

/** The declarations of a package, in source order. */
async function readDeclarations(program: ts.Program, directory: string): Promise<readonly AnyDeclaration[]> {
  const resources = await declaredResources(directory);
  const declarations = new Map(
    resources.flatMap((resource) => resource.declarations.map((found) => [found.name, found])),
  );
  return exportedOperations(program, directory).flatMap(({ name }) => declarations.get(name) ?? []);
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

await runScript(async () => {
  const isCheck = process.argv.includes("--check");
  const stale: string[] = [];
  const readmes = listPackages().flatMap(({ directory, folder }) => {
    const file = path.join(folder, "README.md");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return hasPlace(text, "operations") ? [{ directory, file, text }] : [];
  });
  const program = loadSources(readmes.map(({ directory }) => directory));
  for (const { directory, file, text } of readmes) {
    const fresh = withTable(text, "operations", operationsTable(await readDeclarations(program, directory)));
    if (fresh === text) continue;
    stale.push(path.relative(workspaceRoot, file));
    if (!isCheck) writeFileSync(file, fresh);
  }
  if (isCheck && stale.length > 0) {
    throw new Error(
      `The table of operations is out of date in ${stale.join(", ")}. ` +
        "Update it: npx -y pnpm@12.21.0 operations",
    );
  }
  console.log(
    `Operations: ${readmes.length} tables, ${isCheck ? "all current" : `${stale.length} written`}.`,
  );
});
