import type { AnyDeclaration } from "../declaration.ts";
import { describe } from "../describe.ts";
import type { Engine } from "../engine.ts";
import { ConfigurationError, InvalidParamsError, type Issue, KelasError } from "../errors.ts";
import { loadPart } from "../load-part.ts";
import { loadRecovery } from "../load-recovery.ts";
import type { CallOptions } from "../options.ts";
import type { DeclaredPlan, Plan } from "../plan.ts";
import { schemaIssues } from "../schema.ts";
import type { TransportRequest } from "../transport/transport.ts";
import { type EncodedBody, encodeBody, toPairs, toQueryString } from "./encode.ts";
import { checkedHeaders, type HeaderMap } from "./headers.ts";
import type { PathTemplate } from "./route.ts";

/** What every try of a call sends, but for its credential. */
export type CallRequest = Omit<TransportRequest, "signal">;

export type Fields = Readonly<Record<string, unknown>>;

/** The parts of a request before they are written. */
interface Parts {
  readonly path: string;
  readonly query: Fields;
  /** Without one no body is sent. */
  readonly body: Fields | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

function valueIssue(field: string, expected: string, value: unknown): Issue {
  const received = describe(value);
  return { field, expected, received, message: `${field}: expected ${expected}, got ${received}` };
}

/** Why a value cannot stand in a path, or nothing when it can: it must lead to exactly one segment. */
function pathValueIssue(field: string, value: unknown): Issue | undefined {
  if (typeof value === "number" ? Number.isFinite(value) : typeof value === "bigint") return undefined;
  if (typeof value !== "string") return valueIssue(field, "a string or a number for the path", value);
  if (value === "") return valueIssue(field, "a non-empty string for the path", value);
  if (value === "." || value === "..") {
    return { ...valueIssue(field, "a value other than `.` and `..`, which mean another path", value) };
  }
  if (!value.isWellFormed()) return valueIssue(field, "text without lone surrogates", value);
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

/**
 * The headers of a call: the client's, what its body is, and what the call adds.
 *
 * @throws ConfigurationError for a header that cannot be sent, and for the `content-type` of a multipart body: only the
 * platform knows the boundary between its parts.
 */
function callHeaders(
  client: HeaderMap,
  encoded: EncodedBody | undefined,
  call: HeaderMap | undefined,
): HeaderMap {
  const own = call === undefined ? undefined : checkedHeaders(call, "the call's headers");
  if (encoded === undefined) return own === undefined ? client : { ...client, ...own };
  const { contentType } = encoded;
  if (contentType !== undefined) return { ...client, "content-type": contentType, ...own };
  if (own?.["content-type"] !== undefined) {
    throw new ConfigurationError(
      "The call's headers give a content-type for a multipart body: leave it out, since only the platform knows its boundary.",
    );
  }
  const { "content-type": _clients, ...others } = client;
  return { ...others, ...own };
}

/** Parameters whose route was overridden may be missing from the new path or the other way round: say it before sending. */
function missingVariables({ template, path, declaration }: DeclaredPlan, values: Fields): Issue[] {
  return template.variables
    .filter((name) => values[name] === undefined && declaration.optional?.includes(name) !== true)
    .map((name) => ({
      field: name,
      expected: "a value for the path",
      received: "nothing",
      message: `${name}: required by the path ${path}`,
    }));
}

/** Puts each parameter where it goes; without any for the body there is none. */
function placed(plan: DeclaredPlan, values: Fields): Pick<Parts, "query" | "body"> {
  // Without a prototype: `__proto__` is a name like any other.
  const query = Object.create(null) as Record<string, unknown>;
  const body = Object.create(null) as Record<string, unknown>;
  let hasBody = false;
  for (const name of Object.keys(values)) {
    const value = values[name];
    const place = plan.places.get(name) ?? plan.byCustom;
    if (value === undefined || place === "path") continue;
    if (place === "query") query[name] = value;
    else {
      body[name] = value;
      hasBody = true;
    }
  }
  return { query, body: hasBody ? body : undefined };
}

/** Writes a request. Whatever cannot be written is refused together. */
export function write(
  engine: Engine,
  plan: Plan,
  { path, query, body, headers }: Parts,
  encodings: Parameters<typeof toPairs>[1],
  issues: Issue[],
): CallRequest | Promise<CallRequest> {
  const { method } = plan;
  const queryText = toQueryString(toPairs(query, encodings, issues));
  const url = `${plan.baseUrl}${path}${queryText === "" ? "" : `?${queryText}`}`;
  const done = (encoded: EncodedBody | undefined): CallRequest => {
    if (issues.length > 0) throw new InvalidParamsError(engine.vendor, plan.operation, issues);
    return { method, url, headers: callHeaders(plan.headers, encoded, headers), body: encoded?.body };
  };
  if (body === undefined) return done(undefined);
  const encoded = encodeBody(body, plan.bodyType, encodings, issues);
  return encoded instanceof Promise ? encoded.then(done) : done(encoded);
}

/** Whether the parameters are what the declaration asks for: schema first, then the rules over several fields. */
function areAsDeclared(declaration: AnyDeclaration, params: object): boolean {
  if (declaration.params === undefined) return Object.keys(params).length === 0;
  if (schemaIssues(declaration.params, params).length > 0) return false;
  return declaration.rules === undefined || declaration.rules(params).length === 0;
}

async function refuseParams(
  { vendor }: Engine,
  { declaration, method, path }: DeclaredPlan,
  params: object,
): Promise<CallRequest> {
  const facts = { vendor, operation: declaration.name, method, path };
  const { paramIssues } = await loadPart(facts, loadRecovery);
  throw new InvalidParamsError(vendor, declaration.name, paramIssues(declaration, params));
}

/**
 * Checks the parameters of a call and writes its request.
 *
 * @param options Its `extraParams`, which the declaration does not know, are placed by the same rules, unchecked.
 * @throws InvalidParamsError naming every wrong field; ConfigurationError for a header that cannot be sent.
 */
export function buildRequest(
  engine: Engine,
  plan: DeclaredPlan,
  params: object,
  { extraParams: extra, headers }: Pick<CallOptions, "extraParams" | "headers">,
): CallRequest | Promise<CallRequest> {
  const { declaration } = plan;
  if (!areAsDeclared(declaration, params)) return refuseParams(engine, plan, params);
  const values: Fields = extra === undefined ? (params as Fields) : { ...params, ...extra };
  const missing = missingVariables(plan, values);
  if (missing.length > 0) throw new InvalidParamsError(engine.vendor, plan.operation, missing);
  const expanded = expandPath(plan.template, values, declaration.optional);
  if ("issues" in expanded) throw new InvalidParamsError(engine.vendor, plan.operation, expanded.issues);
  const { query, body } = placed(plan, values);
  const [field] = body !== undefined && plan.byCustom === "query" ? Object.keys(body) : [];
  if (field !== undefined) {
    // fetch forbids a body on GET; sending it in the query instead would be a guess.
    const expected = "a route whose method has a body";
    const message = `${field}: goes into the body, and fetch cannot send one with ${plan.method}; override the route with another method`;
    throw new InvalidParamsError(engine.vendor, plan.operation, [
      { field, expected, received: plan.method, message },
    ]);
  }
  const parts = { path: expanded.path, query, body, headers };
  return write(engine, plan, parts, declaration.encode ?? {}, []);
}

/** A getter, a stream or a `toString` of the caller's has thrown while the request was written: nothing has left. */
export function unreadableParams(vendor: string, operation: string, thrown: unknown): KelasError {
  if (KelasError.isInstance(thrown)) return thrown;
  const received = thrown instanceof Error ? thrown.name : describe(thrown);
  const expected = "values that can be read";
  const message = `(parameters): expected ${expected}; reading one threw ${received}`;
  const issue: Issue = { field: "(parameters)", expected, received, message };
  return new InvalidParamsError(vendor, operation, [issue], { cause: thrown });
}
