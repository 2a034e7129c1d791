import { checkOptions, type OptionNames } from "../check-options.ts";
import { bareAttempt } from "./bare-attempt.ts";
import { callFetch, onFreshConnection } from "./fetch.ts";
import { lazyKyTransport } from "./lazy-ky.ts";
import type { Transport, TransportRequest } from "./transport.ts";

/** ky, as far as it is used here: its own types need those of the DOM, which programs for Node do not have. */
type Ky = (url: string, options: object) => Promise<Response>;

/** Settings of `kyTransport`. */
export interface KyTransportOptions {
  /** Your own ky of version 2, with its hooks, headers and `fetch`. @default a bare one, loaded with the first request */
  readonly instance?: ((url: string, options: object) => Promise<Response>) | undefined;
  /** Any WHATWG `fetch`; it is called with a text and an init object. @default the instance's, else the platform's */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const optionNames = { instance: true, fetch: true } as const satisfies OptionNames<KyTransportOptions>;

/** Calls a `fetch` with what hooks have left of a request, as a text and fields. */
async function callWithRequest(
  fetch: typeof globalThis.fetch,
  changed: Request,
  { method, body, signal, sendOnce }: TransportRequest,
): Promise<Response> {
  // Bytes have a length that the vendor can be told; a stream stays one.
  const bytes = body instanceof ReadableStream ? changed.body : await changed.arrayBuffer();
  return callFetch(fetch, {
    url: changed.url,
    // A hook may change it to any other.
    method: changed.method as typeof method,
    headers: Object.fromEntries(changed.headers),
    body: changed.body === null ? undefined : (bytes ?? undefined),
    signal,
    sendOnce,
  });
}

const noForcedRetry =
  "a hook of the ky instance called ky.retry(): a request is repeated by its client's rules (the option retries), not by ky's";

/** ky's own error is not passed on: it may hold a request, with its credentials. */
function isForcedRetry(error: unknown): boolean {
  return error instanceof Error && error.name === "ForceRetryError";
}

function withInstance(instance: Ky, fetch: typeof globalThis.fetch | undefined): Transport {
  return async (request) => {
    const { url, method, headers, body, signal, sendOnce } = request;
    const options = {
      ...bareAttempt,
      method,
      headers,
      signal,
      ...(body === undefined ? {} : { body }),
      ...(fetch && { fetch: (changed: Request) => callWithRequest(fetch, changed, request) }),
    };
    try {
      // A fetch beside the instance is given it by callFetch.
      return sendOnce === true && fetch === undefined
        ? await onFreshConnection((fresh) => instance(url, { ...options, ...fresh }))
        : await instance(url, options);
    } catch (error) {
      throw isForcedRetry(error) ? new TypeError(noForcedRetry) : error;
    }
  };
}

/**
 * Sends requests with ky, the default. Give it your own instance to use its hooks, headers and `fetch` with every client;
 * its `retry`, `timeout`, `totalTimeout`, `throwHttpErrors` and `prefix` are switched off for each request, and redirects
 * are not followed: these are the client's own rules. What a hook throws fails the call and is not repeated.
 *
 * @throws ConfigurationError when an option is not known; NotSentError, from the transport, when ky cannot be loaded: the next
 * request tries again.
 */
export function kyTransport(options: KyTransportOptions = {}): Transport {
  checkOptions("kyTransport()", options, optionNames);
  const { instance, fetch } = options;
  return instance === undefined ? lazyKyTransport(fetch) : withInstance(instance, fetch);
}
