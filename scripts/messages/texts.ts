// Finds the texts in a source file that a person may read: messages of errors, parts of them, log lines, output.
import ts from "typescript";
import { parseSource } from "../lib/specifiers.ts";

/** A text of a source file. */
export interface Text {
  /** What takes it: an error's class, a function, a field. */
  readonly place: string;
  /** The text, with `{name}` for what is put into it. */
  readonly words: string;
}

/** Languages of machines, which are texts of the source only. */
const isCode = (words: string): boolean =>
  /^\s*(select|insert|update|delete|create|pragma|begin|commit|with)\b[^.]*\b(from|into|table|index|set|values|immediate|transaction)\b/i.test(
    words,
  ) || /\bredis\.call\(|\bfunction\b.*\{|=>|\bcompdef\b|\bCOMPREPLY\b/.test(words);

function isWords(words: string): boolean {
  const found = words.replaceAll(/\{[^{}]*\}/g, " ").match(/[\p{L}']+/gu) ?? [];
  return found.length >= 3 && / \p{L}/u.test(words) && !isCode(words);
}

function isText(node: ts.Node): node is ts.Expression {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    (isText(node.left) || isText(node.right))
  );
}

/** What stands for a value in a text: its name where it has one. */
function placeholder(node: ts.Expression): string {
  const source = node.getText().replaceAll(/\s+/g, " ");
  const [, name] = /^(?:[\w.]+\()*(?:[\w.]*\.)?#?(\w+)\)*$/.exec(source) ?? [];
  return `{${name ?? "…"}}`;
}

function wordsOf(node: ts.Expression, values: ts.Expression[]): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(({ expression, literal }) => {
      values.push(expression);
      return placeholder(expression) + literal.text;
    });
    return node.head.text + spans.join("");
  }
  if (ts.isBinaryExpression(node) && isText(node))
    return wordsOf(node.left, values) + wordsOf(node.right, values);
  values.push(node);
  return placeholder(node);
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node)) return node.expression.getText();
  if (ts.isCallExpression(node)) {
    const callee = node.expression.getText().replaceAll(/\s+/g, " ");
    return callee === "super" ? undefined : `${/[\w#]+$/.exec(callee)?.[0] ?? "…"}()`;
  }
  if (ts.isPropertyAssignment(node)) return `${node.name.getText()}:`;
  if (ts.isClassDeclaration(node)) return node.name?.text;
  const isNamed =
    ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
  return isNamed ? node.name?.getText() : undefined;
}

function placeOf(node: ts.Node): string {
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    const name = nameOf(outer);
    if (name !== undefined) return name;
  }
  return "";
}

/** A module's name, a literal type, the key of a field: never read by a person. */
function isName({ parent }: ts.Node): boolean {
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isLiteralTypeNode(parent) ||
    ts.isTaggedTemplateExpression(parent)
  );
}

/** The texts of a file, in the order of the source. */
export function textsOf(path: string, source: string): readonly Text[] {
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (!isText(node) || isName(node)) {
      ts.forEachChild(node, visit);
      return;
    }
    const values: ts.Expression[] = [];
    const words = wordsOf(node, values).replaceAll(/\s+/g, " ").trim();
    if (isWords(words)) found.push({ place: placeOf(node), words });
    // A text may be put together of others.
    for (const value of values) visit(value);
  };
  visit(parseSource(path, source));
  return found;
}
