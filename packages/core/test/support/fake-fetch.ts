import { vi } from "vitest";
import { createWarung } from "./client.ts";

/** A request as a custom fetch received it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly signal: AbortSignal;
  text(): Promise<string>;
}

/** A `fetch` without a network, and what was sent through it. */
export interface FakeFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly sent: readonly SentRequest[];
}

/** Creates a `fetch` that answers by itself, for tests that are not about the network. */
export function fakeFetch(answer: (request: SentRequest) => Response | Promise<Response>): FakeFetch {
  const sent: SentRequest[] = [];
  return {
    sent,
    async fetch(input, init) {
      const request = new Request(input, init);
      const seen: SentRequest = {
        method: request.method,
        url: request.url,
        path: new URL(request.url).pathname,
        authorization: request.headers.get("authorization"),
        signal: request.signal,
        text: () => request.clone().text(),
      };
      sent.push(seen);
      return answer(seen);
    },
  };
}

/** Never answers and never listens to its signal. */
export function deafFetch(): Promise<Response> {
  return new Promise(() => {
    // Neither an answer nor an abort ever comes.
  });
}

/**
 * Sends a call over a real connection, so that what is loaded with the first one (ky, the platform's fetch) does not
 * count in the short time-outs of a test.
 */
export async function warmUp(): Promise<void> {
  await createWarung({ fetch: () => fetch("data:application/json,{}") }).request("GET", "/");
}

/** Removes the randomness from the waits between attempts: they end at once. */
export function withoutBackoff(): void {
  vi.spyOn(Math, "random").mockReturnValue(0);
}
