import { callFetch } from "./fetch.ts";
import { NotSentError, type Transport, type TransportRequest } from "./transport.ts";

/** ky, as far as it is used here: its own types need those of the DOM, which programs for Node do not have. */
type Ky = (url: string, options: object) => Promise<Response>;

/** Settings of `kyTransport`. */
export interface KyTransportOptions {
  /** Your own ky of version 2, with its hooks, headers and `fetch`. @default a bare one, loaded with the first request */
  readonly instance?: ((url: string, options: object) => Promise<Response>) | undefined;
  /** Any WHATWG `fetch`; it is called with a text and an init object. @default the instance's, else the platform's */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** What core does itself: ky makes one bare attempt. Its signal, too: ky would build a composite of it, a fifth of a call. */
const bareAttempt = {
  retry: 0,
  timeout: false,
  totalTimeout: false,
  throwHttpErrors: false,
  redirect: "manual",
  // The URL is whole.
  prefix: "",
} as const;

/** Loads ky with the first request: importing it makes Node load its fetch, which costs as much as all the rest. */
async function loadKy(): Promise<Ky> {
  try {
    const { default: ky } = await import("ky");
    return ky.create(bareAttempt);
  } catch (error) {
    throw new NotSentError("ky could not be loaded", { cause: error });
  }
}

/** Calls a `fetch` with what hooks have left of a request, as a text and fields. */
async function callWithRequest(
  fetch: typeof globalThis.fetch,
  changed: Request,
  { method, body, signal }: TransportRequest,
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
    const { url, method, headers, body, signal } = request;
    const options = {
      ...bareAttempt,
      method,
      headers,
      signal,
      ...(body === undefined ? {} : { body }),
      ...(fetch && { fetch: (changed: Request) => callWithRequest(fetch, changed, request) }),
    };
    try {
      return await instance(url, options);
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
 * @throws NotSentError when ky cannot be loaded; the next request tries again.
 */
export function kyTransport({ instance, fetch }: KyTransportOptions = {}): Transport {
  if (instance !== undefined) return withInstance(instance, fetch);
  let ky: Ky | undefined;
  let loading: Promise<Ky> | undefined;
  const load = async (): Promise<Ky> => {
    try {
      return (ky = await (loading ??= loadKy()));
    } finally {
      // Of a failure nothing is kept, so that the next request tries again.
      loading = undefined;
    }
  };
  return async (request) => {
    const send = ky ?? (await load());
    // Nothing can hook into this ky, so that it gets no field that it would only copy.
    return send(request.url, { method: request.method, fetch: () => callFetch(fetch, request) });
  };
}
