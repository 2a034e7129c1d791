import { isObject } from "@kelaskit/core/vendor";
import type { References } from "./references.ts";
import { field, fieldsOf, listOf, mostNames } from "./values.ts";

/** More schemas of one body are not read: a body of so many parts is a mistake or an attack. */
const mostSchemas = 2000;

/**
 * The names of a body's outermost fields, each once. A shared or recursive schema is read once.
 *
 * @param where Names the body for an error.
 */
export function propertyNames(body: unknown, references: References, where: string): readonly string[] {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const open: unknown[] = [body, ...listItems(body, references, where)].toReversed();
  while (open.length > 0 && seen.size < mostSchemas && names.size < mostNames) {
    const schema = open.pop();
    if (!isObject(schema) || seen.has(schema)) continue;
    seen.add(schema);
    for (const [name] of fieldsOf(field(schema, "properties")).slice(0, mostNames)) names.add(name);
    const referred = references.follow(schema, where);
    const parts = ["allOf", "anyOf", "oneOf"].flatMap((name) =>
      listOf(field(schema, name)).slice(0, mostSchemas),
    );
    open.push(...parts.toReversed());
    // Fields next to a reference count as well.
    if (referred !== schema) open.push(referred);
  }
  return [...names].slice(0, mostNames);
}

/** A body may be a list of objects. */
function listItems(body: unknown, references: References, where: string): readonly unknown[] {
  const items = field(references.follow(body, where), "items");
  return items === undefined ? [] : [items];
}
