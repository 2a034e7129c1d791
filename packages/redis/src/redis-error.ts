import { KelasError } from "@kelaskit/core";

/**
 * Redis could not be read or written, or a lock was lost. Kelaskit then fails closed: no request is sent without the limit, and no
 * token is renewed without the lock.
 */
export class RedisError extends KelasError {
  static override readonly brand: string = "RedisError";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.+$/, "") : "no reason given";
}

/** A copy of an ioredis error without its command: the arguments, which may be tokens, would be printed with it. */
function withoutCommand(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const bare = new Error(error.message);
  bare.name = error.name;
  return "code" in error ? Object.assign(bare, { code: error.code }) : bare;
}

/**
 * Runs Redis commands and names Redis in their errors. Without it, the reader would look for the cause at the vendor.
 *
 * @param purpose What the commands are for, such as `take the token lock`.
 */
export async function askRedis<Result>(purpose: string, commands: () => Promise<Result>): Promise<Result> {
  try {
    return await commands();
  } catch (error) {
    throw new RedisError(
      `Could not ${purpose}: Redis failed (${reasonOf(error)}). Check that the server is running and that this process has access to it.`,
      { cause: withoutCommand(error) },
    );
  }
}
