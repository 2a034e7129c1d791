import { type AnyDeclaration, isObject } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { type JsonSchema, schemaOf } from "../call/schema.ts";
import { DeclaredPlace } from "./declared-place.ts";

/** The names that the schema of a reply declares. */
export interface DeclaredKeys {
  /** Those of the reply itself; empty if it is not an object. */
  readonly top: readonly string[];
  /** What the reply is; undefined if the schema does not say, or accepts several. */
  readonly type: string | undefined;
  /** Those at any depth. */
  readonly all: ReadonlySet<string>;
  /** The reply as a place, from which one goes into it. */
  readonly place: DeclaredPlace;
}

function collect(schema: unknown, keys: Set<string>): void {
  if (Array.isArray(schema)) {
    for (const part of schema) collect(part, keys);
    return;
  }
  if (!isObject(schema)) return;
  for (const [name, part] of Object.entries(schema)) {
    if (name === "properties" && isObject(part)) for (const key of Object.keys(part)) keys.add(key);
    collect(part, keys);
  }
}

/** What was read before: it takes half a millisecond for each of hundreds of operations. */
const known = new WeakMap<AnyDeclaration, DeclaredKeys>();

/** Reads the names that an operation's declaration has for its reply. */
export function declaredKeys(declaration: AnyDeclaration): DeclaredKeys {
  const keys = known.get(declaration) ?? readKeys(declaration);
  known.set(declaration, keys);
  return keys;
}

function readKeys({ response }: AnyDeclaration): DeclaredKeys {
  const schema: JsonSchema = z.toJSONSchema(schemaOf(response), { io: "input", unrepresentable: "any" });
  const all = new Set<string>();
  collect(schema, all);
  const { properties, type, $defs } = schema;
  return {
    top: isObject(properties) ? Object.keys(properties) : [],
    type: typeof type === "string" ? type : undefined,
    all,
    place: new DeclaredPlace([schema], isObject($defs) ? $defs : {}),
  };
}
