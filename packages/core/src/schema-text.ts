import type * as z from "#zod";
import type { SchemaThunk } from "./declaration.ts";
import { typeName } from "./describe.ts";
import { schemaOf, type SchemaIssue } from "./schema.ts";

/** The names of an object schema's fields, for suggestions; none for other schemas. */
export function fieldNames(thunk: SchemaThunk<unknown>): readonly string[] {
  const { def } = schemaOf(thunk)._zod;
  return "shape" in def && typeof def.shape === "object" && def.shape !== null ? Object.keys(def.shape) : [];
}

/** Writes a path of names and positions, such as `productIds[0].id`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? String(step) : `.${String(step)}`;
  }
  return text;
}

/** The value at a path; `undefined` if the path ends early. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
  nan: "a number",
  bigint: "a big integer",
  date: "a Date",
  undefined: "nothing",
  never: "nothing",
  nonoptional: "a value",
  file: "a File",
};

const formatNames: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  url: "a URL",
  uuid: "a UUID",
  guid: "a UUID",
  datetime: "a date and time in ISO 8601",
  date: "a date in the form YYYY-MM-DD",
  safeint: "a whole number",
};

function boundText(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const [bound, relation] =
    issue.code === "too_big"
      ? [issue.maximum, issue.inclusive === false ? "less than" : "at most"]
      : [issue.minimum, issue.inclusive === false ? "more than" : "at least"];
  const amount = String(bound);
  switch (issue.origin) {
    case "string":
      return bound === 1 && relation === "at least"
        ? "a non-empty string"
        : `${relation} ${amount} characters`;
    case "array":
    case "set":
      return `${relation} ${amount} ${amount === "1" ? "entry" : "entries"}`;
    default:
      return `${relation} ${amount}`;
  }
}

/** What a schema expected, in our own words: zod and zod/mini have the same issue codes but different messages. */
export function expectedText(issue: SchemaIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? issue.expected;
    case "invalid_value":
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "invalid_format":
      return formatNames[issue.format] ?? `the format ${issue.pattern ?? issue.format}`;
    case "too_big":
    case "too_small":
      return boundText(issue);
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    case "invalid_union": {
      const choices = new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).map(expectedText)));
      return [...choices].join(" or ") || "one of several shapes";
    }
    case "unrecognized_keys":
      return "known fields only";
    case "invalid_key":
      return "another key";
    case "invalid_element":
      return "another entry";
    case "custom":
      return issue.message;
  }
}

/** The type that was received, for a drift report. */
export function receivedType(root: unknown, issue: SchemaIssue): string {
  return typeName(valueAt(root, issue.path));
}
