import { platformDispatcher } from "./platform-dispatcher.ts";
import type { Transport, TransportRequest } from "./transport.ts";

type Fetch = typeof globalThis.fetch;

/** What some platforms' `fetch` accepts beyond the DOM types. */
interface FetchInit extends RequestInit {
  /** Required for a body that is a stream. */
  duplex?: "half";
  /** Node's connections: an undici dispatcher. */
  dispatcher?: unknown;
}

/** Deno's connections, as far as they are used here. */
interface HttpClient {
  close(): void;
}

interface DenoLike {
  readonly Deno?: { readonly createHttpClient?: (options: { poolMaxIdlePerHost: number }) => HttpClient };
}

/** The fields that make a platform's `fetch` open a connection for one request. */
interface FreshConnection {
  /** For Bun: bypasses its pool. On every other platform it has another meaning, and false is the default. */
  readonly keepalive: false;
  /** For Deno: a client without a pool. */
  readonly client: HttpClient | undefined;
}

/**
 * Sends a request over a new connection if the platform supports it. Some platforms repeat a request by themselves
 * when a reused connection closes without an answer, and may then report that the connection was refused
 * although the first request had arrived. A new connection prevents that.
 *
 * @param send Calls a `fetch` with these fields in addition to its others.
 */
export async function onFreshConnection<Reply>(
  send: (fresh: FreshConnection) => Promise<Reply>,
): Promise<Reply> {
  const client = (globalThis as DenoLike).Deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 });
  try {
    return await send({ keepalive: false, client });
  } finally {
    // The answer's body can still be read. An open client would be a leak to Deno's test runner.
    client?.close();
  }
}

/**
 * Calls a `fetch` with the URL as a string and an init object: the fetch of another copy of undici, of node-fetch or of
 * another realm would not recognize a `Request` object.
 *
 * @param fetch Any WHATWG `fetch`. @default the platform's current one
 */
export async function callFetch(
  fetch: Fetch | undefined,
  { url, method, headers, body, signal, sendOnce }: TransportRequest,
): Promise<Response> {
  const init: FetchInit = { method, headers, signal, redirect: "manual" };
  if (body !== undefined) {
    init.body = body;
    if (body instanceof ReadableStream) init.duplex = "half";
  }
  if (fetch === undefined) init.dispatcher = platformDispatcher();
  const send = (fresh?: object): Promise<Response> => (fetch ?? globalThis.fetch)(url, { ...init, ...fresh });
  // The user's fetch gets these fields, too: most wrap the platform's.
  return sendOnce === true ? onFreshConnection(send) : send();
}

/**
 * Sends requests with `fetch` alone: the smallest transport, for browsers and edge runtimes. On Node it is not
 * limited to the 300 seconds that the platform's fetch waits for an answer.
 *
 * @param fetch Any WHATWG `fetch`, for a proxy or a test; it is called with the URL as a string and an init object.
 * @default the platform's, looked up at each request
 */
export function fetchTransport(fetch?: Fetch): Transport {
  return (request) => callFetch(fetch, request);
}
