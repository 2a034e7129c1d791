import type { FieldEncoding } from "../declaration.ts";
import { describe } from "../describe.ts";
import type { ParamIssue } from "../errors.ts";

/** A name and a value as they stand in a query string or a form, not yet percent-encoded. */
export type Pair = readonly [name: string, value: string];

function isScalar(value: unknown): value is string | number | bigint | boolean {
  switch (typeof value) {
    case "string":
      return value.isWellFormed();
    case "number":
      return Number.isFinite(value);
    case "bigint":
    case "boolean":
      return true;
    default:
      return false;
  }
}

function cannotWrite(field: string, value: unknown, expected: string): ParamIssue {
  const received = describe(value);
  return { field, expected, received, message: `${field}: expected ${expected}, got ${received}` };
}

/** A value as JSON; nothing where JSON cannot say it: a function, a bigint, a circle. */
function jsonText(value: unknown): string | undefined {
  try {
    const text: string | undefined = JSON.stringify(value);
    return text;
  } catch {
    return undefined;
  }
}

/**
 * Writes parameters as the pairs of a query string or a form. `undefined` is left out; `null` and objects are refused,
 * since a query string has no way to say them, unless the field is encoded as JSON.
 */
export function toPairs(
  fields: Readonly<Record<string, unknown>>,
  encodings: Readonly<Record<string, FieldEncoding | undefined>>,
  issues: ParamIssue[],
): Pair[] {
  const pairs: Pair[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const encoding = encodings[name];
    if (!name.isWellFormed()) {
      issues.push(cannotWrite(name, name, "a name without lone surrogates"));
    } else if (encoding === "json") {
      const text = jsonText(value);
      if (text === undefined) issues.push(cannotWrite(name, value, "a value that JSON can say"));
      else pairs.push([name, text]);
    } else if (isScalar(value)) {
      pairs.push([name, String(value)]);
    } else if (Array.isArray(value) && value.every(isScalar)) {
      // A comma within an entry would make two of it; an empty list has no spelling but its absence.
      if (encoding === "comma" && value.some((entry) => String(entry).includes(","))) {
        issues.push(cannotWrite(name, value, "entries without commas"));
      } else if (encoding === "comma" && value.length > 0) pairs.push([name, value.join(",")]);
      else if (encoding === "comma") continue;
      else
        for (const entry of value) pairs.push([encoding === "brackets" ? `${name}[]` : name, String(entry)]);
    } else {
      issues.push(cannotWrite(name, value, "text, a finite number, a boolean, or a list of these"));
    }
  }
  return pairs;
}

/** Writes pairs as a query string without its question mark; empty when there is none. */
export function toQueryString(pairs: readonly Pair[]): string {
  let query = "";
  for (const [name, value] of pairs) {
    query += `${query === "" ? "" : "&"}${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  }
  return query;
}

/** A query string that may be printed: booleans and short numbers are shown, anything else is not, since it may be a
 * password or the number of a person. */
export function printableQuery(query: string): string {
  return query
    .split("&")
    .map((pair) => {
      const [name = "", value = ""] = pair.split("=", 2);
      return /^(-?\d{1,6}|true|false|)$/.test(value) ? pair : `${name}=…`;
    })
    .join("&");
}
