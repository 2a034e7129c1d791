import type { AnyDeclaration } from "@kelaskit/core/vendor";
import * as z from "#zod";

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  /** Whether a call without it is refused. */
  readonly required: boolean;
  /** Whether the client gives it when the call does not. */
  readonly hasDefault: boolean;
  readonly schema: JsonSchema;
}

/** What parameters are that only code can check: tried in turn. */
const valuesOfCode: readonly string[] = ["2026-01-31 09:00:00", "2026-01-31", "text"];

function codeSchema(type: z.core.$ZodType): JsonSchema {
  const accepts = (value: unknown): boolean => z.safeParse(type, value).success;
  if (accepts(new Blob())) return { contentMediaType: "application/octet-stream" };
  return { type: "string", examples: valuesOfCode.filter(accepts) };
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy of a schema in which no reference is left, but those of parts that hold themselves. */
function resolved(schema: unknown, definitions: JsonSchema, inside: readonly string[] = []): unknown {
  if (Array.isArray(schema)) return schema.map((part: unknown) => resolved(part, definitions, inside));
  if (!isObject(schema)) return schema;
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const name = reference.replace("#/$defs/", "");
    return inside.includes(name) ? {} : resolved(definitions[name] ?? {}, definitions, [...inside, name]);
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [key, resolved(part, definitions, inside)]),
  );
}

/** The schema of a declaration, which shows one property of it only: comparing whole types costs too much. All are made with zod. */
function schemaOf(params: NonNullable<AnyDeclaration["params"]>): z.ZodType {
  return params() as unknown as z.ZodType;
}

/** The parameters of an operation, from the schema by which the client checks them; required ones first. */
export function parametersOf({ params, clientParams = [] }: AnyDeclaration): readonly Parameter[] {
  if (params === undefined) return [];
  const whole = z.toJSONSchema(schemaOf(params), {
    io: "input",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema._zod.def.type === "custom") Object.assign(jsonSchema, codeSchema(zodSchema));
      // The bounds of JavaScript's whole numbers say nothing of the vendor's.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const schema = resolved(whole, whole.$defs ?? {});
  if (!isObject(schema) || !isObject(schema["properties"])) return [];
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  return Object.entries(schema["properties"])
    .map(([name, property]): Parameter => {
      const hasDefault = clientParams.includes(name);
      return {
        name,
        required: required.includes(name) && !hasDefault,
        hasDefault,
        schema: isObject(property) ? property : {},
      };
    })
    .toSorted((first, second) => Number(second.required) - Number(first.required));
}

/** The parameters that are secrets: those that are declared so, and all of a token request. */
export function secretsOf({
  tokenRequest,
  params,
  secretParams = [],
  ...declaration
}: AnyDeclaration): readonly string[] {
  if (tokenRequest !== true || params === undefined) return secretParams;
  return parametersOf({ ...declaration, params }).map(({ name }) => name);
}

/**
 * Whether the client would send these parameters. What the client gives itself and what are files counts as given, and
 * the operation's rules count too.
 */
export function isAllowed(declaration: AnyDeclaration, params: Readonly<Record<string, unknown>>): boolean {
  const { params: schema, clientParams = [] } = declaration;
  if (schema === undefined) return Object.keys(params).length === 0;
  const files = parametersOf(declaration).filter(isFile);
  const whole = { ...params, ...Object.fromEntries(files.map(({ name }) => [name, new Blob()])) };
  const { error } = z.safeParse(schemaOf(schema), whole);
  const wrong = (error?.issues ?? []).filter(({ path }) => !clientParams.includes(String(path[0])));
  return wrong.length === 0 && (declaration.rules?.(whole) ?? []).length === 0;
}

/** Whether a parameter is a file, which JSON cannot hold. */
export function isFile({ schema }: Parameter): boolean {
  return schema["contentMediaType"] === "application/octet-stream";
}

function choicesOf(schema: JsonSchema): readonly JsonSchema[] {
  const choices: unknown = schema["anyOf"] ?? schema["oneOf"];
  return Array.isArray(choices) ? choices.filter(isObject) : [];
}

/** The type of a parameter in a few words: `list of string`, `"a" or "b"`, `integer from 1 to 100`. */
export function typeWords(schema: JsonSchema): string {
  if (schema["contentMediaType"] !== undefined) return "file (give it with --file)";
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => JSON.stringify(value)).join(" or ");
  const choices = choicesOf(schema);
  if (choices.length > 0) return [...new Set(choices.map(typeWords))].join(" or ");
  const { type, format } = schema;
  if (type === "array") {
    return `list of ${isObject(schema["items"]) ? typeWords(schema["items"]) : "anything"}`;
  }
  if (typeof type !== "string") return "anything";
  return `${type}${typeof format === "string" ? ` (${format})` : ""}${boundWords(schema)}`;
}

function boundWords(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, maxLength } = schema;
  const from = typeof minimum === "number" ? ` from ${minimum}` : "";
  const above = typeof exclusiveMinimum === "number" ? ` above ${exclusiveMinimum}` : "";
  const to = typeof maximum === "number" ? ` to ${maximum}` : "";
  const length = typeof maxLength === "number" ? ` of at most ${maxLength} characters` : "";
  return `${from}${above}${to}${length}`;
}
