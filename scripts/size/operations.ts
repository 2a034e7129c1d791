import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { parseSource } from "../lib/specifiers.ts";
import { workspaceRoot } from "../lib/workspace.ts";

/** The operations that a package offers, as `orders.create`: the exported `operation(…)` and `pagedOperation(…)` consts. */
export function listOperations(directory: string): readonly string[] {
  const folder = path.join(workspaceRoot, "packages", directory, "src");
  const index = path.join(folder, "index.ts");
  if (!existsSync(index)) return [];
  return parse(index).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier) return [];
    if (!statement.exportClause || !ts.isNamespaceExport(statement.exportClause)) return [];
    if (!ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const resource = statement.exportClause.name.text;
    const file = path.join(folder, statement.moduleSpecifier.text);
    return operationNames(file).map((name) => `${resource}.${name}`);
  });
}

function parse(file: string): ts.SourceFile {
  return parseSource(file, readFileSync(file, "utf8"));
}

function operationNames(file: string): readonly string[] {
  const source = parse(file);
  const passedOn = source.statements.flatMap((statement) => {
    const isAll = ts.isExportDeclaration(statement) && !statement.isTypeOnly && !statement.exportClause;
    if (!isAll || !statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    return operationNames(path.join(path.dirname(file), statement.moduleSpecifier.text));
  });
  const declared = source.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && isOperation(initializer) ? [name.text] : [],
    );
  return [...passedOn, ...declared.map((name) => exportedAs(source, name))];
}

function isOperation(initializer: ts.Expression | undefined): boolean {
  if (!initializer || !ts.isCallExpression(initializer)) return false;
  const callee = initializer.expression;
  return ts.isIdentifier(callee) && /^(operation|pagedOperation)$/.test(callee.text);
}

/** `export { remove as delete }` offers an operation under a name that cannot be declared. */
function exportedAs(source: ts.SourceFile, name: string): string {
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier) continue;
    if (!statement.exportClause || !ts.isNamedExports(statement.exportClause)) continue;
    const found = statement.exportClause.elements.find((element) => element.propertyName?.text === name);
    if (found) return found.name.text;
  }
  return name;
}
