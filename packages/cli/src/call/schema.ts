import { type AnyDeclaration, isObject } from "@kelaskit/core/vendor";
import * as z from "#zod";

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  /** Whether a call without it is refused. */
  readonly required: boolean;
  /** Whether the client fills it in when the call leaves it out. */
  readonly hasDefault: boolean;
  readonly schema: JsonSchema;
}

/** Texts to try on a check that only code can do; the ones it accepts become examples. */
const texts: readonly string[] = ["2026-01-31 09:00:00", "2026-01-31", "text"];

/** The schema of a check that only code can do: a file if it accepts one, else a text. */
function codeSchema(type: z.core.$ZodType): JsonSchema {
  const accepts = (value: unknown): boolean => z.safeParse(type, value).success;
  if (accepts(new Blob())) return { contentMediaType: "application/octet-stream" };
  return { type: "string", examples: texts.filter(accepts) };
}

/** Schemas that were built before. */
const schemas = new WeakMap<() => unknown, z.ZodType>();

/**
 * The schema that a declaration has for its parameters or its reply. Declarations type it by one of its properties only, because
 * comparing whole types of schemas costs too much; all are made with zod.
 */
export function schemaOf(declared: () => unknown): z.ZodType {
  const schema = schemas.get(declared) ?? (declared() as z.ZodType);
  schemas.set(declared, schema);
  return schema;
}

/** A schema with each reference replaced by its definition; a definition that contains itself stays a reference inside. */
function withDefinitions(schema: JsonSchema, definitions: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_key, part: unknown) => {
    const reference = isObject(part) ? part["$ref"] : undefined;
    return typeof reference === "string" ? definitions[reference.replace("#/$defs/", "")] : part;
  }) as JsonSchema;
}

/** Parameters that were read before: it takes a fraction of a millisecond for each of hundreds of operations. */
const known = new WeakMap<AnyDeclaration, readonly Parameter[]>();

/**
 * The parameters of an operation, required ones first, from the schema that the client checks them with. The packages'
 * OpenAPI documents do not serve here: they describe what goes over the wire, and exist only after a build.
 */
export function parametersOf(declaration: AnyDeclaration): readonly Parameter[] {
  const parameters = known.get(declaration) ?? readParameters(declaration);
  known.set(declaration, parameters);
  return parameters;
}

function readParameters({ params, clientParams = [] }: AnyDeclaration): readonly Parameter[] {
  if (params === undefined) return [];
  const { $defs = {}, ...schema } = z.toJSONSchema(schemaOf(params), {
    io: "input",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema._zod.def.type === "custom") Object.assign(jsonSchema, codeSchema(zodSchema));
      // The bounds of JavaScript's integers are not the vendor's.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const { properties, required = [] } = withDefinitions(schema, $defs);
  if (!isObject(properties) || !Array.isArray(required)) return [];
  return Object.entries(properties)
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

/** The parameters that are secrets: the ones declared as secret, and all of a token request. */
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
 * Whether the client would send these parameters, by the operation's schema and its rules. Parameters that the client
 * fills in and files count as given.
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

/** Whether a parameter is a file, which cannot be written as JSON. */
export function isFile({ schema }: Parameter): boolean {
  return schema["contentMediaType"] === "application/octet-stream";
}

function choicesOf(schema: JsonSchema): readonly JsonSchema[] {
  const choices: unknown = schema["anyOf"] ?? schema["oneOf"];
  return Array.isArray(choices) ? choices.filter(isObject) : [];
}

/** The type of a parameter in a few words: `list of string`, `"a" or "b"`, `integer from 1 to 100`. */
export function typeWords(schema: JsonSchema): string {
  if (schema["contentMediaType"] !== undefined) return "file (use --file)";
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
