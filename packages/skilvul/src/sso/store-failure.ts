import { ConfigurationError } from "@kelaskit/core";
import type { NonceStore } from "./nonce-store.ts";

/**
 * Asks a user's store for something.
 *
 * @throws ConfigurationError when it is not a store, or when it fails, with what it threw as the cause.
 */
export async function askStore<Answer>(
  whose: string,
  method: keyof NonceStore,
  nonces: NonceStore,
  ask: (store: NonceStore) => Answer | PromiseLike<Answer>,
): Promise<Answer> {
  const store = nonces as Partial<NonceStore> | null | undefined;
  if (typeof store?.[method] !== "function") {
    throw new ConfigurationError(
      `${whose}: nonces must be a store with the functions add and take, such as memoryNonceStore().`,
    );
  }
  try {
    return await ask(nonces);
  } catch (error) {
    throw new ConfigurationError(
      `${whose}: the nonce store failed in ${method}(). Its error is the cause; start the login again once it works.`,
      { code: "storage", cause: error },
    );
  }
}
