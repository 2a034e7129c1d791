import { isObject } from "@kelaskit/core/vendor";

/** An own field of the object: a document's `__proto__` or `constructor` is a field like any other. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The fields of an object with their names; none for other values. */
export function fieldsOf(value: unknown): (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The items of a list; none for other values. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A text without the space around it, or nothing. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text === "" ? undefined : text;
}

/** More names of parameters, tags and the like say nothing more about a route. */
export const mostNames = 1000;

/** The longest path that a route can have, in characters. */
export const longestPath = 2000;

/** A text cut to the length of a name, to keep errors and reports short. */
export function clipped(text: string, longest = 200): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
