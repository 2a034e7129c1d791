import { posix } from "node:path";
import ts from "typescript";
import { parseSource } from "../lib/specifiers.ts";
import type { RepositoryFile } from "./rule.ts";

/** Functions of the zod namespace that give something else than a schema. */
const givesNoSchema =
  /^(safe)?(parse|encode|decode)(Async)?$|Error$|^(toJSONSchema|config|registry|globalRegistry|locales|core|util)$/;

/** What a schema's method gives when it is not a schema again. */
const methodGivesNoSchema = /^(safe)?(parse|encode|decode)(Async)?$|^(isOptional|isNullable|meta)$/;

interface Module {
  readonly path: string;
  readonly source: ts.SourceFile;
  /** The local name of `import * as z from "#zod"`. */
  readonly zod: string | undefined;
  /** What a name declared in this file is made of: a constant's value, or what a function gives back. */
  readonly values: ReadonlyMap<string, ts.Expression>;
  /** Names imported from other files of the package: where they are declared. */
  readonly imports: ReadonlyMap<string, { readonly path: string; readonly name: string }>;
}

/** Knows which names and expressions of the given files are zod schemas, or functions that make one. */
export class SchemaTable {
  readonly #modules: ReadonlyMap<string, Module>;

  constructor(files: readonly RepositoryFile[]) {
    this.#modules = new Map(files.map((file) => [file.path, readModule(file)]));
  }

  sourceOf(path: string): ts.SourceFile | undefined {
    return this.#modules.get(path)?.source;
  }

  /** Whether the expression, found in the file, is a schema. */
  isSchema(path: string, expression: ts.Expression): boolean {
    const module = this.#modules.get(path);
    return module !== undefined && this.#expressionIsSchema(module, expression, []);
  }

  /** Whether the name, in the file, stands for a schema or for a function that makes one. */
  isSchemaName(path: string, name: string, asked: readonly string[] = []): boolean {
    const module = this.#modules.get(path);
    const key = `${path} ${name}`;
    // A recursive schema names itself.
    if (!module || asked.includes(key)) return false;
    const value = module.values.get(name);
    if (value) return this.#expressionIsSchema(module, value, [...asked, key]);
    const imported = module.imports.get(name);
    return imported !== undefined && this.isSchemaName(imported.path, imported.name, [...asked, key]);
  }

  #expressionIsSchema(module: Module, wrapped: ts.Expression, asked: readonly string[]): boolean {
    const expression = unwrapped(wrapped);
    if (ts.isIdentifier(expression)) return this.isSchemaName(module.path, expression.text, asked);
    if (!ts.isCallExpression(expression)) return false;
    const callee = unwrapped(expression.expression);
    if (ts.isIdentifier(callee)) return this.isSchemaName(module.path, callee.text, asked);
    if (!ts.isPropertyAccessExpression(callee)) return false;
    const method = callee.name.text;
    if (ts.isIdentifier(callee.expression) && callee.expression.text === module.zod) {
      return !givesNoSchema.test(method);
    }
    return !methodGivesNoSchema.test(method) && this.#expressionIsSchema(module, callee.expression, asked);
  }
}

/** The expression without parentheses and without what only the type checker reads. */
function unwrapped(expression: ts.Expression): ts.Expression {
  const isWrapper =
    ts.isParenthesizedExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isNonNullExpression(expression);
  return isWrapper ? unwrapped(expression.expression) : expression;
}

function readModule({ path, text }: RepositoryFile): Module {
  const source = parseSource(path, text);
  const values = new Map<string, ts.Expression>();
  const imports = new Map<string, { path: string; name: string }>();
  let zod: string | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const specifier = node.moduleSpecifier.text;
      const bindings = node.importClause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings) && specifier === "#zod") zod = bindings.name.text;
      if (bindings && ts.isNamedImports(bindings) && specifier.startsWith(".")) {
        for (const { name, propertyName } of bindings.elements) {
          imports.set(name.text, { path: siblingPath(path, specifier), name: (propertyName ?? name).text });
        }
      }
    }
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const value = resultOf(node.initializer);
      if (value) values.set(node.name.text, value);
    }
    if (ts.isFunctionDeclaration(node) && node.name) {
      const value = resultOf(node);
      if (value) values.set(node.name.text, value);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, source, zod, values, imports };
}

export function siblingPath(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}

/** A function's result where it can be read off; any other expression is its own result. */
function resultOf(node: ts.Expression | ts.FunctionDeclaration): ts.Expression | undefined {
  const isFunction =
    ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node);
  if (!isFunction) return node;
  if (!node.body || !ts.isBlock(node.body)) return node.body;
  return node.body.statements.find((statement) => ts.isReturnStatement(statement))?.expression;
}
