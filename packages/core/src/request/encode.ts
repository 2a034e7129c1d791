import type { FieldEncoding, RequestBody } from "../declaration.ts";
import { describe } from "../describe.ts";
import type { Issue } from "../errors.ts";

/** A name and a value in a query string or a form, not yet percent-encoded. */
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

function cannotWrite(field: string, value: unknown, expected: string): Issue {
  const received = describe(value);
  return { field, expected, received, message: `${field}: expected ${expected}, got ${received}` };
}

/** A value as JSON; `undefined` if it is not serializable: a function, a bigint, a circular structure. */
function jsonText(value: unknown): string | undefined {
  try {
    const text: string | undefined = JSON.stringify(value);
    return text;
  } catch (error) {
    if (!isJsonLimit(error)) throw error;
    return undefined;
  }
}

/**
 * Writes parameters as the pairs of a query string or a form. `undefined` is omitted; `null` and objects are rejected,
 * because a query string cannot represent them, unless the field is encoded as JSON.
 */
export function toPairs(
  fields: Readonly<Record<string, unknown>>,
  encodings: Readonly<Record<string, FieldEncoding | undefined>>,
  issues: Issue[],
): Pair[] {
  const pairs: Pair[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const encoding = encodings[name];
    if (!name.isWellFormed()) {
      issues.push(cannotWrite(name, name, "a name without lone surrogates"));
    } else if (encoding === "json") {
      const text = jsonText(value);
      if (text === undefined) issues.push(cannotWrite(name, value, "a JSON-serializable value"));
      else pairs.push([name, text]);
    } else if (isScalar(value)) {
      pairs.push([name, String(value)]);
    } else if (Array.isArray(value) && value.every(isScalar)) {
      // A comma within an entry would split it; an empty list can only be written by omitting it.
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

/** A query string that is safe to log: booleans and short numbers are shown; anything else may be a password or personal data. */
export function printableQuery(query: string): string {
  return query
    .split("&")
    .map((pair) => {
      const [name = "", value = ""] = pair.split("=", 2);
      return /^(-?\d{1,6}|true|false|)$/.test(value) ? pair : `${name}=…`;
    })
    .join("&");
}

/** An encoded body, with its media type if fetch does not set it. */
export interface EncodedBody {
  /** The body; the same for every attempt. */
  readonly body: RequestBody;
  /** The `content-type`; `undefined` for a multipart body, for which the platform sets it with the boundary. */
  readonly contentType: string | undefined;
}

/** Whether an error is `JSON.stringify`'s own about a value that is not serializable, in any engine's wording. */
function isJsonLimit(error: unknown): boolean {
  return error instanceof TypeError && /circular|cyclic|bigint/i.test(error.message);
}

function toJson(
  fields: Readonly<Record<string, unknown>>,
  encodings: Readonly<Record<string, FieldEncoding | undefined>>,
  issues: Issue[],
): string {
  // Copied outside of `try`: an error thrown by a getter is not about JSON.
  const whole: Record<string, unknown> = { ...fields };
  try {
    for (const [name, encoding] of Object.entries(encodings)) {
      const value = whole[name];
      // Some vendors expect JSON inside JSON, such as a list written as a string. Null stays null.
      if (encoding === "json" && value !== undefined && value !== null) whole[name] = JSON.stringify(value);
    }
    return JSON.stringify(whole);
  } catch (error) {
    // A circular structure or a bigint. The platform's message names the place, not the values; the message of a caller's
    // `toJSON` may contain anything.
    if (!isJsonLimit(error)) throw error;
    const expected = "JSON-serializable values";
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : describe(error);
    issues.push({
      field: "(body)",
      expected,
      received: reason,
      message: `(body): expected ${expected}: ${reason}`,
    });
    return "";
  }
}

/** Writes the body of a request; what cannot be written is added to `issues`. */
export function encodeBody(
  fields: Readonly<Record<string, unknown>>,
  bodyType: "json" | "form" | "multipart",
  encodings: Readonly<Record<string, FieldEncoding | undefined>>,
  issues: Issue[],
): EncodedBody | Promise<EncodedBody> {
  switch (bodyType) {
    case "json":
      return { body: toJson(fields, encodings, issues), contentType: "application/json" };
    case "form":
      return {
        body: new URLSearchParams(
          toPairs(fields, encodings, issues).map(([name, value]) => [name, value]),
        ).toString(),
        contentType: "application/x-www-form-urlencoded",
      };
    case "multipart":
      return import("./multipart.ts").then(async ({ toMultipart }) => ({
        body: await toMultipart(fields, (texts) => toPairs(texts, encodings, issues)),
        contentType: undefined,
      }));
  }
}
