// Reads the operations of vendors as their sources write them.
import path from "node:path";
import ts from "typescript";
import { workspaceRoot } from "../lib/workspace.ts";

/** An operation as its source writes it. */
export interface WrittenOperation {
  /** The public name: `orders.create`. */
  readonly name: string;
  /** The file, from the root and with forward slashes. */
  readonly file: string;
  /** The statement that declares it, which has its comment. */
  readonly statement: ts.Statement;
  readonly params: ts.TypeNode;
  readonly reply: ts.TypeNode;
}

/** Loads the sources of packages, with all that they import. */
export function loadSources(directories: readonly string[]): ts.Program {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    // The files are given: the folder need not be searched for them.
    readDirectory: () => [],
    onUnRecoverableConfigFileDiagnostic({ messageText }) {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
    },
  };
  const configFile = path.join(workspaceRoot, "tsconfig.base.json");
  const parsed = ts.getParsedCommandLineOfConfigFile(configFile, {}, host);
  if (parsed === undefined) throw new Error(`${configFile} cannot be read.`);
  return ts.createProgram({ rootNames: directories.map(indexOf), options: parsed.options });
}

function indexOf(directory: string): string {
  return path.join(workspaceRoot, "packages", directory, "src/index.ts");
}

/** Where a file is, from the root and with forward slashes. */
export function placeOf({ fileName }: Pick<ts.SourceFile, "fileName">, root = workspaceRoot): string {
  return path.relative(root, fileName).split(path.sep).join("/");
}

/**
 * The operations that a program's sources declare.
 *
 * @throws Error when an operation does not write its two types out.
 */
export function writtenOperations(program: ts.Program, root = workspaceRoot): readonly WrittenOperation[] {
  return program
    .getSourceFiles()
    .filter(({ isDeclarationFile }) => !isDeclarationFile)
    .flatMap((source) =>
      source.statements.flatMap((statement) => declaredBy(statement, placeOf(source, root))),
    );
}

/** The operations that the index of a package exports, in source order. */
export function exportedOperations(program: ts.Program, directory: string): readonly WrittenOperation[] {
  const checker = program.getTypeChecker();
  const written = new Map<ts.Node, WrittenOperation>(
    writtenOperations(program).map((operation) => [operation.statement, operation]),
  );
  const exportsOf = (module: ts.Symbol): readonly ts.Symbol[] =>
    checker
      .getExportsOfModule(module)
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  const source = program.getSourceFile(indexOf(directory));
  const index = source && checker.getSymbolAtLocation(source);
  if (index === undefined) return [];
  return exportsOf(index)
    .filter(({ flags }) => flags & ts.SymbolFlags.ValueModule)
    .flatMap((resource) => {
      const operations = exportsOf(resource).flatMap(
        ({ valueDeclaration }) => (valueDeclaration && written.get(statementOf(valueDeclaration))) ?? [],
      );
      const files = Map.groupBy(operations, ({ file }) => file);
      return [...files.values()].flatMap((inFile) =>
        inFile.toSorted((one, other) => one.statement.pos - other.statement.pos),
      );
    });
}

function statementOf(node: ts.Node): ts.Node {
  return ts.isSourceFile(node.parent) ? node : statementOf(node.parent);
}

/** What a statement declares: `operation<Params, Reply>({ name: "orders.create", … })`, or what is built on it. */
function declaredBy(statement: ts.Statement, file: string): readonly WrittenOperation[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ initializer }): readonly WrittenOperation[] => {
    const name = declaredName(initializer);
    if (name === undefined || !initializer || !ts.isCallExpression(initializer)) return [];
    const [params, reply] = initializer.typeArguments ?? [];
    if (!params || !reply) {
      throw new Error(`${file} ${name}: write out the types of its parameters and of its reply.`);
    }
    return [{ name, file, statement, params, reply }];
  });
}

/** The public name in `operation({ name: "orders.create", … })`. */
function declaredName(initializer: ts.Expression | undefined): string | undefined {
  if (!initializer || !ts.isCallExpression(initializer)) return undefined;
  const [declaration] = initializer.arguments;
  if (!declaration || !ts.isObjectLiteralExpression(declaration)) return undefined;
  const name = declaration.properties
    .filter((property) => ts.isPropertyAssignment(property))
    .find((property) => ts.isIdentifier(property.name) && property.name.text === "name")?.initializer;
  return name && ts.isStringLiteral(name) ? name.text : undefined;
}
