import { cutText } from "./complete.ts";
import type { Authorization } from "./credentials.ts";
import type { Outcome } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { loadRecovery } from "./load-recovery.ts";
import { type Answer, headerOf } from "./reply.ts";
import { outcomeOfStatus, worseOutcome } from "./retry-policy.ts";
import type { TransportRequest, TransportResponse } from "./transport/transport.ts";

/** Thrown when a successful body is larger than allowed; core turns it into an error of its own. */
export class BodyTooLarge extends Error {
  readonly limit: number;
  readonly status: number;

  constructor(limit: number, status: number) {
    super(`The body is larger than ${limit} bytes.`);
    this.limit = limit;
    this.status = status;
  }
}

interface ChunkReader {
  read(): Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | undefined }>;
  cancel(): unknown;
}

function chunksOf(body: NonNullable<TransportResponse["body"]>): ChunkReader {
  if ("getReader" in body) {
    const reader = body.getReader();
    return { read: () => reader.read(), cancel: () => reader.cancel() };
  }
  const iterator = body[Symbol.asyncIterator]();
  return { read: () => iterator.next(), cancel: () => iterator.return?.() };
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/**
 * Reads a body to its end. Of an error it is the status that decides, so that a body which is too large, or breaks off, is read
 * as far as it goes.
 *
 * @param limit The most bytes that are read.
 * @throws BodyTooLarge for a success that is larger; what the connection throws for one that breaks off.
 */
export async function readBody(response: TransportResponse, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  if (response.body === null) return joined(chunks, 0);
  const succeeded = isSuccess(response.status);
  const reader = chunksOf(response.body);
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done === true || value === undefined) break;
      if (size + value.byteLength > limit) {
        // Ends the transfer of what nobody will read. It cannot tell anything new when it fails: the body is given up.
        Promise.resolve(reader.cancel()).catch(() => undefined);
        if (succeeded) throw new BodyTooLarge(limit, response.status);
        chunks.push(value.subarray(0, limit - size));
        size = limit;
        break;
      }
      chunks.push(value);
      size += value.byteLength;
    }
  } catch (error) {
    if (succeeded) throw error;
  }
  return joined(chunks, size);
}

interface Departure {
  /** It is proven that nothing of it reached the vendor. */
  isNotSent: boolean;
  response: TransportResponse | undefined;
}

function outcomeOf({ isNotSent, response }: Departure): Outcome {
  if (isNotSent) return "not-sent";
  return response === undefined ? "unknown" : outcomeOfStatus(response.status);
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
      if (departure !== one) worst = worseOutcome(worst, outcomeOf(departure));
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
    const departure: Departure = { isNotSent: false, response: undefined };
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
      sendOnce: !exchange.plan.readOnly,
    });
    departure.response = response;
    return response;
  } catch (error) {
    const { readFailure } = await loadRecovery();
    const failure = readFailure(exchange, error);
    departure.isNotSent = failure.notSent;
    throw failure;
  }
}

async function sendChanged(
  attempt: Attempt,
  departures: Departures,
  signal: AbortSignal,
): Promise<TransportResponse> {
  const { sendThroughMiddleware } = await import("./middleware-chain.ts");
  return sendThroughMiddleware(attempt, departures, signal, (request) =>
    leave(attempt, request, departures, signal),
  );
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
    : sendChanged(attempt, departures, signal));
  const bytes = await readWhole(response, exchange);
  const { status } = response;
  const { media } = plan;
  const encoding = headerOf(response, "content-encoding");
  // Everything else shows its end by itself.
  const mayHideCut = (media === "binary" || encoding !== null) && response.body !== null;
  const mayBeCut = mayHideCut && isSuccess(status) && request.method !== "HEAD";
  const length = mayBeCut ? headerOf(response, "content-length") : null;
  const cut = mayBeCut ? cutText(bytes, { media, status, encoding, length }) : undefined;
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
