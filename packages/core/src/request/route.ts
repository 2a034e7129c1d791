import type { HttpMethod } from "../declaration.ts";
import { ConfigurationError } from "../errors.ts";

/** A path cut into its literal parts and its variables: `/v1/users/{userId}` is `["/v1/users/", ""]` and `["userId"]`. */
export interface PathTemplate {
  /** The text before, between and after the variables; one more than there are variables. */
  readonly literals: readonly string[];
  /** The variables' names in order. */
  readonly variables: readonly string[];
}

/** Cuts a declared path at its `{variables}`. */
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

/** A path from its slash on: no query, no fragment, no `.` or `..` that leads elsewhere, braces around names only. */
const routePath = /^(?!.*\/(\.|%2e){1,2}(\/|$))\/([^\s?#{}\\]|\{\w+\})*$/i;

/**
 * Reads a route as users write it in the option `routes`.
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
      `routes["${operation}"] is ${JSON.stringify(route)}: expected a method and a path, as in "POST /v1/orders/{orderId}".`,
    );
  }
  return { method: word, path };
}

/** Whether a request of this method changes nothing. */
export function isReadMethod(method: HttpMethod): boolean {
  return method === "GET" || method === "HEAD";
}

/** Whether sending a request of this method twice has by HTTP's rules the effect of sending it once. */
export function isIdempotentMethod(method: HttpMethod): boolean {
  return isReadMethod(method) || method === "PUT" || method === "DELETE";
}
