import { checkOptions, type OptionNames } from "../check-options.ts";
import { bareAttempt } from "./bare-attempt.ts";
import { callFetch, onFreshConnection } from "./fetch.ts";
import { lazyKyTransport } from "./lazy-ky.ts";
import type { Transport, TransportRequest } from "./transport.ts";

/** ky, as far as it is used here: its own types require the DOM types, which programs for Node may not have. */
type Ky = (url: string, options: object) => Promise<Response>;

/** Settings of `kyTransport`. */
export interface KyTransportOptions {
  /** Your own ky (version 2), with its hooks, headers and `fetch`. @default a bare one, loaded with the first request */
  readonly instance?: ((url: string, options: object) => Promise<Response>) | undefined;
  /** Any WHATWG `fetch`; it is called with the URL as a string and an init object. @default the instance's, else the platform's */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const optionNames = { instance: true, fetch: true } as const satisfies OptionNames<KyTransportOptions>;

/** Calls a `fetch` with a request that hooks may have changed, as a URL and an init object. */
async function callWithRequest(
  fetch: typeof globalThis.fetch,
  changed: Request,
  { method, body, signal, sendOnce }: TransportRequest,
): Promise<Response> {
  // As bytes, so that the request has a content-length; a stream stays a stream.
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

const noForcedRetry = "a hook of the ky instance called ky.retry(): use the client's option retries instead";

/** Whether a hook forced a retry. ky's own error is not passed on, because it may contain the request with its credentials. */
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
      // If a fetch is set, callFetch opens the new connection.
      return sendOnce === true && fetch === undefined
        ? await onFreshConnection((fresh) => instance(url, { ...options, ...fresh }))
        : await instance(url, options);
    } catch (error) {
      throw isForcedRetry(error) ? new TypeError(noForcedRetry) : error;
    }
  };
}

/**
 * Sends requests with ky, the default. Pass your own instance to use its hooks, headers and `fetch` with every client.
 * Its `retry`, `timeout`, `totalTimeout`, `throwHttpErrors` and `prefix` are turned off for each request, and redirects
 * are not followed: the client handles these. If a hook throws, the call fails and is not retried.
 *
 * @throws ConfigurationError when an option is unknown; NotSentError, from the transport, when ky cannot be loaded (the next
 * request tries again).
 */
export function kyTransport(options: KyTransportOptions = {}): Transport {
  checkOptions("kyTransport()", options, optionNames);
  const { instance, fetch } = options;
  return instance === undefined ? lazyKyTransport(fetch) : withInstance(instance, fetch);
}
