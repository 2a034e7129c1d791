import { ConfigurationError } from "../errors.ts";
import type { AnyDeclaration, Evidence, HttpMethod } from "../declaration.ts";
import { parsePath, type PathTemplate } from "./path.ts";

/** Where one parameter of an operation goes. */
type Place = "path" | "query" | "body";

type BodyType = NonNullable<AnyDeclaration["bodyType"]>;

/** A declaration made ready for one client: its route after overrides, and what may be repeated. Made once, used by every call. */
export interface PreparedOperation {
  readonly declaration: AnyDeclaration;
  readonly method: HttpMethod;
  /** The path as declared or overridden, with its variables in braces. */
  readonly path: string;
  readonly template: PathTemplate;
  /** The evidence; an override counts as documented. */
  readonly evidence: Evidence;
  /** How its body is written. */
  readonly bodyType: BodyType;
  /** A try that may have been carried out can be repeated. */
  readonly repeatable: boolean;
  /** Nothing at the vendor changes: for the policy on unverified routes and the words of errors. */
  readonly readOnly: boolean;
  /** Where a parameter goes. */
  place(name: string): Place;
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

/**
 * Makes a declaration ready for a client, with the client's route in place of the declared one where it has one, and
 * the vendor's way of writing bodies where the declaration has none of its own.
 */
export function prepare(
  declaration: AnyDeclaration,
  override: string | undefined,
  bodyType: BodyType,
): PreparedOperation {
  const route = override === undefined ? declaration : parseRoute(declaration.name, override);
  const { method, path } = route;
  const evidence = override === undefined ? declaration.evidence : "documented";
  const template = parsePath(path);
  const readOnly = declaration.safe ?? isReadMethod(method);
  const statedRepeatable =
    readOnly || declaration.idempotent === true || (isIdempotentMethod(method) && !isReadMethod(method));
  const variables = new Set(template.variables);
  const toQuery = new Set<string>(declaration.query);
  const toBody = new Set<string>(declaration.body);
  const byCustom = isReadMethod(method) ? "query" : "body";
  return {
    declaration,
    method,
    path,
    template,
    evidence,
    bodyType: declaration.bodyType ?? bodyType,
    // The method of a proposed write is our guess, so what HTTP promises of the method is a guess too.
    repeatable: (readOnly && isReadMethod(method)) || (evidence !== "proposed" && statedRepeatable),
    readOnly,
    place(name) {
      if (variables.has(name)) return "path";
      if (toQuery.has(name)) return "query";
      return toBody.has(name) ? "body" : byCustom;
    },
  };
}
