import { NotSentError, type Transport } from "./transport.ts";

/**
 * Sends requests with ky, which is loaded with the first one: importing ky makes Node load its fetch, which takes as long as
 * everything else together. A failed load is not cached, so the next request tries again.
 */
export function lazyKyTransport(fetch: typeof globalThis.fetch | undefined): Transport {
  let loaded: Transport | undefined;
  const load = async (): Promise<Transport> => {
    try {
      const { bareKyTransport } = await import("./bare-ky.ts");
      return (loaded ??= bareKyTransport(fetch));
    } catch (error) {
      throw new NotSentError("ky could not be loaded", { cause: error });
    }
  };
  return async (request) => (loaded ?? (await load()))(request);
}
