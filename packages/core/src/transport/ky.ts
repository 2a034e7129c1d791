import type { Transport } from "./transport.ts";

type Ky = typeof import("ky").default;

let loading: Promise<Ky> | undefined;
let loaded: Ky | undefined;

/** ky is loaded with the first request: importing it makes Node load its fetch, which costs as much as all the rest. */
async function loadKy(): Promise<Ky> {
  const module = await (loading ??= import("ky").then((ky) => ky.default));
  return (loaded = module);
}

/**
 * ky for one bare attempt: its retries, time-outs and hooks are off, since core's rules are not its rules. Redirects
 * are not followed, so that a credential never leaves its origin.
 */
export function kyTransport(fetch: typeof globalThis.fetch | undefined): Transport {
  const fixed = { retry: 0, timeout: false, throwHttpErrors: false, redirect: "manual" } as const;
  return async ({ url, method, headers, body, signal }) => {
    const ky = loaded ?? (await loadKy());
    return ky(url, {
      ...fixed,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      // The signal goes to fetch and not to ky, which would build a composite of it: a fifth of the cost of a call.
      fetch: (request) => (fetch ?? globalThis.fetch)(request, { signal }),
    });
  };
}
