import { BodyTooLarge, cutText, readBody, toResponse } from "./body.ts";
import type { Authorization } from "./credentials.ts";
import type { Engine } from "./engine.ts";
import { ConfigurationError, type Outcome } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { loadRecovery } from "./load-recovery.ts";
import { type MiddlewareRequest, throughMiddleware, tokenThroughMiddleware } from "./middleware.ts";
import { checkedHeaders } from "./request/headers.ts";
import { outcomeOfStatus, worseOutcome } from "./retry-policy.ts";
import type { TransportRequest, TransportResponse } from "./transport/transport.ts";

/** A complete answer: header and body. */
export interface Answer {
  readonly response: TransportResponse;
  readonly bytes: Uint8Array;
}

interface Departure {
  outcome: Outcome;
  response: TransportResponse | undefined;
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
  outcomeBeside(answer: TransportResponse): Outcome {
    if (this.#all.length <= 1) return "not-sent";
    return this.#outcomeWithout(this.#all.find(({ response }) => response === answer) ?? this.#all.at(-1));
  }

  #outcomeWithout(one: Departure | undefined): Outcome {
    let worst: Outcome = "not-sent";
    for (const departure of this.#all) {
      if (departure !== one) worst = worseOutcome(worst, departure.outcome);
    }
    return worst;
  }

  /** Notes that middleware gets an answer as another object. */
  isShownAs(response: TransportResponse, shown: Response): void {
    const departure = this.#all.find((one) => one.response === response);
    if (departure !== undefined) departure.response = shown;
  }

  /** The status of the last answer, which a middleware may have failed on. */
  get answered(): number | undefined {
    return this.#all.findLast(({ response }) => response !== undefined)?.response?.status;
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

/** One try of a call. */
export interface Attempt {
  readonly exchange: Exchange;
  /** What it is sent with: of this try alone. */
  readonly authorization: Authorization | undefined;
}

function stayAtHome(engine: Engine, url: string): void {
  const home = engine.baseUrl();
  if (url.startsWith(`${home}/`)) return;
  if (!URL.canParse(url)) {
    throw new ConfigurationError(
      `A middleware of the ${engine.vendor} client changed the request's URL to something that is not a whole URL.`,
    );
  }
  if (new URL(url).origin === new URL(home).origin) return;
  throw new ConfigurationError(
    `A middleware of the ${engine.vendor} client changed the request's origin to ${new URL(url).origin}; credentials are sent to ${home} only. Use the option baseUrl instead.`,
  );
}

/** Headers as middleware has left them, in canonical form. */
function middlewareHeaders({ headers, body }: MiddlewareRequest): TransportRequest["headers"] {
  const checked = checkedHeaders(headers, "a middleware's request");
  if (checked["content-type"] === undefined || !(body instanceof FormData)) return checked;
  throw new ConfigurationError(
    "A middleware gave a content-type to a multipart body, whose boundary nobody could then find: leave it out.",
  );
}

/** The innermost step: the request leaves. */
async function leave(
  { exchange, authorization }: Attempt,
  request: TransportRequest,
  departures: Departures,
  tryIsOver: AbortSignal,
): Promise<TransportResponse> {
  tryIsOver.throwIfAborted();
  const departure = departures.begin();
  try {
    const { method, url, headers, body, signal } = request;
    const response = await exchange.engine.transport({
      method,
      url,
      headers: authorization === undefined ? headers : { ...headers, ...authorization.headers },
      body,
      signal,
    });
    departure.response = response;
    departure.outcome = outcomeOfStatus(response.status);
    return response;
  } catch (error) {
    const { readFailure } = await loadRecovery();
    const failure = readFailure(exchange, error);
    if (failure.notSent) departure.outcome = "not-sent";
    throw failure;
  }
}

function sendThroughMiddleware(
  attempt: Attempt,
  departures: Departures,
  signal: AbortSignal,
): Promise<TransportResponse> {
  const { exchange } = attempt;
  const { engine, plan, request } = exchange;
  const send = plan.tokenRequest ? tokenThroughMiddleware : throughMiddleware;
  const { vendor } = engine;
  const { operation } = plan;
  return send(
    engine.middleware,
    { ...request, vendor, operation, attempt: exchange.attempts, signal },
    async (changed) => {
      stayAtHome(engine, changed.url);
      const headers = middlewareHeaders(changed);
      exchange.sentHeaders.add(headers);
      const response = await leave(attempt, { ...changed, headers }, departures, signal);
      const shown = toResponse(response, toStream(response.body));
      departures.isShownAs(response, shown);
      return shown;
    },
  );
}

/** A body of any transport as the platform's own. */
function toStream(body: TransportResponse["body"]): ReadableStream<Uint8Array> | null {
  if (body === null || "getReader" in body) return body;
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

/**
 * Sends a request once and reads the answer to its end.
 *
 * @param signal Ends with the try.
 * @throws TransportFailure when there is no complete answer; BodyTooLarge when it is larger than allowed; whatever a
 * middleware throws.
 */
export async function sendOnce(
  attempt: Attempt,
  departures: Departures,
  signal: AbortSignal,
): Promise<Answer> {
  const { exchange } = attempt;
  const { engine, plan, request } = exchange;
  const response = await (engine.middleware.length === 0
    ? leave(attempt, { ...request, signal }, departures, signal)
    : sendThroughMiddleware(attempt, departures, signal));
  const bytes = await readWhole(response, exchange);
  const isSuccess = response.status >= 200 && response.status < 300;
  const cut = isSuccess && request.method !== "HEAD" ? cutText(response, bytes, plan.media) : undefined;
  if (cut === undefined) return { response, bytes };
  const { cutFailure } = await loadRecovery();
  throw cutFailure(cut);
}

async function readWhole(response: TransportResponse, exchange: Exchange): Promise<Uint8Array> {
  try {
    return await readBody(response, exchange.engine.maxResponseBytes);
  } catch (error) {
    // Our own limit, not the connection's failure.
    if (error instanceof BodyTooLarge) throw error;
    const { readFailure } = await loadRecovery();
    throw readFailure(exchange, error);
  }
}
