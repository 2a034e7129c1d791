import { type AnyDeclaration, isObject } from "@kelaskit/core/vendor";
import { isAllowed, isFile, type JsonSchema, type Parameter, parametersOf, secretsOf } from "./schema.ts";

/** A text about which nothing is known. */
const anyText = "text";

const textsByName: readonly (readonly [RegExp, string])[] = [
  [/uuid/i, "00000000-0000-4000-8000-000000000001"],
  [/e-?mail/i, "learner@example.com"],
  [/url|link|website/i, "https://example.com/"],
  [/date|(_at|At)$/, "2026-01-31"],
  [/phone/i, "+12025550123"],
  [/first_?name/i, "Sam"],
  [/last_?name/i, "Example"],
  [/name|nome/i, "Sam Example"],
  [/title/i, "An example"],
  [/password|secret|token|otp/i, "…"],
  [/currency/i, "USD"],
];

const textsByFormat: Readonly<Record<string, string>> = {
  email: "learner@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000001",
  date: "2026-01-31",
  "date-time": "2026-01-31T09:00:00Z",
};

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function sampleText(name: string, { format, minLength, maxLength, examples }: JsonSchema): string {
  if (Array.isArray(examples) && typeof examples[0] === "string") return examples[0];
  const byFormat = typeof format === "string" ? textsByFormat[format] : undefined;
  if (byFormat !== undefined) return byFormat;
  const [, byName = /ids?$/i.test(name) ? "123" : anyText] =
    textsByName.find(([pattern]) => pattern.test(name)) ?? [];
  return byName.padEnd(number(minLength) ?? 0, "x").slice(0, number(maxLength) ?? byName.length + 100);
}

function sampleNumber({ minimum, exclusiveMinimum, maximum }: JsonSchema): number {
  const least = number(minimum) ?? (number(exclusiveMinimum) ?? 0) + 1;
  return Math.min(Math.max(least, 1), number(maximum) ?? Number.MAX_SAFE_INTEGER);
}

function sampleObject({ properties, required }: JsonSchema): Record<string, unknown> {
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  if (!isObject(properties)) return {};
  // An empty object shows nothing and is often refused: its first field is better.
  const wanted = names.length > 0 ? names : Object.keys(properties).slice(0, 1);
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      wanted.includes(name) && isObject(property) ? [[name, sampleOf(name, property)]] : [],
    ),
  );
}

/** Invents a value that a schema allows. */
export function sampleOf(name: string, schema: JsonSchema): unknown {
  if ("const" in schema) return schema["const"];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  const choices: unknown = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) {
    const choice: unknown = choices.find((one) => isObject(one) && one["type"] !== "null");
    return isObject(choice) ? sampleOf(name, choice) : null;
  }
  switch (schema["type"]) {
    case "string":
      return sampleText(name, schema);
    case "number":
    case "integer":
      return sampleNumber(schema);
    case "boolean":
      return true;
    case "array": {
      const items = isObject(schema["items"]) ? schema["items"] : {};
      const count = Math.max(number(schema["minItems"]) ?? 1, 1);
      return Array.from({ length: count }, () => sampleOf(name, items));
    }
    case "object":
      return sampleObject(schema);
    default:
      return anyText;
  }
}

/** Replaces meaningless texts with an e-mail address, which a rule may require. */
function withAddress(sample: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(sample).map(([name, value]) => [name, value === anyText ? "learner@example.com" : value]),
  );
}

/**
 * Invents values for the required parameters, except files. If the operation's rules require more, it adds as few
 * optional parameters as possible.
 */
export function sampleParameters(declaration: AnyDeclaration): Readonly<Record<string, unknown>> {
  const parameters = parametersOf(declaration).filter((parameter) => !isFile(parameter));
  const sampleWith = (more: readonly Parameter[]): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.required || more.includes(parameter))
        .map(({ name, schema }) => [name, sampleOf(name, schema)]),
    );
  const optional = parameters.filter(({ required }) => !required);
  const tries = [[], ...optional.map((parameter) => [parameter]), optional].map(sampleWith);
  return (
    [...tries, ...tries.map(withAddress)].find((sample) => isAllowed(declaration, sample)) ?? sampleWith([])
  );
}

/** Quotes a text as one word for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Writes an example of a call. If a parameter is a secret, the JSON comes from standard input. */
export function exampleCall(vendor: string, declaration: AnyDeclaration): string {
  const sample = sampleParameters(declaration);
  const secrets = secretsOf(declaration);
  const files = parametersOf(declaration)
    .filter(isFile)
    .map(({ name }) => ` --file ${name}=lesson.zip`)
    .join("");
  const command = `kelaskit call ${vendor} ${declaration.name}${files}`;
  if (Object.keys(sample).length === 0) return command;
  const json = JSON.stringify(sample);
  return Object.keys(sample).some((name) => secrets.includes(name))
    ? `${command} --json - < parameters.json   # a file with ${json}`
    : `${command} --json ${quoted(json)}`;
}
