import type { Id } from "../shared/shapes.ts";
import { toNumber } from "./pages.ts";

// Saved fields of courses and learning paths are returned in other types than those of the parameters.

function isId(value: unknown): value is Id {
  return typeof value === "number" || typeof value === "string";
}

/** The ids in a saved field, which may contain one or a list, as numbers. */
export function savedIds(value: unknown): readonly number[] {
  return [value ?? []]
    .flat()
    .filter(isId)
    .map(toNumber)
    .filter((id) => !Number.isNaN(id));
}

/** A saved number, or digits; null for anything else. */
export function savedNumber(value: unknown): number | null {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && !Number.isNaN(number) ? number : null;
}

/** A saved text, null for anything else. */
export function savedText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** A saved flag, null for anything else. */
export function savedFlag(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** The fields of a change; omitted ones are kept (not documented). */
export function given(changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
