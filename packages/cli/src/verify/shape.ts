import { isObject } from "@kelaskit/core/vendor";

/** How deep a shape is written, how many of its lines, and how many entries of a list are compared. */
const deepest = 8;
const mostLines = 200;
const entriesOfList = 20;

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

function add(value: unknown, path: string, depth: number, lines: Map<string, Set<string>>): void {
  if (depth > deepest || lines.size >= mostLines) return;
  if (path !== "") lines.set(path, (lines.get(path) ?? new Set()).add(typeOf(value)));
  if (Array.isArray(value)) {
    for (const entry of value.slice(0, entriesOfList)) add(entry, `${path}[]`, depth + 1, lines);
  } else if (isObject(value)) {
    for (const [key, entry] of Object.entries(value))
      add(entry, path === "" ? key : `${path}.${key}`, depth + 1, lines);
  }
}

/** The fields of a value with their types, and no value: `{ "error.message": "string" }`. */
export function shapeOf(value: unknown): Readonly<Record<string, string>> {
  const lines = new Map<string, Set<string>>();
  add(value, "", 0, lines);
  return Object.fromEntries([...lines].map(([path, types]) => [path, [...types].toSorted().join(" or ")]));
}
