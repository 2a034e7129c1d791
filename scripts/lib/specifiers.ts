import ts from "typescript";

export interface Specifier {
  /** The imported module, as written: `./call.ts`, `ky`, `node:fs`. */
  readonly specifier: string;
  /** Where the text between the quotes starts and ends. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

export function parseSource(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

export function lineOf(node: ts.Node): number {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** Every module specifier of a file: imports, re-exports, `import()`, `import("…")` types and module augmentations. */
export function listSpecifiers(path: string, text: string): readonly Specifier[] {
  const found: Specifier[] = [];
  const visit = (node: ts.Node): void => {
    const literal = specifierLiteral(node);
    if (literal) {
      found.push({
        specifier: literal.text,
        start: literal.getStart() + 1,
        end: literal.getEnd() - 1,
        line: lineOf(node),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(parseSource(path, text));
  return found;
}

function specifierLiteral(node: ts.Node): ts.StringLiteralLike | undefined {
  let candidate: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) candidate = node.moduleSpecifier;
  else if (ts.isModuleDeclaration(node)) candidate = node.name;
  else if (ts.isImportTypeNode(node)) {
    candidate = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  } else if (ts.isCallExpression(node) && isModuleLoad(node.expression)) candidate = node.arguments[0];
  return candidate && ts.isStringLiteralLike(candidate) ? candidate : undefined;
}

function isModuleLoad(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require")
  );
}
