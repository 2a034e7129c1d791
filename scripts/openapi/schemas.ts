import { isObject } from "@kelaskit/core/vendor";
import type ts from "typescript";
import * as z from "zod";
import type { SourceDocs } from "./source-docs.ts";

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 has it. */
export type JsonSchema = Record<string, unknown>;

/**
 * The JSON Schema of what a declaration's thunk returns.
 *
 * @param name The name of parts that refer to themselves.
 * @param components Receives such parts, because a `$ref` is resolved from the root of the whole document.
 */
export function toJsonSchema(
  thunk: () => unknown,
  name: string,
  components: Record<string, JsonSchema>,
): JsonSchema {
  const {
    $schema,
    $defs = {},
    ...schema
  } = z.toJSONSchema(thunk() as z.ZodType, {
    io: "input",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      // What is nothing but a check by code is a file, or a text of the vendor's own form.
      if (zodSchema._zod.def.type === "custom")
        Object.assign(
          jsonSchema,
          z.safeParse(zodSchema, new File([], "file")).success
            ? { contentMediaType: "application/octet-stream" }
            : { type: "string" },
        );
      // Replies may contain more fields, which is the default of JSON Schema too.
      if (isEmpty(jsonSchema.additionalProperties)) delete jsonSchema.additionalProperties;
      // The bounds of JavaScript's integers are not the vendor's.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const names = new Map(
    Object.keys($defs).map((key, index) => [`#/$defs/${key}`, `${name}.part${index + 1}`]),
  );
  for (const [key, definition] of Object.entries($defs)) {
    const component = names.get(`#/$defs/${key}`);
    if (component !== undefined) components[component] = withReferences(definition, names);
  }
  return withReferences(schema, names);
}

/** A copy of a schema whose references lead to the document's components. */
function withReferences(schema: object, names: ReadonlyMap<string, string>): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    const component = key === "$ref" && typeof value === "string" ? names.get(value) : undefined;
    return component === undefined ? value : `#/components/schemas/${component}`;
  }) as JsonSchema;
}

function isEmpty(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** Writes the comments of an interface into the schema of the same shape. */
export function describe(schema: JsonSchema, type: ts.Type | undefined, docs: SourceDocs): void {
  if (type === undefined) return;
  const { properties, items, anyOf, additionalProperties } = schema;
  if (isObject(properties)) {
    for (const [name, property] of Object.entries(properties)) {
      const field = docs.field(type, name);
      if (field === undefined || !isObject(property)) continue;
      if (field.text !== undefined) Object.assign(property, { description: field.text });
      describe(property, field.type, docs);
    }
  }
  const entries = docs.entries(type);
  if (isObject(items)) describe(items, entries, docs);
  if (isObject(additionalProperties)) describe(additionalProperties, entries, docs);
  // A field that may be null is a choice of two; the comments belong to the other one.
  if (Array.isArray(anyOf)) for (const choice of anyOf) if (isObject(choice)) describe(choice, type, docs);
}

/** The schemas of an object's properties, and which of them are required. */
export function propertiesOf(schema: JsonSchema): {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
} {
  const { properties = {}, required = [] } = schema;
  return {
    properties: properties as Readonly<Record<string, JsonSchema>>,
    required: required as readonly string[],
  };
}
