import { isObject } from "@kelaskit/core/vendor";
import type { JsonSchema } from "../call/schema.ts";

/** How deep references and choices are followed: a schema may contain itself. */
const deepest = 20;

/** The schemas that a value may follow, with choices and references resolved. */
function resolved(schema: unknown, definitions: JsonSchema, depth = 0): readonly JsonSchema[] {
  if (!isObject(schema) || depth > deepest) return [];
  const { $ref: reference, anyOf, oneOf, allOf } = schema;
  const parts = [anyOf, oneOf, allOf].flatMap((part): readonly unknown[] =>
    Array.isArray(part) ? part : [],
  );
  if (typeof reference === "string") parts.push(definitions[reference.replace("#/$defs/", "")]);
  return [schema, ...parts.flatMap((part) => resolved(part, definitions, depth + 1))];
}

/** Whether an object that follows a schema has names that are data: a map, or an object with entries of one type besides its fields. */
function isMap({ propertyNames, additionalProperties }: JsonSchema): boolean {
  if (isObject(propertyNames)) return !("enum" in propertyNames || "const" in propertyNames);
  return isObject(additionalProperties) && Object.keys(additionalProperties).length > 0;
}

/** A place in a reply, as the declaration describes it. */
export class DeclaredPlace {
  readonly #schemas: readonly JsonSchema[];
  readonly #definitions: JsonSchema;
  readonly #places = new Map<unknown, DeclaredPlace>();

  constructor(schemas: readonly unknown[], definitions: JsonSchema = {}) {
    this.#definitions = definitions;
    this.#schemas = schemas.flatMap((schema) => resolved(schema, definitions));
  }

  /** Whether a name in the object here is data by its declaration. */
  isData(name: string): boolean {
    return this.#schemas.some(isMap) && !this.#schemas.some((schema) => hasField(schema, name));
  }

  /** The names that the object here has, by its declaration. */
  get fields(): readonly string[] {
    return this.#schemas.flatMap(({ properties }) => (isObject(properties) ? Object.keys(properties) : []));
  }

  /** Whether a list, a map or a plain value may be here. */
  get kinds(): { readonly isList: boolean; readonly isMap: boolean; readonly isPlain: boolean } {
    const types = new Set(this.#schemas.map(({ type }) => type));
    return {
      isList: types.has("array"),
      isMap: this.#schemas.some(isMap),
      isPlain: types.has("string") || types.has("number") || types.has("integer"),
    };
  }

  /** The place of a field, or of an entry of a map. */
  field(name: string): DeclaredPlace {
    // Entries of a map are all in the same place, however many there are.
    const key = this.#schemas.some((schema) => hasProperty(schema, name)) ? name : undefined;
    return this.#inside(key, () =>
      this.#schemas.map(({ properties, additionalProperties }) =>
        isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties,
      ),
    );
  }

  /** The place of the entries of a list. */
  entry(): DeclaredPlace {
    return this.#inside(entries, () =>
      this.#schemas.flatMap(({ items, prefixItems }): readonly unknown[] => [
        items,
        ...(Array.isArray(prefixItems) ? (prefixItems as readonly unknown[]) : []),
      ]),
    );
  }

  /** A place inside, which is computed once: replies have thousands of entries. */
  #inside(key: unknown, schemas: () => readonly unknown[]): DeclaredPlace {
    const place = this.#places.get(key) ?? new DeclaredPlace(schemas(), this.#definitions);
    this.#places.set(key, place);
    return place;
  }
}

/** The key of the entries of a list among the places inside. */
const entries = Symbol("entries");

/** A place about which nothing is declared. */
export const undeclaredPlace = new DeclaredPlace([]);

function hasProperty({ properties }: JsonSchema, name: string): boolean {
  return isObject(properties) && Object.hasOwn(properties, name);
}

function hasField(schema: JsonSchema, name: string): boolean {
  const { propertyNames } = schema;
  const choices: unknown = isObject(propertyNames) ? propertyNames["enum"] : undefined;
  return hasProperty(schema, name) || (Array.isArray(choices) && choices.includes(name));
}
