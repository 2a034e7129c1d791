import ts from "typescript";
import { lineOf } from "../lib/specifiers.ts";
import { isTypeScript, packagePlace } from "./rule.ts";
import type { Finding, RepositoryFile, Rule } from "./rule.ts";
import { SchemaTable, siblingPath } from "./schema-table.ts";

/** The methods that zod and zod/mini share. */
const sharedMethods = /^(check|clone|register|brand|(safe)?(parse|encode|decode)(Async)?)$/;

function adviceFor(method: string): string {
  if (/^(optional|nullable|nullish|array|readonly|catch|partial|required)$/.test(method)) {
    return `Write z.${method}(…) around the schema.`;
  }
  if (/^(extend|pick|omit)$/.test(method)) return `Write z.${method}(schema, …).`;
  return 'Put a check into .check(…), for example .check(z.minLength(1)), or use the function of "#zod".';
}

function packageSources(files: readonly RepositoryFile[]): readonly RepositoryFile[] {
  return files.filter(
    (file) => isTypeScript(file.path) && packagePlace(file.path)?.inside.startsWith("src/") === true,
  );
}

export const schemasUseFunctionsOnly: Rule = (files) => {
  const sources = packageSources(files);
  const table = new SchemaTable(sources);
  return sources.flatMap(({ path }) => {
    const findings: Finding[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        const method = node.expression.name;
        if (!sharedMethods.test(method.text) && table.isSchema(path, node.expression.expression)) {
          const message =
            `calls .${method.text}() on a schema, which zod/mini (the browser's zod) does not have. ` +
            adviceFor(method.text);
          findings.push({ path, line: lineOf(method), message });
        }
      }
      ts.forEachChild(node, visit);
    };
    const source = table.sourceOf(path);
    if (source) visit(source);
    return findings;
  });
};

interface ExportedName {
  readonly path: string;
  readonly name: string;
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true;
}

/** The names that a statement exports, each with the file that the name is to be looked up in. */
function exportedNames(table: SchemaTable, path: string, statement: ts.Statement): readonly ExportedName[] {
  if (ts.isVariableStatement(statement) && isExported(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [{ path, name: name.text }] : [],
    );
  }
  if (ts.isFunctionDeclaration(statement) && statement.name && isExported(statement)) {
    return [{ path, name: statement.name.text }];
  }
  if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
  const specifier =
    statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)
      ? statement.moduleSpecifier.text
      : undefined;
  if (specifier !== undefined && !specifier.startsWith(".")) return [];
  const target = specifier === undefined ? path : siblingPath(path, specifier);
  if (statement.exportClause && ts.isNamedExports(statement.exportClause)) {
    return statement.exportClause.elements.map(({ name, propertyName }) => ({
      path: target,
      name: (propertyName ?? name).text,
    }));
  }
  // `export *` and `export * as orders` give everything that the other file exports.
  return table.sourceOf(target)?.statements.flatMap((inner) => exportedNames(table, target, inner)) ?? [];
}

export const indexExportsNoSchemas: Rule = (files) => {
  const sources = packageSources(files);
  const table = new SchemaTable(sources);
  return sources
    .filter(({ path }) => /\/src\/(.+\/)?index\.ts$/.test(path))
    .flatMap(
      ({ path }) =>
        table.sourceOf(path)?.statements.flatMap((statement) =>
          exportedNames(table, path, statement)
            .filter((exported) => table.isSchemaName(exported.path, exported.name))
            .map((exported): Finding => {
              const message =
                `exports the zod schema "${exported.name}" of ${exported.path}. ` +
                "Schemas are private: every user would load zod's types. Export the interface instead; " +
                "a schema that several modules share goes to a module that index.ts does not export.";
              return { path, line: lineOf(statement), message };
            }),
        ) ?? [],
    );
};
