import ky from "ky";
import { bareAttempt } from "./bare-attempt.ts";
import { callFetch } from "./fetch.ts";
import type { Transport } from "./transport.ts";

/**
 * Sends requests with its own ky, which has no hooks and therefore needs only the URL and method: copying the other fields would
 * cost time, as would the composite signal that ky builds (a fifth of a call).
 */
export function bareKyTransport(fetch: typeof globalThis.fetch | undefined): Transport {
  const send = ky.create(bareAttempt);
  return (request) => send(request.url, { method: request.method, fetch: () => callFetch(fetch, request) });
}
