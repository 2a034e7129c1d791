import type { Authorization } from "../auth/credential.ts";
import { ConfigurationError } from "../errors.ts";
import { mayBeCut } from "../reply/complete.ts";
import { BodyTooLarge, readBytes, readText } from "../reply/read-body.ts";
import type { BuiltRequest } from "../request/build.ts";
import type { Engine } from "./engine.ts";
import type { MiddlewareRequest } from "./middleware.ts";
import { toTransportFailure, TransportFailure } from "./transport-failure.ts";

/** A complete answer: header and body. */
export interface Answer {
  readonly response: Response;
  /** The body as text, or as bytes where a successful reply is a file. */
  readonly content: string | Uint8Array;
}

/** Everything that one try needs. */
export interface Attempt {
  readonly engine: Engine;
  readonly operation: string;
  readonly built: BuiltRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: Authorization | undefined;
  readonly media: "json" | "binary";
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** Removes known secrets from a text. */
  readonly clean: (text: string) => string;
}

function stayAtHome(engine: Engine, url: string): void {
  if (url.startsWith(`${engine.baseUrl()}/`)) return;
  if (new URL(url).origin === new URL(engine.baseUrl()).origin) return;
  throw new ConfigurationError(
    `A middleware of the ${engine.vendor} client changed the request's origin to ${new URL(url).origin}; credentials are sent to ${engine.baseUrl()} only. Use the option baseUrl instead.`,
  );
}

/** The innermost step: the credential is added and the request leaves. */
async function send(
  { engine, authorization, clean }: Attempt,
  request: MiddlewareRequest,
): Promise<Response> {
  stayAtHome(engine, request.url);
  try {
    return await engine.transport({
      method: request.method,
      url: request.url,
      headers: { ...request.headers, ...authorization?.headers },
      body: request.body,
      signal: request.signal,
    });
  } catch (error) {
    throw toTransportFailure(error, clean);
  }
}

function throughMiddleware(attempt: Attempt, request: MiddlewareRequest, index: number): Promise<Response> {
  const middleware = attempt.engine.middleware[index];
  if (middleware === undefined) return send(attempt, request);
  return middleware(request, (changed) => throughMiddleware(attempt, changed, index + 1));
}

/**
 * Sends a request once and reads the answer to its end.
 *
 * @throws TransportFailure when there is no complete answer; BodyTooLarge when it is larger than allowed; whatever a
 * middleware throws.
 */
export async function attemptOnce(attempt: Attempt): Promise<Answer> {
  const { engine, built, media } = attempt;
  const query = built.query === "" ? "" : `?${built.query}`;
  const response = await throughMiddleware(
    attempt,
    {
      vendor: engine.vendor,
      operation: attempt.operation,
      method: built.method,
      url: `${engine.baseUrl()}${built.path}${query}`,
      headers: attempt.headers,
      body: built.encoded?.body,
      attempt: attempt.attempt,
      signal: attempt.signal,
    },
    0,
  );
  const content = await readContent(response, media, attempt);
  if (response.ok && built.method !== "HEAD" && mayBeCut(response, content)) {
    throw new TransportFailure(
      "the reply is compressed, and nothing shows that it came to its end: it may have been cut off on the way",
      undefined,
    );
  }
  return { response, content };
}

async function readContent(
  response: Response,
  media: "json" | "binary",
  { engine, clean }: Attempt,
): Promise<string | Uint8Array> {
  const limit = engine.maxResponseBytes;
  try {
    return await (media === "binary" && response.ok ? readBytes(response, limit) : readText(response, limit));
  } catch (error) {
    // Our own limit, not the connection's failure.
    throw error instanceof BodyTooLarge ? error : toTransportFailure(error, clean);
  }
}
