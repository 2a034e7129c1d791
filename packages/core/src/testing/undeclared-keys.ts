import type * as z from "#zod";
import type { SchemaThunk } from "../declaration.ts";
import { isObject } from "../json-object.ts";
import { schemaOf } from "../schema.ts";

type Schema = z.core.$ZodType;

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && "_zod" in value;
}

/** The schema inside a wrapper; each kind of wrapper has another name for it. */
function inner(def: object): Schema | undefined {
  for (const name of ["innerType", "in", "element", "valueType"]) {
    const found: unknown = Reflect.get(def, name);
    if (isSchema(found)) return found;
  }
  return undefined;
}

function options(def: object): readonly Schema[] {
  const found: unknown = "options" in def ? def.options : [];
  return Array.isArray(found) ? found.filter(isSchema) : [];
}

function inObject(def: object, value: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  const shape: unknown = "shape" in def ? def.shape : {};
  return Object.entries(value).flatMap(([key, entry]) => {
    const field: unknown = isObject(shape) ? shape[key] : undefined;
    const place = path === "" ? key : `${path}.${key}`;
    return isSchema(field) ? undeclaredIn(field, entry, place) : [place];
  });
}

function undeclaredIn(schema: Schema, value: unknown, path: string): readonly string[] {
  const { def } = schema._zod;
  if (value === null || typeof value !== "object") return [];
  switch (def.type) {
    case "object":
      return isObject(value) ? inObject(def, value, path) : [];
    case "array":
    case "record": {
      const entry = inner(def);
      // A list in place of a map, or the other way round, is another type: validation finds that.
      if (Array.isArray(value) !== (def.type === "array")) return [];
      const [entries, place] = Array.isArray(value)
        ? [value, `${path}[]`]
        : [Object.values(value), path === "" ? "*" : `${path}.*`];
      return entry === undefined ? [] : entries.flatMap((one) => undeclaredIn(entry, one, place));
    }
    case "union": {
      // The branch that declares the most keys is the one that is meant.
      const branches = options(def).map((branch) => undeclaredIn(branch, value, path));
      return branches.toSorted((first, second) => first.length - second.length)[0] ?? [];
    }
    case "unknown":
    case "any":
      return Object.keys(value).length === 0 ? [] : [path === "" ? "(body)" : path];
    default: {
      const wrapped = inner(def);
      return wrapped === undefined ? [] : undeclaredIn(wrapped, value, path);
    }
  }
}

/**
 * Lists the keys of a sample that a schema does not declare, as paths such as `course.sections[].title`, each once. Loose
 * objects accept unknown keys, so validation does not find them.
 */
export function undeclaredKeys(schema: SchemaThunk<unknown>, sample: unknown): readonly string[] {
  return [...new Set(undeclaredIn(schemaOf(schema), sample, ""))];
}
