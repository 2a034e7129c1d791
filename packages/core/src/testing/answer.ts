import type { AnyDeclaration, Evidence } from "../declaration.ts";
import { driftIssues, driftText } from "../drift.ts";
import type { Issue } from "../errors.ts";
import type { Operation, PagedOperation } from "../operation.ts";
import { paramIssues } from "../request/params.ts";
import { readParams } from "./read-params.ts";
import type { AsRecorded } from "./as-recorded.ts";
import { addressOf, type MockRoute } from "./routes.ts";

/** The request of a mocked operation. */
export interface MockCall<Params> {
  /** The parameters, read from path, query and body, and validated against the declaration. */
  readonly params: Params;
  /** The request; its body was already read. */
  readonly request: Request;
  /**
   * How many entries a page has at most, if the mock is `like` a vendor whose pages are known. For lists whose requests cannot say
   * it; elsewhere it is among the parameters already.
   */
  readonly pageSize?: number | undefined;
}

/**
 * Answers a mocked operation: with a reply, which is validated against the declaration, or with any `Response`, such as an
 * error.
 */
export type MockReply<Params, Reply> = (
  call: MockCall<Params>,
) => Reply | Response | Promise<Reply | Response>;

/** How a mocked operation answers. */
export interface AnswerOptions {
  /** Creates the reply to wrong parameters. @default status 422 with the issues */
  readonly invalid?: (messages: readonly string[], issues: readonly Issue[]) => Response;
  /** Called with each request before its parameters are validated; a response that it returns is sent. */
  readonly before?: (call: MockCall<Readonly<Record<string, unknown>>>) => Response | undefined;
  /** Called with each request before its reply is sent; a response that it returns is sent instead. */
  readonly after?: (call: MockCall<Readonly<Record<string, unknown>>>) => Response | undefined;
}

/** How an operation of a mock server answers. */
export interface RecordedAnswerOptions extends AnswerOptions {
  /** Completes the parameters of a request, and changes a reply before it is sent, as a vendor was recorded. */
  readonly recorded?: AsRecorded;
}

/** The reply of a mock does not match the declaration: a mistake of the mock, not of the client. */
export class MockReplyError extends Error {
  override readonly name = "MockReplyError";
}

function invalidParams(messages: readonly string[]): Response {
  return Response.json(
    { error: { message: "The parameters are invalid.", issues: messages } },
    { status: 422 },
  );
}

function isResponse(reply: unknown): reply is Response {
  // Test environments replace the platform's classes, so a response from elsewhere is not an instance of this realm's.
  return reply instanceof Response || Object.prototype.toString.call(reply) === "[object Response]";
}

/** A value as JSON; undefined for a value that has none. */
function jsonText(value: unknown): string | undefined {
  return JSON.stringify(value);
}

/**
 * The evidence for the route that a mock answers: a recorded one is observed, unless the vendor documents it, too; the client's
 * option `routes` counts as documented.
 */
function evidenceOf(
  { name, method, path, evidence }: AnyDeclaration,
  route: MockRoute,
  recorded: AsRecorded | undefined,
): Evidence {
  const isDeclared = method === route.method && path === route.path;
  if (isDeclared && evidence === "documented") return evidence;
  return recorded?.evidence(name, `${route.method} ${route.path}`) ?? (isDeclared ? evidence : "documented");
}

function toResponse(
  declaration: AnyDeclaration,
  route: MockRoute,
  reply: unknown,
  recorded: AsRecorded | undefined,
): Response {
  if (isResponse(reply)) return reply;
  if (declaration.media === "binary") {
    throw new MockReplyError(
      `The mock of ${declaration.name} must return a Response, because its reply is a file.`,
    );
  }
  // Validated as it will be read, because JSON drops or changes some values.
  const text = jsonText(reply);
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  const issues = driftIssues(declaration.response, value);
  if (issues.length > 0) {
    throw new MockReplyError(
      `The mock of ${declaration.name} returns a reply that does not match its declaration. ${driftText(issues)}.`,
    );
  }
  const sent = recorded === undefined ? text : jsonText(recorded.reply(declaration.name, value));
  return new Response(sent, {
    headers: {
      "content-type": "application/json",
      "x-kelaskit-evidence": evidenceOf(declaration, route, recorded),
    },
  });
}

/**
 * Answers a request to the route of an operation.
 *
 * @throws MockReplyError when the reply does not match the declaration, SyntaxError when a JSON body is not JSON.
 */
export async function answerOperation<Params, Reply>(
  { declaration }: Operation<Params, Reply> | PagedOperation<Params, Reply, never>,
  route: MockRoute,
  reply: MockReply<Params, Reply>,
  request: Request,
  options: RecordedAnswerOptions,
): Promise<Response> {
  const [, ...variables] = route.address.exec(addressOf(request)) ?? [];
  const sent = await readParams(declaration, route.path, variables, request);
  const early = options.before?.({ params: sent, request });
  if (early !== undefined) return early;
  const issues = paramIssues(declaration, sent);
  if (issues.length > 0) {
    const messages = issues.map(({ message }) => message);
    return (options.invalid ?? invalidParams)(messages, issues);
  }
  const { recorded } = options;
  const params = recorded?.withPageSize(declaration, sent) ?? sent;
  const pageSize = recorded?.pageSize(declaration.name);
  // Validated above.
  const replied = await reply({ params: params as Params, request, pageSize });
  const answer = toResponse(declaration, route, replied, recorded);
  return options.after?.({ params: sent, request }) ?? answer;
}
