import type { FieldProblem } from "./errors.ts";
import { isObject } from "./json-object.ts";

/**
 * The text of a vendor's error: a string, a number, a list of these, or an object with a `message` or an
 * `error`, nested up to eight deep. `undefined` if there is no text.
 */
export function problemText(value: unknown, depth = 8): string | undefined {
  if (depth === 0) return undefined;
  if (Array.isArray(value))
    return value.flatMap((entry) => problemText(entry, depth - 1) ?? []).join("; ") || undefined;
  if (isObject(value)) return problemText(value["message"] ?? value["error"], depth - 1);
  return typeof value === "string" || typeof value === "number"
    ? String(value).trim() || undefined
    : undefined;
}

/** The fields that a vendor found wrong, from an object of texts by field or a list of `{ field, message }`. */
export function problemFields(value: unknown): readonly FieldProblem[] {
  const entries = Array.isArray(value)
    ? value.filter(isObject).map((entry) => [entry["field"], entry])
    : Object.entries(isObject(value) ? value : {});
  return entries.flatMap(([field, about]) =>
    typeof field === "string" ? [{ field, message: problemText(about) ?? "" }] : [],
  );
}
