import type { HttpMethod, RequestBody } from "../declaration.ts";

/** One bare request. */
export interface TransportRequest {
  readonly method: HttpMethod;
  /** A whole URL, its query included. */
  readonly url: string;
  /** Names in lower case, one value each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody | undefined;
  /** Ends the request, also while the body of its answer is read. */
  readonly signal: AbortSignal;
  /** It changes something at the vendor: whatever sends it must not repeat it, not even when its connection closes unanswered. */
  readonly sendOnce?: boolean | undefined;
}

/** Headers by names in lower case; one that came several times may be a list. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An answer as soon as its header is there. A WHATWG `Response` is one. */
export interface TransportResponse {
  /** 0 for a redirect that a browser hides. */
  readonly status: number;
  readonly statusText?: string | undefined;
  readonly headers: Headers | HeaderRecord;
  /** Decompressed. Errors of the connection and of the signal come while it is read. */
  readonly body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;
}

/**
 * Sends one request and gives its answer as soon as the header is there. It sends once, follows no redirect and adds
 * no header of its own; repetitions, time-outs, credentials and the reading of bodies are core's.
 *
 * @throws NotSentError where nothing has left; any other error where that is not known.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** Thrown by a transport that could not even begin: nothing was sent, and the same request may be sent again. */
export class NotSentError extends Error {
  override readonly name = "NotSentError";
}
