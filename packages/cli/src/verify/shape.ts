import { isObject, typeName } from "@kelaskit/core/vendor";

/** How deep a shape is written, how many of its lines, and how many entries of a list are compared. */
const deepest = 20;
const mostLines = 2000;
const entriesOfList = 20;

class TooLarge extends Error {}

function add(value: unknown, path: string, depth: number, lines: Map<string, Set<string>>): void {
  if (depth > deepest || lines.size > mostLines) throw new TooLarge();
  if (path !== "") lines.set(path, (lines.get(path) ?? new Set()).add(typeName(value)));
  if (Array.isArray(value)) {
    for (const entry of value.slice(0, entriesOfList)) add(entry, `${path}[]`, depth + 1, lines);
  } else if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) {
      // All names that are data are one line.
      const name = key.replace(/^\*\d+$/, "*");
      add(entry, path === "" ? name : `${path}.${name}`, depth + 1, lines);
    }
  }
}

/**
 * The fields of a value with their types, and no value: `{ "error.message": "string" }`. Undefined if there are more than anyone
 * reads: a part would look as if the rest were missing.
 */
export function shapeOf(value: unknown): Readonly<Record<string, string>> | undefined {
  const lines = new Map<string, Set<string>>();
  try {
    add(value, "", 0, lines);
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
  return Object.fromEntries([...lines].map(([path, types]) => [path, [...types].toSorted().join(" or ")]));
}
