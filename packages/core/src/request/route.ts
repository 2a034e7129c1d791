import type { HttpMethod } from "../declaration.ts";
import { describe } from "../describe.ts";
import { ConfigurationError, type Issue } from "../errors.ts";

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

function issue(field: string, expected: string, value: unknown): Issue {
  const received = describe(value);
  return { field, expected, received, message: `${field}: expected ${expected}, got ${received}` };
}

/** Why a value cannot stand in a path, or nothing when it can: it must lead to exactly one segment. */
function pathValueIssue(field: string, value: unknown): Issue | undefined {
  if (typeof value === "number" ? Number.isFinite(value) : typeof value === "bigint") return undefined;
  if (typeof value !== "string") return issue(field, "a string or a number for the path", value);
  if (value === "") return issue(field, "a non-empty string for the path", value);
  if (value === "." || value === "..") {
    return { ...issue(field, "a value other than `.` and `..`, which mean another path", value) };
  }
  if (!value.isWellFormed()) return issue(field, "text without lone surrogates", value);
  return undefined;
}

/**
 * Writes values into a path template, percent-encoded.
 *
 * @param optional Variables that may be left out at the end of the path, with the slash before them.
 * @returns The path, or the issues that make it impossible.
 */
export function expandPath(
  template: PathTemplate,
  values: Readonly<Record<string, unknown>>,
  optional: readonly string[] = [],
): { readonly path: string } | { readonly issues: readonly Issue[] } {
  let path = template.literals[0] ?? "";
  const issues: Issue[] = [];
  for (const [index, name] of template.variables.entries()) {
    const value = values[name];
    if (value === undefined && optional.includes(name)) {
      path = path.replace(/\/$/, "");
    } else {
      const wrong = pathValueIssue(name, value);
      if (wrong === undefined) path += encodeURIComponent(String(value));
      else issues.push(wrong);
    }
    path += template.literals[index + 1] ?? "";
  }
  return issues.length > 0 ? { issues } : { path };
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
