import type { AnyDeclaration } from "../declaration.ts";
import { driftIssues, driftText } from "../drift.ts";
import type { Issue } from "../errors.ts";
import type { Operation, PagedOperation } from "../operation.ts";
import { paramIssues } from "../request/params.ts";
import { readParams } from "./read-params.ts";
import { addressOf, type MockRoute } from "./routes.ts";

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

/** How a mocked operation answers. */
export interface AnswerOptions {
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
  return Response.json(
    { error: { message: "The parameters are wrong.", issues: messages } },
    { status: 422 },
  );
}

function isResponse(reply: unknown): reply is Response {
  // Test environments replace the platform's classes, so that one made elsewhere is no instance of this realm's.
  return reply instanceof Response || Object.prototype.toString.call(reply) === "[object Response]";
}

function toResponse(declaration: AnyDeclaration, reply: unknown): Response {
  if (isResponse(reply)) return reply;
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
 * Answers a request that has come to the route of an operation.
 *
 * @throws MockReplyError when the reply does not fit the declaration, SyntaxError when a JSON body is not JSON.
 */
export async function answerOperation<Params, Reply>(
  { declaration }: Operation<Params, Reply> | PagedOperation<Params, Reply, never>,
  { path, address }: MockRoute,
  reply: MockReply<Params, Reply>,
  request: Request,
  options: AnswerOptions,
): Promise<Response> {
  const [, ...variables] = address.exec(addressOf(request)) ?? [];
  const params = await readParams(declaration, path, variables, request);
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
}
