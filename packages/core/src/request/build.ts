import type { AnyDeclaration, HttpMethod } from "../declaration.ts";
import { InvalidParamsError, type ParamIssue } from "../errors.ts";
import { type EncodedBody, encodeBody } from "./body.ts";
import { toPairs, toQueryString } from "./encode.ts";
import { paramIssues } from "./params.ts";
import { expandPath } from "./path.ts";
import { isReadMethod, type PreparedOperation } from "./prepare.ts";

/** A request without its base URL and credential: what every try of a call sends. */
export interface BuiltRequest {
  readonly method: HttpMethod;
  /** The path, percent-encoded, without the query. */
  readonly path: string;
  /** The query without its question mark; empty when there is none. */
  readonly query: string;
  /** The body with its media type. */
  readonly encoded: EncodedBody | undefined;
}

/** Parameters whose route was overridden may be missing from the new path or the other way round: say it before sending. */
function missingVariables(
  prepared: PreparedOperation,
  params: Readonly<Record<string, unknown>>,
): ParamIssue[] {
  return prepared.template.variables
    .filter((name) => params[name] === undefined && !isOptional(prepared.declaration, name))
    .map((name) => ({
      field: name,
      expected: "a value for the path",
      received: "nothing",
      message: `${name}: required by the path ${prepared.path}`,
    }));
}

function isOptional(declaration: AnyDeclaration, name: string): boolean {
  return declaration.optional?.includes(name) === true;
}

/**
 * Checks the parameters of a call and writes its request.
 *
 * @param extra Parameters that the declaration does not know; they are placed by the same rules, unchecked.
 * @throws InvalidParamsError naming every wrong field.
 */
export function buildRequest(
  vendor: string,
  prepared: PreparedOperation,
  params: object,
  extra: Readonly<Record<string, unknown>> | undefined,
): BuiltRequest | Promise<BuiltRequest> {
  const { declaration, method } = prepared;
  const refuse = (issues: readonly ParamIssue[]): void => {
    if (issues.length > 0) throw new InvalidParamsError(vendor, declaration.name, issues);
  };
  refuse(paramIssues(declaration, params));

  const values: Readonly<Record<string, unknown>> = { ...params, ...extra };
  refuse(missingVariables(prepared, values));
  const query: Record<string, unknown> = {};
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const place = prepared.place(name);
    if (value === undefined || place === "path") continue;
    (place === "query" ? query : body)[name] = value;
  }

  const expanded = expandPath(prepared.template, values, declaration.optional);
  if ("issues" in expanded) throw new InvalidParamsError(vendor, declaration.name, expanded.issues);
  const { path } = expanded;
  const issues: ParamIssue[] = [];
  const encodings = declaration.encode ?? {};
  const queryString = toQueryString(toPairs(query, encodings, issues));
  const done = (encoded: EncodedBody | undefined): BuiltRequest => {
    refuse(issues);
    return { method, path, query: queryString, encoded };
  };
  if (Object.keys(body).length === 0) return done(undefined);
  if (isReadMethod(method)) {
    // fetch forbids a body on GET; sending it in the query instead would be a guess.
    const [field = ""] = Object.keys(body);
    refuse([
      {
        field,
        expected: "a route whose method has a body",
        received: method,
        message: `${field}: goes into the body, and fetch cannot send one with ${method}; override the route with another method`,
      },
    ]);
  }
  const encoded = encodeBody(body, prepared.bodyType, encodings, issues);
  return encoded instanceof Promise ? encoded.then(done) : done(encoded);
}
