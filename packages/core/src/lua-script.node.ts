import { createHash } from "node:crypto";

/** A connection that runs Lua scripts, as an ioredis connection does. */
export interface LuaConnection {
  /** Runs a script from its text. */
  eval(lua: string, keyCount: number, ...values: (string | number)[]): Promise<unknown>;
  /** Runs a script that the server knows by its SHA-1 hash. */
  evalsha(hash: string, keyCount: number, ...values: (string | number)[]): Promise<unknown>;
}

/** Runs a Lua script as one atomic step of Redis. */
export type LuaScript = (
  redis: LuaConnection,
  keys: readonly string[],
  values: readonly (string | number)[],
) => Promise<unknown>;

/**
 * Creates a function that runs a Lua script in Redis. The text is sent only when the server does not have the script yet; after
 * that, its hash is enough.
 *
 * The `defineCommand` of ioredis is not used: it would add untyped methods to the connection, which belongs to the user, and two
 * versions of a package would overwrite each other's scripts there.
 */
export function luaScript(lua: string): LuaScript {
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
