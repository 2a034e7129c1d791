// Building the schemas of all resources takes longer than reading a recording, so the build replaces this module with the
// value that it exports.
import { type AnyDeclaration, isObject } from "@kelaskit/core/vendor";
import * as z from "#zod";
import * as academy from "../index.ts";
import samples from "../mock/samples.json" with { type: "json" };
import { shapeOf } from "./traffic/shape.ts";

/** What traffic shows of an operation: the parameters it sends, and the keys of its reply. */
export interface OperationShape {
  readonly name: string;
  /** The parameters that a call must have, other than those that the client adds. */
  readonly required: readonly string[];
  /** Parameters that the client sends in the query, or in the body, whatever the method is. */
  readonly inQuery: readonly string[];
  readonly inBody: readonly string[];
  readonly binary: boolean;
  /** Whether the reply is a list, an object, or not declared. */
  readonly kind: "list" | "object" | "any";
  /** The paths of the reply's declared keys, such as `records[].id`; `meta.*` where the keys below are not declared. */
  readonly keys: readonly string[];
  /** Those of the keys that the vendor's sample has. */
  readonly sampled: readonly string[];
  /** The values of a fixed list of choices, if the sample is one. */
  readonly choices: readonly string[];
}

const replies: Readonly<Record<string, unknown>> = samples;
const deepest = 7;

function isDeclared(member: unknown): member is { readonly declaration: AnyDeclaration } {
  return typeof member === "function" && "declaration" in member;
}

/** A schema of this package, as JSON Schema. */
function jsonSchema(schema: unknown): Readonly<Record<string, unknown>> {
  // Core's type of a schema has only zod's marker, and every schema here is one of zod's.
  return schema === undefined ? {} : z.toJSONSchema(schema as z.core.$ZodType, { unrepresentable: "any" });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Collects the paths of the keys that a JSON Schema declares. */
function collectKeys(schema: unknown, at: string, keys: Set<string>, depth: number): void {
  if (!isObject(schema) || depth > deepest) return;
  const parts = ["anyOf", "oneOf", "allOf"].flatMap((name) => listOf(schema[name]));
  for (const part of parts) collectKeys(part, at, keys, depth);
  if (schema["items"] !== undefined) {
    keys.add(`${at}[]`);
    collectKeys(schema["items"], `${at}[]`, keys, depth + 1);
  }
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  for (const [name, below] of Object.entries(properties)) {
    const path = at === "" ? name : `${at}.${name}`;
    keys.add(path);
    collectKeys(below, path, keys, depth + 1);
  }
  const isOpen = schema["type"] === "object" && Object.keys(properties).length === 0;
  const isUnknown = parts.length === 0 && schema["type"] === undefined && schema["enum"] === undefined;
  if (isOpen || (isUnknown && schema["const"] === undefined)) keys.add(`${at}.*`);
}

function kindOf(schema: Readonly<Record<string, unknown>>): OperationShape["kind"] {
  const types = new Set([schema, ...listOf(schema["anyOf"])].map((part) => isObject(part) && part["type"]));
  if (types.has("array")) return types.has("object") ? "any" : "list";
  return types.has("object") ? "object" : "any";
}

function shapeOfOperation({ declaration }: { readonly declaration: AnyDeclaration }): OperationShape {
  const { name, params, clientParams = [], optional = [], response, media } = declaration;
  const reply = jsonSchema(response());
  const keys = new Set<string>();
  collectKeys(reply, "", keys, 0);
  const sample = shapeOf(replies[name] ?? null);
  const given = new Set([...clientParams, ...optional]);
  return {
    name,
    required: listOf(jsonSchema(params?.())["required"])
      .map(String)
      .filter((parameter) => !given.has(parameter)),
    inQuery: declaration.query ?? [],
    inBody: declaration.body ?? [],
    binary: media === "binary",
    kind: kindOf(reply),
    keys: [...keys],
    sampled: [...sample.keys],
    choices: [...sample.choices],
  };
}

/** The shapes of all operations. */
export const operationShapes: readonly OperationShape[] = Object.values(academy)
  .filter((resource) => typeof resource === "object")
  .flatMap((resource) => Object.values<unknown>(resource))
  .filter(isDeclared)
  .map(shapeOfOperation);
