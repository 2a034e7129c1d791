// Reads what the sources say of operations and of the fields of their parameters and replies: an OpenAPI document is
// made from declarations, which hold no prose.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { parseSource } from "../lib/specifiers.ts";

/** A type as it is written, with the file whose names it uses and what its type parameters stand for. */
export interface WrittenType {
  readonly node: ts.TypeNode;
  readonly file: string;
  readonly substitutes: ReadonlyMap<string, WrittenType>;
}

/** A field of an interface. */
export interface FieldDocs {
  /** Its comment. */
  readonly text: string | undefined;
  readonly type: WrittenType | undefined;
}

/** What the source says of an operation. */
export interface OperationDocs {
  /** The first sentence of its comment. */
  readonly summary: string;
  /** The rest of it. */
  readonly description: string | undefined;
  readonly params: WrittenType | undefined;
  readonly reply: WrittenType | undefined;
}

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

function plainText(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? "")
    .replaceAll(/\{@link\s+([^}|]+?)(\s*\|\s*([^}]+))?\}/g, "$1")
    .trim();
}

/** The comment of a declaration, with the defaults that it states. */
function docsOf(node: ts.Node): string | undefined {
  const docs = ts.getJSDocCommentsAndTags(node).findLast((part) => ts.isJSDoc(part));
  if (docs === undefined) return undefined;
  const defaults = (docs.tags ?? [])
    .filter(({ tagName }) => tagName.text === "default")
    .map((tag) => `Default: ${plainText(tag.comment)}.`);
  const words = [plainText(docs.comment), ...defaults].join(" ").trim();
  return words === "" ? undefined : words;
}

/** Sources break lines at their margin; that means nothing elsewhere. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function splitSummary(text: string): readonly [string, string | undefined] {
  const paragraph = text.split(/\n\s*\n/, 1)[0] ?? "";
  // The end of a sentence, but not of "e.g." or of a number.
  const match = /^[\s\S]*?[^.\s][.:](?=\s+[A-Z"`(]|$)/.exec(paragraph);
  // How a list is read in TypeScript says nothing to those who read the document or use the command.
  const summary = oneLine(match?.[0] ?? paragraph).replace(/[.:]$|: await it for .*$/, "");
  const rest = text
    .slice((match?.[0] ?? paragraph).length)
    .split(/\n\s*\n/)
    .map(oneLine)
    .join("\n\n")
    .trim();
  return [summary, rest === "" ? undefined : rest];
}

/** The sources of one package. */
export class SourceDocs {
  readonly #files = new Map<string, ts.SourceFile>();
  readonly #operations = new Map<string, OperationDocs>();

  constructor(packageFolder: string) {
    const folder = path.join(packageFolder, "src");
    for (const name of globSync("**/*.ts", { cwd: folder })) {
      const file = path.join(folder, name);
      this.#files.set(file, parseSource(file, readFileSync(file, "utf8")));
    }
    for (const [file, source] of this.#files) {
      for (const statement of source.statements) this.#readOperations(file, statement);
    }
  }

  /** What is said of the operation with this public name. */
  operation(name: string): OperationDocs | undefined {
    return this.#operations.get(name);
  }

  #readOperations(file: string, statement: ts.Statement): void {
    for (const { name, typeArguments } of declaredOperations(statement)) {
      const [params, reply] = typeArguments.map((node): WrittenType => written(node, file));
      const [summary, description] = splitSummary(docsOf(statement) ?? name);
      this.#operations.set(name, { summary, description, params, reply });
    }
  }

  /** The fields of a type by name, where it is an interface, an alias of one, or a choice with interfaces in it. */
  fields(type: WrittenType): ReadonlyMap<string, FieldDocs> {
    const fields = new Map<string, FieldDocs>();
    const { node, file, substitutes } = this.#resolve(type);
    for (const choice of choicesOf({ node, file, substitutes })) {
      for (const [name, docs] of this.fields(choice)) fields.set(name, docs);
    }
    if (ts.isTypeLiteralNode(node)) this.#addMembers(fields, node.members, file, substitutes);
    for (const declaration of this.#interfacesOf(type)) {
      const scope = declaration.substitutes;
      for (const heritage of declaration.node.heritageClauses ?? []) {
        for (const parent of heritage.types) {
          for (const [name, docs] of this.fields({
            node: parent,
            file: declaration.file,
            substitutes: scope,
          }))
            fields.set(name, docs);
        }
      }
      this.#addMembers(fields, declaration.node.members, declaration.file, scope);
    }
    return fields;
  }

  /** The type of the entries of a list, or of the values of a record. */
  entries(type: WrittenType): WrittenType | undefined {
    const { node, file, substitutes } = this.#resolve(type);
    for (const choice of choicesOf({ node, file, substitutes })) {
      const found = this.entries(choice);
      if (found !== undefined) return found;
    }
    if (ts.isArrayTypeNode(node)) return { node: node.elementType, file, substitutes };
    if (!ts.isTypeReferenceNode(node)) return undefined;
    const name = node.typeName.getText();
    const argument = node.typeArguments?.[name === "Record" ? 1 : 0];
    if (argument !== undefined && name === "Readonly")
      return this.entries({ node: argument, file, substitutes });
    if (argument !== undefined && /^(Readonly)?Array$|^Record$/.test(name)) {
      return { node: argument, file, substitutes };
    }
    const found = this.#find(file, name);
    if (found === undefined) return undefined;
    const scope = { file: found.file, substitutes: new Map<string, WrittenType>() };
    if (ts.isTypeAliasDeclaration(found.node)) return this.entries({ node: found.node.type, ...scope });
    const index = found.node.members.find((member) => ts.isIndexSignatureDeclaration(member));
    return index === undefined ? undefined : { node: index.type, ...scope };
  }

  /** Whether a type says nothing of what is in it: `unknown`. */
  isUnknown(type: WrittenType): boolean {
    return this.#resolve(type).node.kind === ts.SyntaxKind.UnknownKeyword;
  }

  #addMembers(
    fields: Map<string, FieldDocs>,
    members: ts.NodeArray<ts.TypeElement>,
    file: string,
    substitutes: ReadonlyMap<string, WrittenType>,
  ): void {
    for (const member of members) {
      if (!ts.isPropertySignature(member)) continue;
      const name = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText();
      const type = member.type === undefined ? undefined : { node: member.type, file, substitutes };
      fields.set(name, { text: docsOf(member), type });
    }
  }

  /** A type without `| null | undefined`, `readonly` and brackets, with type parameters replaced. */
  #resolve(type: WrittenType): WrittenType {
    const { node, file, substitutes } = type;
    if (ts.isUnionTypeNode(node)) {
      const [only, ...more] = node.types.filter((part) => !isNothing(part));
      return only && more.length === 0 ? this.#resolve({ node: only, file, substitutes }) : type;
    }
    if (ts.isParenthesizedTypeNode(node)) return this.#resolve({ node: node.type, file, substitutes });
    if (ts.isTypeOperatorNode(node)) return this.#resolve({ node: node.type, file, substitutes });
    if (ts.isTypeReferenceNode(node)) {
      const substitute = substitutes.get(node.typeName.getText());
      if (substitute !== undefined) return this.#resolve(substitute);
    }
    return type;
  }

  #interfacesOf(type: WrittenType): readonly {
    readonly node: ts.InterfaceDeclaration;
    readonly file: string;
    readonly substitutes: ReadonlyMap<string, WrittenType>;
  }[] {
    const { node, file, substitutes } = this.#resolve(type);
    if (ts.isIntersectionTypeNode(node)) {
      return node.types.flatMap((part) => this.#interfacesOf({ node: part, file, substitutes }));
    }
    const isNamed = ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node);
    if (!isNamed) return [];
    const name = ts.isTypeReferenceNode(node) ? node.typeName.getText() : node.expression.getText();
    const found = this.#find(file, name);
    if (found === undefined) return [];
    const given = new Map(
      (found.node.typeParameters ?? []).flatMap((parameter, index) => {
        const argument = node.typeArguments?.[index];
        return argument === undefined
          ? []
          : [[parameter.name.text, { node: argument, file, substitutes }] as const];
      }),
    );
    if (ts.isInterfaceDeclaration(found.node))
      return [{ node: found.node, file: found.file, substitutes: given }];
    return this.#interfacesOf({ node: found.node.type, file: found.file, substitutes: given });
  }

  /** Where a name that a file uses is declared: there, or where it imports it from. */
  #find(file: string, name: string): { readonly node: Declaration; readonly file: string } | undefined {
    for (const statement of this.#files.get(file)?.statements ?? []) {
      const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
      if (isType && statement.name.text === name) return { node: statement, file };
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const bindings = statement.importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
      const element = bindings.elements.find((candidate) => candidate.name.text === name);
      if (element === undefined || !statement.moduleSpecifier.text.startsWith(".")) continue;
      const target = path.resolve(path.dirname(file), statement.moduleSpecifier.text);
      return this.#find(target, (element.propertyName ?? element.name).text);
    }
    return undefined;
  }
}

function written(node: ts.TypeNode, file: string): WrittenType {
  return { node, file, substitutes: new Map() };
}

/** The choices of a union; none for another type. */
function choicesOf({ node, file, substitutes }: WrittenType): readonly WrittenType[] {
  return ts.isUnionTypeNode(node) ? node.types.map((choice) => ({ node: choice, file, substitutes })) : [];
}

function isNothing(node: ts.TypeNode): boolean {
  return (
    node.kind === ts.SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}

/** The operations that a statement declares: `operation<Params, Reply>({ name: "orders.create", … })`, or what is built on it. */
export function declaredOperations(
  statement: ts.Statement,
): readonly { readonly name: string; readonly typeArguments: readonly ts.TypeNode[] }[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ initializer }) => {
    if (!initializer || !ts.isCallExpression(initializer)) return [];
    const [argument] = initializer.arguments;
    const name = argument && ts.isObjectLiteralExpression(argument) ? nameIn(argument) : undefined;
    return name === undefined ? [] : [{ name, typeArguments: initializer.typeArguments ?? [] }];
  });
}

function nameIn(declaration: ts.ObjectLiteralExpression): string | undefined {
  for (const property of declaration.properties) {
    if (!ts.isPropertyAssignment(property) || property.name.getText() !== "name") continue;
    return ts.isStringLiteral(property.initializer) ? property.initializer.text : undefined;
  }
  return undefined;
}
