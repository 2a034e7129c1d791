import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/** A program that Redis runs as one step: nothing comes between its reads and its writes. */
export type Script = (
  redis: Redis,
  keys: readonly string[],
  values: readonly (string | number)[],
) => Promise<unknown>;

/** Makes a script of Lua. It is sent once for each server and named by its hash from then on. */
export function script(lua: string): Script {
  const hash = createHash("sha1").update(lua).digest("hex");
  return async (redis, keys, values) => {
    try {
      return await redis.evalsha(hash, keys.length, ...keys, ...values);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return redis.eval(lua, keys.length, ...keys, ...values);
    }
  };
}
