import { isObject, type JsonObject } from "@kelaskit/core/vendor";
import { RoutesDocumentError } from "../document-error.ts";
import { clipped, field } from "./values.ts";

/** Longer chains of references are a mistake. */
const longestChain = 100;

/**
 * The targets of a document's references ($ref). They are resolved lazily: a document whose references multiply is only
 * large when expanded.
 */
export class References {
  readonly #document: JsonObject;
  readonly #found = new Map<string, unknown>();

  constructor(document: JsonObject) {
    this.#document = document;
  }

  /**
   * The value, or the target of its reference.
   *
   * @param where Names the place for an error: `A parameter of GET /course`.
   * @throws RoutesDocumentError if the reference is external, broken or circular.
   */
  follow(given: unknown, where: string): unknown {
    let value = given;
    for (let steps = 0; steps <= longestChain; steps += 1) {
      const reference = field(value, "$ref");
      if (typeof reference !== "string") return value;
      value = this.#target(reference, where);
    }
    throw unfollowable(`${where} is a circular reference`);
  }

  #target(reference: string, where: string): unknown {
    if (!reference.startsWith("#")) {
      throw new RoutesDocumentError(
        `${where} of the OpenAPI document is in another file ($ref: ${JSON.stringify(clipped(reference))}), and references to other ` +
          "files or URLs are not followed. Bundle the document into one file first, for example with `redocly bundle`.",
      );
    }
    if (!this.#found.has(reference)) this.#found.set(reference, this.#lookUp(reference.slice(1)));
    const target = this.#found.get(reference);
    if (target !== undefined) return target;
    throw unfollowable(`${where} refers to ${JSON.stringify(clipped(reference))}, which does not exist`);
  }

  /** The value at a JSON pointer, as it is written in the fragment of an address. */
  #lookUp(pointer: string): unknown {
    if (pointer === "") return this.#document;
    if (!pointer.startsWith("/")) return undefined;
    let value: unknown = this.#document;
    for (const part of pointer.slice(1).split("/")) {
      const name = unescaped(part);
      value = Array.isArray(value) && /^\d{1,9}$/.test(name) ? value[Number(name)] : field(value, name);
      if (!isObject(value) && !Array.isArray(value)) return undefined;
    }
    return value;
  }
}

function unescaped(part: string): string {
  let name = part;
  try {
    name = decodeURIComponent(part);
  } catch {
    // A literal percent sign: such names are not encoded.
  }
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}

function unfollowable(what: string): RoutesDocumentError {
  return new RoutesDocumentError(
    `The references ($ref) of the OpenAPI document cannot be followed: ${what}. ` +
      "Import the complete document, as the vendor publishes it.",
  );
}
