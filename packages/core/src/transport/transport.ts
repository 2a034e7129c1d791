import type { HttpMethod, RequestBody } from "../declaration.ts";

/** One bare request. */
export interface TransportRequest {
  readonly method: HttpMethod;
  /** The absolute URL, including its query. */
  readonly url: string;
  /** Names in lower case, one value each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody | undefined;
  /** Aborts the request, even while the body of its answer is read. */
  readonly signal: AbortSignal;
  /** Marks a request that changes something: it must not be sent more than once, even if its connection closes without an answer. */
  readonly sendOnce?: boolean | undefined;
}

/** Headers by lower-case name; a header that was received several times may be a list. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An answer whose headers have been received. A WHATWG `Response` is one. */
export interface TransportResponse {
  /** 0 for a redirect that a browser hides. */
  readonly status: number;
  readonly statusText?: string | undefined;
  readonly headers: Headers | HeaderRecord;
  /** Decompressed. Errors of the connection and the signal are thrown while it is read. */
  readonly body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;
}

/**
 * Sends one request and resolves as soon as the headers of the answer are received. It sends once, follows no redirects and adds
 * no headers; core handles retries, timeouts, credentials and reading bodies.
 *
 * @throws NotSentError when nothing was sent; any other error when that is not known.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** Thrown by a transport that could not start sending: nothing was sent, so the same request may be sent again. */
export class NotSentError extends Error {
  override readonly name = "NotSentError";
}
