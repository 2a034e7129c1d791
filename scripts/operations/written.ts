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
  const rootNames = directories.map((directory) =>
    path.join(workspaceRoot, "packages", directory, "src/index.ts"),
  );
  return ts.createProgram({ rootNames, options: parsed.options });
}

/** Where a file is, from the root and with forward slashes. */
export function placeOf({ fileName }: ts.SourceFile, root = workspaceRoot): string {
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

/** What a statement declares: `operation<Params, Reply>({ name: "orders.create", … })`, or what is built on it. */
function declaredBy(statement: ts.Statement, file: string): readonly WrittenOperation[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ initializer }): readonly WrittenOperation[] => {
    if (!initializer || !ts.isCallExpression(initializer)) return [];
    const [argument] = initializer.arguments;
    const name = argument && ts.isObjectLiteralExpression(argument) ? nameIn(argument) : undefined;
    if (name === undefined) return [];
    const [params, reply] = initializer.typeArguments ?? [];
    if (!params || !reply) {
      throw new Error(`${file} ${name}: write out the types of its parameters and of its reply.`);
    }
    return [{ name, file, statement, params, reply }];
  });
}

function nameIn(declaration: ts.ObjectLiteralExpression): string | undefined {
  for (const property of declaration.properties) {
    if (!ts.isPropertyAssignment(property) || property.name.getText() !== "name") continue;
    return ts.isStringLiteral(property.initializer) ? property.initializer.text : undefined;
  }
  return undefined;
}
