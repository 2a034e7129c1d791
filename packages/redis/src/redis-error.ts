import { KelasError } from "@kelaskit/core";

/**
 * What the processes share through Redis could not be read or written, or a lock was lost. Nothing goes on without it:
 * no request is sent that the limit does not allow, no token is renewed without the lock.
 */
export class RedisError extends KelasError {
  static override readonly brand: string = "RedisError";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "it gave no reason";
}

/**
 * Runs commands of Redis and names Redis in what goes wrong, since the reader of an error of a vendor's client would
 * look for it at the vendor.
 *
 * @param purpose What could not be done, as in `take a lock`.
 */
export async function askRedis<Result>(purpose: string, commands: () => Promise<Result>): Promise<Result> {
  try {
    return await commands();
  } catch (error) {
    throw new RedisError(
      `Redis failed, so that it was not possible to ${purpose}: ${reasonOf(error)}. Check that the server runs and that this process may use it.`,
      { cause: error },
    );
  }
}
