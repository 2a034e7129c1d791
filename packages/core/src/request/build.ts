import type { AnyDeclaration } from "../declaration.ts";
import { ConfigurationError, type Issue } from "../errors.ts";
import type { CallOptions } from "../options.ts";
import type { DeclaredPlan, Plan } from "../plan.ts";
import { schemaIssues } from "../schema.ts";
import type { TransportRequest } from "../transport/transport.ts";
import { type EncodedBody, encodeBody, toPairs, toQueryString } from "./encode.ts";
import { checkedHeaders, type HeaderMap } from "./headers.ts";
import type { PathTemplate } from "./route.ts";

/** What every attempt of a call sends, without its authorization. */
export type CallRequest = Omit<TransportRequest, "signal">;

export type Fields = Readonly<Record<string, unknown>>;

/** The parts of a request before encoding. */
interface Parts {
  readonly path: string;
  readonly query: Fields;
  /** `undefined` if no body is sent. */
  readonly body: Fields | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** Functions that find the invalid fields: see request/params.ts. */
export interface IssueFinders {
  readonly paramIssues: (declaration: AnyDeclaration, params: object) => readonly Issue[];
  readonly pathIssues: (plan: DeclaredPlan, values: Fields) => readonly Issue[];
  readonly bodyIssues: (plan: Plan, body: Fields) => readonly Issue[];
}

/**
 * Thrown when a request cannot be written; core converts it to an error that names every invalid field, with code that is loaded
 * only then.
 */
export class Unwritable extends Error {
  readonly issues: (find: IssueFinders) => readonly Issue[];

  constructor(issues: (find: IssueFinders) => readonly Issue[]) {
    // Nobody sees a message: `unwrittenError` converts it.
    super();
    this.issues = issues;
  }
}

/** Whether a value may be in a path: it must produce exactly one segment. */
export function isSegment(value: unknown): value is string | number | bigint {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "string") return typeof value === "bigint";
  return value !== "" && value !== "." && value !== ".." && value.isWellFormed();
}

/**
 * Writes values into a path template, percent-encoded.
 *
 * @param optional Variables at the end of the path that may be omitted, together with the slash before them.
 * @returns The path; `undefined` if a value cannot be in one.
 */
export function expandPath(
  template: PathTemplate,
  values: Readonly<Record<string, unknown>>,
  optional: readonly string[] = [],
): string | undefined {
  let path = template.literals[0] ?? "";
  for (const [index, name] of template.variables.entries()) {
    const value = values[name];
    if (value === undefined && optional.includes(name)) path = path.replace(/\/$/, "");
    else if (isSegment(value)) path += encodeURIComponent(String(value));
    else return undefined;
    path += template.literals[index + 1] ?? "";
  }
  return path;
}

/**
 * Combines the headers of a call: the client's, the body's `content-type`, and the call's own.
 *
 * @throws ConfigurationError for a header that cannot be sent, and for the `content-type` of a multipart body: only the
 * platform knows its boundary.
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
      "The call's headers set a content-type for a multipart body: leave it out, because only the platform knows its boundary.",
    );
  }
  const { "content-type": _clients, ...others } = client;
  return { ...others, ...own };
}

/** Puts each parameter in its place; without any for the body there is none. */
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

/** Writes a request. Everything that cannot be written is reported together. */
export function write(
  plan: Plan,
  { path, query, body, headers }: Parts,
  encodings: Parameters<typeof toPairs>[1],
  issues: Issue[],
): CallRequest | Promise<CallRequest> {
  const { method } = plan;
  const queryText = toQueryString(toPairs(query, encodings, issues));
  const url = `${plan.baseUrl}${path}${queryText === "" ? "" : `?${queryText}`}`;
  const done = (encoded: EncodedBody | undefined): CallRequest => {
    if (issues.length > 0) throw new Unwritable(() => issues);
    return { method, url, headers: callHeaders(plan.headers, encoded, headers), body: encoded?.body };
  };
  if (body === undefined) return done(undefined);
  const encoded = encodeBody(body, plan.bodyType, encodings, issues);
  return encoded instanceof Promise ? encoded.then(done) : done(encoded);
}

/** Whether the parameters match the declaration: schema first, then the rules over several fields. */
function areAsDeclared(declaration: AnyDeclaration, params: object): boolean {
  if (declaration.params === undefined) return Object.keys(params).length === 0;
  if (schemaIssues(declaration.params, params).length > 0) return false;
  return declaration.rules === undefined || declaration.rules(params).length === 0;
}

/**
 * Checks the parameters of a call and writes its request.
 *
 * @param options Its `extraParams`, which are not declared, are placed by the same rules, unchecked.
 * @throws Unwritable when something cannot be sent; ConfigurationError for a header that cannot be sent.
 */
export function buildRequest(
  plan: DeclaredPlan,
  params: object,
  { extraParams: extra, headers }: Pick<CallOptions, "extraParams" | "headers">,
): CallRequest | Promise<CallRequest> {
  const { declaration } = plan;
  if (!areAsDeclared(declaration, params))
    throw new Unwritable(({ paramIssues }) => paramIssues(declaration, params));
  const values: Fields = extra === undefined ? (params as Fields) : { ...params, ...extra };
  const path = expandPath(plan.template, values, declaration.optional);
  if (path === undefined) throw new Unwritable(({ pathIssues }) => pathIssues(plan, values));
  const { query, body } = placed(plan, values);
  // fetch forbids a body on GET; sending it in the query instead would be a guess.
  if (body !== undefined && plan.byCustom === "query")
    throw new Unwritable(({ bodyIssues }) => bodyIssues(plan, body));
  return write(plan, { path, query, body, headers }, declaration.encode ?? {}, []);
}
