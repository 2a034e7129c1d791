import type { Authorization } from "../auth/credential.ts";
import { ConfigurationError } from "../errors.ts";
import { BodyTooLarge, readBytes, readText } from "../reply/read-body.ts";
import type { BuiltRequest } from "../request/build.ts";
import type { Engine } from "./engine.ts";
import { checkedHeaders } from "../request/headers.ts";
import { type MiddlewareRequest, throughMiddleware, tokenThroughMiddleware } from "./middleware.ts";
import { toTransportFailure } from "./transport-failure.ts";

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
  /** A token request: its bodies pass the middleware by. */
  readonly token: boolean;
  readonly built: BuiltRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: Authorization | undefined;
  readonly media: "json" | "binary";
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** Hears which headers are sent besides the credential's, as middleware has left them. */
  readonly sending: (headers: Readonly<Record<string, string>>) => void;
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
async function leave(
  { engine, authorization, sending, clean }: Attempt,
  request: MiddlewareRequest,
): Promise<Response> {
  stayAtHome(engine, request.url);
  sending(request.headers);
  // Whoever made a header: what the platform throws about a wrong one would show it.
  const headers = checkedHeaders({ ...request.headers, ...authorization?.headers });
  try {
    return await engine.transport({
      method: request.method,
      url: request.url,
      headers,
      body: request.body,
      signal: request.signal,
    });
  } catch (error) {
    throw toTransportFailure(error, clean);
  }
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
  const send = attempt.token ? tokenThroughMiddleware : throughMiddleware;
  const response = await send(
    engine.middleware,
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
    (request) => leave(attempt, request),
  );
  return { response, content: await readContent(response, media, attempt) };
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
