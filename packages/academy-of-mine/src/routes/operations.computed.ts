// Loading every resource and building its schemas takes longer than reading a portal's document, so the build
// replaces this module with the value that it exports.
import { type AnyDeclaration, isObject } from "@kelaskit/core/vendor";
import * as academy from "../index.ts";

/** What matching compares of an operation's declaration. */
export interface DeclaredOperation {
  readonly name: string;
  readonly method: AnyDeclaration["method"];
  readonly path: string;
  /** Whether it changes the portal's data. */
  readonly changes: boolean;
  readonly parameters: readonly string[];
}

function isDeclared(member: unknown): member is { readonly declaration: AnyDeclaration } {
  return typeof member === "function" && "declaration" in member;
}

function parameterNames(schema: unknown): readonly string[] {
  const shape: unknown = isObject(schema) ? schema["shape"] : undefined;
  return isObject(shape) ? Object.keys(shape) : [];
}

/** The declarations of all operations. */
export const operations: readonly DeclaredOperation[] = Object.values(academy)
  .filter((resource) => typeof resource === "object")
  .flatMap((resource) => Object.values<unknown>(resource))
  .filter(isDeclared)
  .map(({ declaration: { name, method, path, safe = method === "GET", media, params } }) => ({
    name,
    method,
    path,
    // A download is a POST where its choice of files is long.
    changes: !safe && media !== "binary",
    parameters: parameterNames(params?.()),
  }));
