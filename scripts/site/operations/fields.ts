// The fields of parameters and replies, from their schemas and the comments of their interfaces.
import { isObject } from "@kelaskit/core/vendor";
import type ts from "typescript";
import { describe, type JsonSchema, propertiesOf, toJsonSchema } from "../../openapi/schemas.ts";
import type { SourceDocs } from "../../openapi/source-docs.ts";

/** A field of an object, with the fields of what it contains. */
export interface Field {
  readonly name: string;
  /** In words: `list of string`. */
  readonly type: string;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly text: string | undefined;
  readonly fields: readonly Field[];
}

/** Deeper fields are left to the types: a page must stay readable. */
const deepest = 4;

/** The fields of what a schema describes; none if it is not an object. */
export function fieldsOf(
  thunk: () => unknown,
  name: string,
  type: ts.Type | undefined,
  sources: SourceDocs,
): readonly Field[] {
  const components: Record<string, JsonSchema> = {};
  const schema = toJsonSchema(thunk, name, components);
  for (const part of Object.values(components)) describe(part, type, sources);
  describe(schema, type, sources);
  return fieldsIn(schema, components, deepest, new Set());
}

function fieldsIn(
  schema: JsonSchema,
  components: Readonly<Record<string, JsonSchema>>,
  depth: number,
  open: ReadonlySet<JsonSchema>,
): readonly Field[] {
  // A part that contains itself is shown once.
  if (depth === 0 || open.has(schema)) return [];
  const inside = new Set([...open, schema]);
  const { properties, required } = propertiesOf(schema);
  return Object.entries(properties).map(([name, property]): Field => {
    const choices = choicesOf(property, components);
    const values = choices.filter((choice) => choice.type !== "null");
    const { description } = property;
    return {
      name,
      type: typeText(values, components),
      required: required.includes(name),
      nullable: values.length < choices.length,
      text: typeof description === "string" ? description : undefined,
      fields: values.flatMap((choice) =>
        fieldsIn(entryOf(choice, components), components, depth - 1, inside),
      ),
    };
  });
}

/** What a schema stands for, with references followed and choices listed. */
function choicesOf(
  schema: JsonSchema,
  components: Readonly<Record<string, JsonSchema>>,
): readonly JsonSchema[] {
  const { $ref: reference, anyOf, oneOf } = schema;
  if (typeof reference === "string") {
    const target = components[reference.replace("#/components/schemas/", "")];
    return target === undefined ? [] : choicesOf(target, components);
  }
  const choices: unknown = anyOf ?? oneOf;
  if (!Array.isArray(choices)) return [schema];
  return choices.filter(isObject).flatMap((choice) => choicesOf({ ...choice }, components));
}

/** The entries of a list, or the schema itself. */
function entryOf(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): JsonSchema {
  if (!isObject(schema.items)) return schema;
  return choicesOf({ ...schema.items }, components).find(({ type }) => type !== "null") ?? {};
}

function typeText(choices: readonly JsonSchema[], components: Readonly<Record<string, JsonSchema>>): string {
  const words = [...new Set(choices.map((choice) => oneType(choice, components)))];
  return words.length === 0 ? "null" : words.join(" or ");
}

function oneType(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): string {
  if (schema.contentMediaType === "application/octet-stream") return "file";
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  const { type, format, items } = schema;
  if (type === "array") {
    const entries = isObject(items) ? choicesOf({ ...items }, components) : [];
    return `list of ${entries.length === 0 ? "anything" : typeText(entries, components)}`;
  }
  if (typeof type !== "string") return "anything";
  return [type, typeof format === "string" ? `(${format})` : "", ...bounds(schema)]
    .filter((word) => word !== "")
    .join(" ");
}

const boundWords = {
  minimum: "at least",
  exclusiveMinimum: "more than",
  maximum: "at most",
  maxLength: "of at most",
} as const;

function bounds(schema: JsonSchema): readonly string[] {
  return Object.entries(boundWords).flatMap(([name, words]) =>
    typeof schema[name] === "number"
      ? [`${words} ${schema[name]}${name === "maxLength" ? " characters" : ""}`]
      : [],
  );
}
