import { platformDispatcher } from "./platform-dispatcher.ts";
import type { Transport, TransportRequest } from "./transport.ts";

type Fetch = typeof globalThis.fetch;

/** What some platforms' `fetch` takes beyond the types of the DOM. */
interface FetchInit extends RequestInit {
  /** A body that is a stream needs it. */
  duplex?: "half";
  /** Node's way to the network. */
  dispatcher?: unknown;
}

/** Deno's own way to the network, as far as it is used here. */
interface HttpClient {
  close(): void;
}

interface DenoLike {
  readonly Deno?: { readonly createHttpClient?: (options: { poolMaxIdlePerHost: number }) => HttpClient };
}

/** What makes a platform's `fetch` open a connection for one request. */
interface FreshConnection {
  /** Bun's: not from its pool. It is the default of every other platform, where it says something else. */
  readonly keepalive: false;
  /** Deno's: a client without a pool. */
  readonly client: HttpClient | undefined;
}

/**
 * Sends a request over a connection of its own where the platform can be told to. Some platforms repeat a request by themselves
 * when a connection that was used before closes without an answer, and would then even say that the connection was refused
 * although the first had arrived; a connection without a past is what keeps them from it.
 *
 * @param send Calls a `fetch` with these fields among its others.
 */
export async function onFreshConnection<Reply>(
  send: (fresh: FreshConnection) => Promise<Reply>,
): Promise<Reply> {
  const client = (globalThis as DenoLike).Deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 });
  try {
    return await send({ keepalive: false, client });
  } finally {
    // The answer's body goes on without it. One that is kept would be a leak to Deno's test runner.
    client?.close();
  }
}

/**
 * Calls a `fetch` with the URL as a text and the fields beside it: a `Request` object would be a stranger to the fetch of
 * another copy of undici, of node-fetch, or of another realm.
 *
 * @param fetch Any WHATWG `fetch`; without one, the platform's as it is now.
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
  // A fetch of the user's gets it too: most are the platform's with something around it.
  return sendOnce === true ? onFreshConnection(send) : send();
}

/**
 * Sends requests with `fetch` and nothing else: the smallest transport, for browsers and edge runtimes. On Node it is not
 * bound to the 300 seconds that the platform's fetch waits for an answer.
 *
 * @param fetch Any WHATWG `fetch`, for a proxy or a test; it is called with a text and an init object.
 * @default the platform's, looked up at each request
 */
export function fetchTransport(fetch?: Fetch): Transport {
  return (request) => callFetch(fetch, request);
}
