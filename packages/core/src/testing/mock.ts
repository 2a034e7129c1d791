import { http, HttpResponse, type HttpHandler } from "msw/http";
import type { AnyDeclaration } from "../declaration.ts";
import { driftIssues, driftText } from "../drift.ts";
import type { Issue } from "../errors.ts";
import type { Operation, PagedOperation } from "../operation.ts";
import { paramIssues } from "../request/params.ts";
import { parsePath } from "../request/route.ts";
import { readParams } from "./read-params.ts";

/** What a mocked operation gets to answer a request. */
export interface MockCall<Params> {
  /** The parameters, read back from path, query and body, and checked against the declaration. */
  readonly params: Params;
  /** The request as it came; its body has been read. */
  readonly request: Request;
}

/**
 * Answers a mocked operation: with a reply, which is checked against the declaration, or with a `Response` of any kind
 * for errors.
 */
export type MockReply<Params, Reply> = (
  call: MockCall<Params>,
) => Reply | Response | Promise<Reply | Response>;

/** Where and how a mocked operation answers. */
export interface MockOptions {
  /** The base URL that requests come to; `*` for any. @default "*" */
  readonly baseUrl?: string;
  /** Another route than the declared one, as in `POST /v1/orders/check`. */
  readonly route?: { readonly method: string; readonly path: string };
  /** Writes the answer to wrong parameters. @default status 422 with the issues */
  readonly invalid?: (messages: readonly string[], issues: readonly Issue[]) => Response;
  /** Sees each request before its parameters are checked; what it returns is the answer. */
  readonly before?: (call: MockCall<Readonly<Record<string, unknown>>>) => Response | undefined;
  /** Sees each reply before it is sent; what it returns is sent instead. */
  readonly after?: (call: MockCall<Readonly<Record<string, unknown>>>) => Response | undefined;
}

/** A mock whose reply is not what the vendor's declaration says: the mock is wrong, not the client. */
export class MockReplyError extends Error {
  override readonly name = "MockReplyError";
}

function invalidParams(messages: readonly string[]): Response {
  return HttpResponse.json(
    { error: { message: "The parameters are wrong.", issues: messages } },
    { status: 422 },
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

function basePattern(baseUrl: string): string {
  return escaped(normalBaseUrl(baseUrl)).replaceAll(String.raw`\*`, ".*");
}

/**
 * The addresses of a route; a `*` in the base stands for anything. A pattern of our own, since msw's do not match where
 * the last variable is left out after another one or after a `*`, and take a colon in a path for a variable.
 */
function addressPattern(baseUrl: string, path: string, optional: readonly string[]): RegExp {
  const { literals, variables } = parsePath(path);
  let pattern = basePattern(baseUrl) + escaped(literals[0] ?? "");
  for (const [index, name] of variables.entries()) {
    pattern = optional.includes(name) ? `${pattern.replace(/\\\/$/, "")}(?:/([^/]+))?` : `${pattern}([^/]+)`;
    pattern += escaped(literals[index + 1] ?? "");
  }
  return new RegExp(`^${pattern.replace(/\\\/$/, "")}/?$`);
}

/** A base URL as it stands in addresses, without a slash at its end. One with a `*` may be no URL. */
export function normalBaseUrl(baseUrl: string): string {
  const normal = URL.canParse(baseUrl) ? new URL(baseUrl).href : baseUrl;
  return normal.replace(/\/+$/, "");
}

/** The addresses, without their query, that are within a base URL. */
export function addressesWithin(baseUrl: string): RegExp {
  return new RegExp(`^${basePattern(baseUrl)}(?:/|$)`);
}

/** The requests that a mocked operation answers. */
export interface MockRoute {
  readonly method: string;
  /** The path with its variables in braces. */
  readonly path: string;
  /** What an address, without its query, must look like. */
  readonly address: RegExp;
}

/** The requests that an operation's mock answers, with these options. */
export function routeOf(
  { declaration }: { readonly declaration: AnyDeclaration },
  options: Pick<MockOptions, "baseUrl" | "route">,
): MockRoute {
  const { method, path } = options.route ?? declaration;
  const address = addressPattern(options.baseUrl ?? "*", path, declaration.optional ?? []);
  return { method, path, address };
}

function mswMethod(method: string): typeof http.get {
  switch (method) {
    case "GET":
      return http.get;
    case "HEAD":
      return http.head;
    case "POST":
      return http.post;
    case "PUT":
      return http.put;
    case "PATCH":
      return http.patch;
    case "DELETE":
      return http.delete;
    default:
      throw new TypeError(`No mock can answer the method ${method}.`);
  }
}

function toResponse(declaration: AnyDeclaration, reply: unknown): Response {
  if (reply instanceof Response) return reply;
  if (declaration.media === "binary") {
    throw new MockReplyError(
      `The mock of ${declaration.name} must answer with a Response: its reply is a file.`,
    );
  }
  // As it will be read: what JSON drops or changes must not pass unseen.
  const text = JSON.stringify(reply) as string | undefined;
  const issues = driftIssues(declaration.response, text === undefined ? undefined : JSON.parse(text));
  if (issues.length > 0) {
    throw new MockReplyError(
      `The mock of ${declaration.name} answers with something its declaration does not allow. ${driftText(issues)}.`,
    );
  }
  return new Response(text, { headers: { "content-type": "application/json" } });
}

/**
 * Makes an msw handler from an operation's declaration: the request is checked with the declared parameters, the reply
 * with the declared response, strictly, so that a mock cannot drift from the client.
 *
 * @throws MockReplyError in the handler when the reply does not fit the declaration.
 * @example
 * ```ts
 * const server = setupServer(mock(products.get, ({ params }) => ({ product: { id: params.productId }, error: null })));
 * ```
 */
export function mock<Params, Reply>(
  operation: Operation<Params, Reply> | PagedOperation<Params, Reply, never>,
  reply: MockReply<Params, Reply>,
  options: MockOptions = {},
): HttpHandler {
  const { declaration } = operation;
  const { method, path, address } = routeOf(operation, options);
  const handle = mswMethod(method);
  return handle(address, async ({ request, params: found }) => {
    const params = await readParams(declaration, path, found, request);
    const early = options.before?.({ params, request });
    if (early !== undefined) return early;
    const issues = paramIssues(declaration, params);
    if (issues.length > 0) {
      const messages = issues.map(({ message }) => message);
      return (options.invalid ?? invalidParams)(messages, issues);
    }
    // The check above is what makes them `Params`.
    const answer = toResponse(declaration, await reply({ params: params as Params, request }));
    return options.after?.({ params, request }) ?? answer;
  });
}
