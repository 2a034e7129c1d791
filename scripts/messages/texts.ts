// Finds the texts in a source file that a person may read: messages of errors, parts of them, log lines, output.
import ts from "typescript";
import { parseSource } from "../lib/specifiers.ts";

/** A text of a source file. */
export interface Text {
  /** What receives it: an error's class, a function, a field. */
  readonly place: string;
  /** The text, with `{name}` for each value in it. */
  readonly words: string;
}

/** Texts that only machines read: SQL, Lua, shell, regular expressions, drawings. */
const isCode = (words: string): boolean =>
  /^\s*(?:pragma|vacuum|alter table)\b/i.test(words) ||
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|WITH)\b[^.]*\b(?:FROM|INTO|TABLE|INDEX|SET|VALUES)\b/.test(
    words,
  ) ||
  /\bredis\.call\(|\bqueueId\(\)|\bfunction \w+\(|=>|\bcompdef\b|\bCOMPREPLY\b|\\d|\(\?:|<svg\b/.test(words);

/** Whether a text has two words or values beside each other. Texts without small letters are names of characters. */
function isWords(words: string): boolean {
  const named = words.replaceAll(/\{[^{}]*\}/g, "X");
  const found = words.replaceAll(/\{[^{}]*\}/g, " ").match(/\p{L}{2,}/gu) ?? [];
  const isSentence = found.length > 0 && /\p{Ll}/u.test(named);
  return isSentence && /[\p{L}\p{N}][^\s]* +[^\s]*[\p{L}@]/u.test(named) && !isCode(named);
}

function isText(node: ts.Node): node is ts.Expression {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    (isText(node.left) || isText(node.right))
  );
}

/** Methods that change only the form of a value: the value has its name from what they are called on. */
const formatting =
  /^(?:at|filter|flatMap|get|join|map|padEnd|replaceAll|replace|slice|toFixed|toISOString|toLocaleString|toLowerCase|toSorted|toString|toUpperCase|trim|trimEnd)$/;

/** `String(value)`, `Math.ceil(value)`: their own names say nothing about the value. */
const isConversion = (callee: ts.Expression): boolean =>
  /^(?:String|Number|JSON\.\w+|Math\.\w+)$/.test(callee.getText());

/** The name of a value in a text, if it has one. */
function nameOfValue(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.name.text.replace(/^#/, "");
    const owner = /^(?:length|size|byteLength)$/.test(name) ? nameOfValue(node.expression) : undefined;
    return owner === undefined ? name : `${owner}.${name}`;
  }
  if (ts.isElementAccessExpression(node) || ts.isParenthesizedExpression(node))
    return nameOfValue(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return nameOfValue(node.left);
  if (!ts.isCallExpression(node)) return undefined;
  const { expression: callee, arguments: given } = node;
  if (ts.isPropertyAccessExpression(callee) && formatting.test(callee.name.text))
    return nameOfValue(callee.expression);
  const [first] = given;
  const ofFirst = first && nameOfValue(first);
  return ofFirst ?? (isConversion(callee) ? undefined : nameOfValue(callee));
}

function placeholder(node: ts.Expression): string {
  return `{${nameOfValue(node) ?? "…"}}`;
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

/** Whether a list of words, or of values that are compared, begins here: `"a b".split(" ")`, `z.enum(["a b"])`. */
function isListOfValues(node: ts.Node): boolean {
  const list = ts.isArrayLiteralExpression(node.parent) ? node.parent : node;
  const { parent } = list;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === "split";
  if (ts.isNewExpression(parent)) return parent.expression.getText() === "RegExp";
  return (
    ts.isCallExpression(parent) &&
    /^(?:z\.(?:enum|literal)|Symbol|luaScript)$/.test(parent.expression.getText())
  );
}

/** Whether a text is a name: of a module, a type, a compared value, a field. */
function isName(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isLiteralTypeNode(parent) ||
    ts.isTaggedTemplateExpression(parent) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBinaryExpression(parent) &&
      /^[!=]==$/.test(parent.operatorToken.getText()) &&
      !ts.isBinaryExpression(node)) ||
    isListOfValues(node)
  );
}

/** The texts of a file, each once, in the order of the source. */
export function textsOf(path: string, source: string): readonly Text[] {
  const found = new Map<string, Text>();
  const visit = (node: ts.Node): void => {
    if (isName(node)) return;
    if (!isText(node)) {
      ts.forEachChild(node, visit);
      return;
    }
    const values: ts.Expression[] = [];
    const words = wordsOf(node, values).replaceAll(/\s+/g, " ").trim();
    const text = { place: placeOf(node), words };
    if (isWords(words)) found.set(`${text.place} ${words}`, text);
    // A value may itself be made of texts.
    for (const value of values) visit(value);
  };
  ts.forEachChild(parseSource(path, source), visit);
  return [...found.values()];
}
