// Reads the comments of operations, and of the fields of their parameters and replies: an OpenAPI document is made from
// declarations, which contain no prose.
import ts from "typescript";
import { writtenOperations } from "../operations/written.ts";

/** What the source documents about an operation. */
export interface OperationDocs {
  /** The first sentence of its comment. */
  readonly summary: string;
  /** The rest of it. */
  readonly description: string | undefined;
  readonly params: ts.Type;
  readonly reply: ts.Type;
  /** The texts of its tags, by their names without the @: `throws`, `returns`, `see`, `example`. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
}

/** A field of an interface. */
export interface FieldDocs {
  /** Its comment. */
  readonly text: string | undefined;
  readonly type: ts.Type;
}

function plainText(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? "")
    .replaceAll(/\{@link\s+([^}|]+?)(\s*\|\s*([^}]+))?\}/g, "$1")
    .trim();
}

/** The comment of a declaration, with its defaults. */
function docsOf(node: ts.Node): string | undefined {
  const docs = ts.getJSDocCommentsAndTags(node).findLast((part) => ts.isJSDoc(part));
  if (docs === undefined) return undefined;
  const defaults = (docs.tags ?? [])
    .filter(({ tagName }) => tagName.text === "default")
    .map((tag) => `Default: ${plainText(tag.comment)}.`);
  const words = [plainText(docs.comment), ...defaults].join(" ").trim();
  return words === "" ? undefined : words;
}

/** The tags of a declaration's comment. */
function tagsOf(node: ts.Node): ReadonlyMap<string, readonly string[]> {
  const docs = ts.getJSDocCommentsAndTags(node).findLast((part) => ts.isJSDoc(part));
  const groups = Map.groupBy(docs?.tags ?? [], ({ tagName }) => tagName.text);
  return new Map([...groups].map(([name, tags]) => [name, tags.map(tagText)]));
}

/** The compiler takes the first word after `@throws` for a type, and that after `@see` for a name. */
function tagText(tag: ts.JSDocTag): string {
  const written = tag.getText().replace(/^@\w+/, "");
  return written
    .replaceAll(/\n\s*\*(?: |$)?/gm, "\n")
    .replace(/\s*\*?\/?\s*$/, "")
    .trim();
}

/** Line breaks in a source's comment have no meaning elsewhere. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function splitSummary(text: string): readonly [string, string | undefined] {
  const paragraph = text.split(/\n\s*\n/, 1)[0] ?? "";
  // The end of a sentence, but not of "e.g." or of a number.
  const match = /^[\s\S]*?[^.\s][.:](?=\s+[A-Z"`(]|$)/.exec(paragraph);
  // How to read a list in TypeScript does not concern readers of the document or users of the command.
  const summary = oneLine(match?.[0] ?? paragraph).replace(/[.:]$|: await it for .*$/, "");
  const rest = text
    .slice((match?.[0] ?? paragraph).length)
    .split(/\n\s*\n/)
    .map(oneLine)
    .join("\n\n")
    .trim();
  return [summary, rest === "" ? undefined : rest];
}

/** The comments in the sources of a package. */
export class SourceDocs {
  readonly #checker: ts.TypeChecker;
  readonly #operations = new Map<string, OperationDocs>();

  constructor(program: ts.Program, directory: string) {
    this.#checker = program.getTypeChecker();
    for (const { file, name, statement, params, reply } of writtenOperations(program)) {
      // Another vendor may have an operation of the same name.
      if (!file.startsWith(`packages/${directory}/`)) continue;
      const [summary, description] = splitSummary(docsOf(statement) ?? name);
      this.#operations.set(name, {
        summary,
        description,
        params: this.#checker.getTypeFromTypeNode(params),
        reply: this.#checker.getTypeFromTypeNode(reply),
        tags: tagsOf(statement),
      });
    }
  }

  /** The comment of the operation with this public name. */
  operation(name: string): OperationDocs | undefined {
    return this.#operations.get(name);
  }

  /** A field of an object, or of one of the choices of a union. */
  field(type: ts.Type, name: string): FieldDocs | undefined {
    const property = choicesOf(type)
      .map((choice) => this.#checker.getPropertyOfType(choice, name))
      .findLast((found) => found !== undefined);
    const [declaration] = property?.declarations ?? [];
    if (property === undefined || declaration === undefined) return undefined;
    return { text: docsOf(declaration), type: this.#checker.getTypeOfSymbol(property) };
  }

  /** The type of the entries of a list, or of the values of a record. */
  entries(type: ts.Type): ts.Type | undefined {
    return choicesOf(type)
      .map((choice) => choice.getNumberIndexType() ?? choice.getStringIndexType())
      .find((found) => found !== undefined);
  }
}

function choicesOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}
