import { type AnyDeclaration, isObject } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { type JsonSchema, schemaOf, typeWords } from "../call/schema.ts";

/** A field of a reply. */
export interface ReplyField {
  /** Where it is, such as `products[].price`. */
  readonly field: string;
  readonly type: string;
  /** Whether the vendor may leave it out or send null. */
  readonly mayBeMissing: boolean;
}

/** The fields of a reply, as far as they fit. */
export interface ReplyFields {
  readonly fields: readonly ReplyField[];
  /** How many further fields there are. */
  readonly more: number;
}

/** Deeper fields are seldom what a caller looks for, and some schemas contain themselves. */
const deepest = 4;
const mostFields = 60;

function choicesOf(schema: JsonSchema): readonly JsonSchema[] {
  const choices: unknown = schema["anyOf"] ?? schema["oneOf"];
  return Array.isArray(choices) ? choices.filter(isObject) : [schema];
}

class FieldReader {
  readonly fields: ReplyField[] = [];
  readonly #definitions: JsonSchema;

  constructor(definitions: JsonSchema) {
    this.#definitions = definitions;
  }

  /** A schema's alternatives, with references replaced. */
  #alternatives(schema: JsonSchema): readonly JsonSchema[] {
    return choicesOf(schema).flatMap((choice) => {
      const reference = choice["$ref"];
      const found =
        typeof reference === "string" ? this.#definitions[reference.replace("#/$defs/", "")] : choice;
      if (!isObject(found)) return [];
      return found === choice ? [choice] : this.#alternatives(found);
    });
  }

  read(schema: JsonSchema, place: string, depth: number): void {
    for (const alternative of this.#alternatives(schema)) {
      const { properties, items, required } = alternative;
      if (isObject(items)) this.read(items, `${place}[]`, depth);
      if (!isObject(properties) || depth === deepest) continue;
      const present: readonly unknown[] = Array.isArray(required) ? required : [];
      for (const [name, property] of Object.entries(properties)) {
        if (isObject(property)) this.#add(property, place, name, present.includes(name), depth);
      }
    }
  }

  #add(property: JsonSchema, place: string, name: string, isRequired: boolean, depth: number): void {
    const field = place === "" ? name : `${place}.${name}`;
    const alternatives = this.#alternatives(property);
    const isNullable = alternatives.some(({ type }) => type === "null");
    const types = alternatives.filter(({ type }) => type !== "null").map(typeWords);
    this.fields.push({
      field,
      type: [...new Set(types)].join(" or ") || "anything",
      mayBeMissing: !isRequired || isNullable,
    });
    this.read(property, field, depth + 1);
  }
}

/** The fields that a declaration has for its reply; none if the vendor documents none. */
export function replyFields({ response, media }: AnyDeclaration): ReplyFields {
  if (media === "binary") return { fields: [], more: 0 };
  const { $defs, ...schema }: JsonSchema = z.toJSONSchema(schemaOf(response), {
    io: "input",
    unrepresentable: "any",
    override({ jsonSchema }) {
      // The bounds of JavaScript's integers are not the vendor's.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const reader = new FieldReader(isObject($defs) ? $defs : {});
  reader.read(schema, "", 0);
  return {
    fields: reader.fields.slice(0, mostFields),
    more: Math.max(0, reader.fields.length - mostFields),
  };
}
