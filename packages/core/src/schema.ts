import * as z from "#zod";
import type { SchemaThunk } from "./declaration.ts";

/** An issue of zod or zod/mini: the part that both have in common. */
export type SchemaIssue = z.core.$ZodIssue;

const built = new WeakMap<SchemaThunk<unknown>, z.core.$ZodType>();

/** The schema of a thunk, built when it is first needed and kept: zod compiles each schema once. */
export function schemaOf(thunk: SchemaThunk<unknown>): z.core.$ZodType {
  let schema = built.get(thunk);
  if (schema === undefined) {
    // `SchemaFor` exposes one property of a schema to keep type-checking cheap; at run time it is the whole schema.
    schema = thunk() as z.core.$ZodType;
    built.set(thunk, schema);
  }
  return schema;
}

/** Checks a value and returns its issues, none if it matches. Never changes the value. */
export function schemaIssues(thunk: SchemaThunk<unknown>, value: unknown): readonly SchemaIssue[] {
  const result = z.safeParse(schemaOf(thunk), value);
  return result.success ? [] : result.error.issues;
}
