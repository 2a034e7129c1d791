import type { HttpMethod, RequestBody } from "../declaration.ts";

/** One bare request. */
export interface TransportRequest {
  readonly method: HttpMethod;
  readonly url: string;
  /** Names in lower case, one value each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody | undefined;
  readonly signal: AbortSignal;
}

/** An answer as soon as its header is there. A WHATWG Response is one. */
export interface TransportResponse {
  /** 0 for a redirect that a browser hides. */
  readonly status: number;
  readonly statusText?: string | undefined;
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;
}

/** Sends one request and gives the answer as soon as its header is there. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;
