import type { Authorization } from "../auth/credential.ts";
import { ConfigurationError, type Outcome } from "../errors.ts";
import { mayBeCut } from "../reply/complete.ts";
import { BodyTooLarge, readBytes, readText } from "../reply/read-body.ts";
import type { BuiltRequest } from "../request/build.ts";
import type { Engine } from "./engine.ts";
import { checkedHeaders } from "../request/headers.ts";
import { type MiddlewareRequest, throughMiddleware, tokenThroughMiddleware } from "./middleware.ts";
import { outcomeOfStatus, worseOutcome } from "./retry-policy.ts";
import { provesNotSent, toTransportFailure, TransportFailure } from "./transport-failure.ts";

/** A complete answer: header and body. */
export interface Answer {
  readonly response: Response;
  /** The body as text, or as bytes where a successful reply is a file. */
  readonly content: string | Uint8Array;
}

interface Departure {
  outcome: Outcome;
  response: Response | undefined;
}

/** The requests that have left in one try: a middleware may send several, or none. */
export class Departures {
  readonly #all: Departure[] = [];
  #isOver = false;

  /** What is known about the effect of all that has left. */
  get outcome(): Outcome {
    return this.#outcomeWithout(undefined);
  }

  /** The same without the request that an answer belongs to: the answer itself says what became of that one. */
  outcomeBeside(answer: Response): Outcome {
    return this.#outcomeWithout(this.#all.find(({ response }) => response === answer) ?? this.#all.at(-1));
  }

  #outcomeWithout(one: Departure | undefined): Outcome {
    let worst: Outcome = "not-sent";
    for (const departure of this.#all) {
      if (departure !== one) worst = worseOutcome(worst, departure.outcome);
    }
    return worst;
  }

  /** Notes that a request leaves now. */
  begin(): Departure {
    // What is known of the try has been told by now, and must stay true.
    if (this.#isOver) throw new Error("A middleware called next() after its try was over; nothing was sent.");
    const departure: Departure = { outcome: "unknown", response: undefined };
    this.#all.push(departure);
    return departure;
  }

  /** The try has failed: nothing may leave any more. */
  end(): void {
    this.#isOver = true;
  }
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
  readonly departures: Departures;
  /** Hears which headers are sent besides the credential's, as middleware has left them. */
  readonly sending: (headers: Readonly<Record<string, string>>) => void;
  /** Removes known secrets from a text. */
  readonly clean: (text: string) => string;
}

function stayAtHome(engine: Engine, url: string): void {
  if (url.startsWith(`${engine.baseUrl()}/`)) return;
  if (!URL.canParse(url)) {
    throw new ConfigurationError(
      `A middleware of the ${engine.vendor} client changed the request's URL to something that is not a whole URL.`,
    );
  }
  if (new URL(url).origin === new URL(engine.baseUrl()).origin) return;
  throw new ConfigurationError(
    `A middleware of the ${engine.vendor} client changed the request's origin to ${new URL(url).origin}; credentials are sent to ${engine.baseUrl()} only. Use the option baseUrl instead.`,
  );
}

/** The innermost step: the credential is added and the request leaves. */
async function leave(
  { engine, authorization, sending, clean, signal, departures }: Attempt,
  request: MiddlewareRequest,
): Promise<Response> {
  stayAtHome(engine, request.url);
  sending(request.headers);
  // Whoever made a header: what the platform throws about a wrong one would show it.
  const headers = checkedHeaders({ ...request.headers, ...authorization?.headers });
  signal.throwIfAborted();
  const departure = departures.begin();
  try {
    const response = await engine.transport({
      method: request.method,
      url: request.url,
      headers,
      body: request.body,
      signal: request.signal,
    });
    departure.response = response;
    departure.outcome = outcomeOfStatus(response.status);
    return response;
  } catch (error) {
    const failure = toTransportFailure(error, clean);
    if (provesNotSent(failure)) departure.outcome = "not-sent";
    throw failure;
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
