import ky from "ky";
import { bareAttempt } from "./bare-attempt.ts";
import { callFetch } from "./fetch.ts";
import type { Transport } from "./transport.ts";

/** Sends requests with a ky of its own, into which nothing can hook: it gets no field that it would only copy. */
export function bareKyTransport(fetch: typeof globalThis.fetch | undefined): Transport {
  const send = ky.create(bareAttempt);
  return (request) => send(request.url, { method: request.method, fetch: () => callFetch(fetch, request) });
}
