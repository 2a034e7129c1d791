import { KelasError } from "@kelaskit/core";

/**
 * What the processes share through Redis could not be read or written, or a lock was lost. Nothing goes on without it:
 * no request is sent that the limit does not allow, no token is renewed without the lock.
 */
export class RedisError extends KelasError {
  static override readonly brand: string = "RedisError";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.+$/, "") : "it gave no reason";
}

/** An error of ioredis without its command, whose arguments are printed with it: tokens are among them. */
function withoutCommand(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const bare = new Error(error.message);
  bare.name = error.name;
  return "code" in error ? Object.assign(bare, { code: error.code }) : bare;
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
      { cause: withoutCommand(error) },
    );
  }
}
