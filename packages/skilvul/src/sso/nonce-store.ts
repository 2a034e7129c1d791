import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { ConfigurationError } from "@kelaskit/core";

/**
 * Where the nonces of started logins are kept until their learners come back. A login may be started in one process and
 * finished in another, so all processes of a site must share one store.
 */
export interface NonceStore {
  /**
   * Stores a nonce.
   *
   * @param nonce 32 lower-case hexadecimal digits.
   * @param expiresAt When it expires, in milliseconds since 1970.
   */
  add(nonce: string, expiresAt: number): void | PromiseLike<void>;
  /**
   * Removes a nonce. Must be atomic, such as `DEL` of Redis or `DELETE … RETURNING` of SQL: of several calls with the same
   * nonce at the same time, one returns true.
   *
   * @returns Whether it was there and had not expired.
   */
  take(nonce: string): boolean | PromiseLike<boolean>;
}

/** Settings of `memoryNonceStore`. */
export interface MemoryNonceStoreOptions {
  /** How many nonces are kept; beyond that, the oldest are dropped, and their logins must be started again. @default 100000 */
  readonly maxNonces?: number | undefined;
}

const optionNames = { maxNonces: true } as const satisfies OptionNames<MemoryNonceStoreOptions>;

/**
 * Creates a store in memory, for a site that runs as one process: with several, or on a serverless platform, a learner may
 * come back to a process that does not know the nonce and is refused. A restart forgets the logins that have started.
 *
 * @throws ConfigurationError when an option is unknown or invalid.
 */
export function memoryNonceStore(options: MemoryNonceStoreOptions = {}): NonceStore {
  checkOptions("memoryNonceStore()", options, optionNames);
  const { maxNonces = 100_000 } = options;
  if (!Number.isInteger(maxNonces) || maxNonces < 1)
    throw new ConfigurationError(
      `memoryNonceStore: maxNonces must be a whole number of at least 1, got ${String(maxNonces)}.`,
    );
  const expiries = new Map<string, number>();
  return {
    add(nonce, expiresAt) {
      const now = Date.now();
      // Anyone can start a login, so what nobody came back with is removed. The oldest come first, and nearly always expire first.
      for (const [oldest, expiry] of expiries) {
        if (expiry > now && expiries.size < maxNonces) break;
        expiries.delete(oldest);
      }
      expiries.set(nonce, expiresAt);
    },
    take(nonce) {
      const expiry = expiries.get(nonce);
      return expiries.delete(nonce) && expiry !== undefined && expiry > Date.now();
    },
  };
}
