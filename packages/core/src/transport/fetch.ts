import { onFreshConnection } from "./fresh-connection.ts";
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
