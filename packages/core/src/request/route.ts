import type { HttpMethod } from "../declaration.ts";
import { ConfigurationError } from "../errors.ts";

/** A path, split into literal parts and variables: `/v1/users/{userId}` becomes `["/v1/users/", ""]` and `["userId"]`. */
export interface PathTemplate {
  /** The text before, between and after the variables; one more than there are variables. */
  readonly literals: readonly string[];
  /** The variables' names in order. */
  readonly variables: readonly string[];
}

/** Splits a declared path at its `{variables}`. */
export function parsePath(path: string): PathTemplate {
  const parts = path.split(/\{([^{}]*)\}/);
  return {
    literals: parts.filter((_, index) => index % 2 === 0),
    variables: parts.filter((_, index) => index % 2 === 1),
  };
}

const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

function isMethod(word: string): word is HttpMethod {
  return methods.has(word);
}

/** A path with a leading slash: no query, no fragment, no `.` or `..` segments, braces around names only. */
const routePath = /^(?!.*\/(\.|%2e){1,2}(\/|$))\/([^\s?#{}\\]|\{\w+\})*$/i;

/**
 * Parses a route from the option `routes`.
 *
 * @throws ConfigurationError when it is not `METHOD /path`.
 */
export function parseRoute(
  operation: string,
  route: string,
): { readonly method: HttpMethod; readonly path: string } {
  const [method = "", path = "", ...rest] = route.trim().split(/\s+/);
  const word = method.toUpperCase();
  if (!isMethod(word) || !routePath.test(path) || rest.length > 0) {
    throw new ConfigurationError(
      `routes["${operation}"] is ${JSON.stringify(route)}: expected a method and a path, such as "GET /orders/{id}".`,
    );
  }
  return { method: word, path };
}

/** Whether requests with this method only read. */
export function isReadMethod(method: HttpMethod): boolean {
  return method === "GET" || method === "HEAD";
}

/** Whether HTTP defines this method as idempotent. */
export function isIdempotentMethod(method: HttpMethod): boolean {
  return isReadMethod(method) || method === "PUT" || method === "DELETE";
}
