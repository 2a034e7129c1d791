import { onAbort } from "./abort-listeners.ts";
import { hidesCuts } from "./complete.ts";
import { checkComplete, silentlyCut } from "./cut.ts";
import type { KelasError } from "./errors.ts";
import { type Exchange, longestTimer, ScopeEnded } from "./exchange.ts";
import { connectionError, endedError } from "./failures.ts";
import {
  type Answer,
  BodyTooLarge,
  type ChunkReader,
  chunksOf,
  headerOf,
  mediaTypeOf,
  readBody,
} from "./reply.ts";
import { cleanText } from "./secrets.ts";
import { toTransportFailure, TransportFailure } from "./transport/failure.ts";
import { bodiless, headersOf } from "./transport/response.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** Loaded with the first `asResponse()`: hands an answer to the caller with its body unread. */

function failureOf(exchange: Exchange, thrown: unknown): TransportFailure {
  return toTransportFailure(thrown, (text) => cleanText(exchange, text));
}

/** How many bytes the body must have; `undefined` if that is not known, as for a compressed one. */
function lengthOf(response: TransportResponse): number | undefined {
  const length =
    headerOf(response, "content-encoding") === null ? headerOf(response, "content-length") : null;
  return length === null ? undefined : Number(length);
}

/**
 * A body that the caller reads. The call's signal still ends it, and what ends it too early is one of our errors. It is released at its
 * end, so that a signal that lives for years does not keep it.
 */
class UnreadBody implements UnderlyingDefaultSource<Uint8Array> {
  readonly #exchange: Exchange;
  readonly #reader: ChunkReader;
  readonly #expected: number | undefined;
  /** The header `content-length`. */
  readonly #length: string | null;
  readonly #isFile: boolean;
  /** Why a body that ends may have been cut off all the same. */
  readonly #doubt: string | undefined;
  readonly #request: AbortController | undefined;
  #received = 0;
  #release: (() => void) | undefined;

  constructor(exchange: Exchange, response: TransportResponse, body: NonNullable<TransportResponse["body"]>) {
    this.#exchange = exchange;
    this.#request = exchange.scope.stage;
    this.#reader = chunksOf(body);
    this.#expected = exchange.request.method === "HEAD" ? undefined : lengthOf(response);
    this.#length = headerOf(response, "content-length");
    this.#isFile = exchange.plan.media === "binary";
    const encoding = headerOf(response, "content-encoding") ?? "";
    this.#doubt =
      this.#isFile && silentlyCut.test(encoding) && hidesCuts()
        ? "the file is compressed and may have been cut off: nothing proves that it is complete"
        : undefined;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { signal } = this.#exchange.options;
    if (signal === undefined) return;
    this.#release = onAbort(signal, () => {
      this.#release?.();
      controller.error(endedError(this.#exchange, new ScopeEnded("aborted")));
      this.#stop();
    });
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      const { done, value } = await this.#next();
      if (done !== true && value !== undefined) {
        this.#received += value.byteLength;
        controller.enqueue(value);
        return;
      }
      if (this.#expected !== undefined && this.#received < this.#expected) {
        throw new TransportFailure(
          `the body was cut off: received ${this.#received} of ${this.#expected} bytes`,
        );
      }
      if (this.#doubt !== undefined) throw new TransportFailure(this.#doubt);
      if (this.#received === 0 && this.#isFile && this.#length !== "0")
        throw new TransportFailure("expected a file, got an empty reply");
      this.#release?.();
      controller.close();
    } catch (error) {
      this.#release?.();
      // After an abort, the stream has its error already, and this call has no effect.
      controller.error(this.#errorOf(error));
    }
  }

  /** The next chunk, for which the call waits as long as for the headers. */
  async #next(): ReturnType<ChunkReader["read"]> {
    const late = Promise.withResolvers<never>();
    const { timeout } = this.#exchange;
    const timer =
      timeout <= longestTimer
        ? setTimeout(() => {
            late.reject(new ScopeEnded("try"));
            this.#stop();
          }, timeout)
        : undefined;
    try {
      return await Promise.race([this.#reader.read(), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  cancel(): void {
    this.#release?.();
    this.#stop();
  }

  #errorOf(thrown: unknown): KelasError {
    if (thrown instanceof ScopeEnded) return endedError(this.#exchange, thrown);
    return connectionError(this.#exchange, failureOf(this.#exchange, thrown));
  }

  /** Ends the transfer. A failure to cancel does not matter, because the body is not used any more. */
  #stop(): void {
    // A pending read would keep some bodies from being canceled.
    this.#request?.abort();
    Promise.resolve(this.#reader.cancel()).catch(() => undefined);
  }
}

function withBody(response: TransportResponse, body: BodyInit | null): Response {
  const { status, statusText = "" } = response;
  return new Response(bodiless.has(status) ? null : body, {
    status,
    statusText,
    headers: headersOf(response),
  });
}

/** Whether a file may be the vendor's error or a page instead, which must be read to know. */
function mayBeError({ plan }: Exchange, response: TransportResponse): boolean {
  if (plan.media !== "binary") return false;
  // Without a body there is no file.
  if (response.body === null || bodiless.has(response.status)) return true;
  const isFile = /^\s*attachment\b/i.test(headerOf(response, "content-disposition") ?? "");
  return !isFile && /[/+]json$|\/html$|xhtml/.test(mediaTypeOf(response) ?? "");
}

/**
 * Makes a successful answer one whose body the caller reads. For an operation that returns a file, JSON and pages are read, as they may
 * be the vendor's error.
 *
 * @throws TransportFailure when there is no complete answer; BodyTooLarge.
 */
export async function openAnswer(exchange: Exchange, response: TransportResponse): Promise<Answer> {
  const { engine, plan } = exchange;
  const { status, body } = response;
  if (!mayBeError(exchange, response)) {
    // From here on, what is known is that the vendor has answered, not that the caller got all of it.
    exchange.note("unknown");
    const unread =
      body === null
        ? null
        : new ReadableStream(new UnreadBody(exchange, response, body), { highWaterMark: 0 });
    return { response: withBody(response, unread), bytes: new Uint8Array(), isUnread: true };
  }
  const bytes = await readBody(response, engine.maxResponseBytes).catch((error: unknown) => {
    throw error instanceof BodyTooLarge ? error : failureOf(exchange, error);
  });
  const encoding = headerOf(response, "content-encoding");
  checkComplete(bytes, { media: plan.media, status, encoding, length: headerOf(response, "content-length") });
  return { response: withBody(response, bytes as Uint8Array<ArrayBuffer>), bytes };
}
