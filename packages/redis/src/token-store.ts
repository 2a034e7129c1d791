import { AsyncLocalStorage } from "node:async_hooks";
import { ConfigurationError, type TokenSet, type TokenStore } from "@kelaskit/core";
import {
  checkOptions,
  keptTokensName,
  luaScript,
  type OptionNames,
  parseKeptTokens,
} from "@kelaskit/core/node";
import type { RedisConnection } from "./redis-connection.ts";
import { withFencedLock } from "./fenced-lock.ts";
import { askRedis, RedisError } from "./redis-error.ts";

/** Options of a token store in Redis. */
export interface RedisTokenStoreOptions {
  /** Prefix of all keys. @default "kelaskit:" */
  readonly prefix?: string | undefined;
  /**
   * How long a lock lasts after its process died or stalled, in milliseconds. A running process renews its lock.
   * @default 10000
   */
  readonly lockTtl?: number | undefined;
}

const optionNames = { prefix: true, lockTtl: true } as const satisfies OptionNames<RedisTokenStoreOptions>;

/** Writes the tokens, or deletes them if the text is empty (1). Refuses (0) if a newer holder exists, unless nothing would change. */
const write = luaScript(`
if ARGV[1] ~= '' and redis.call('get', KEYS[2]) ~= ARGV[1] then
  if redis.call('get', KEYS[1]) == ARGV[2] then return 1 end
  return 0
end
if ARGV[2] == '' then redis.call('del', KEYS[1])
else redis.call('set', KEYS[1], ARGV[2]) end
if ARGV[3] ~= '' then redis.call('pexpireat', KEYS[1], ARGV[3]) end
return 1
`);

/** Reads the tokens. As a script, it is sent to the master, even by a `Cluster` that reads from replicas: they lag behind. */
const read = luaScript("return redis.call('get', KEYS[1])");

/** When neither token can be used any more: expired secrets are not kept. */
function endOf({ expiresAt, refreshToken, refreshExpiresAt }: TokenSet): number | undefined {
  if (expiresAt === undefined) return undefined;
  if (refreshToken === undefined) return expiresAt;
  return refreshExpiresAt === undefined ? undefined : Math.max(expiresAt, refreshExpiresAt);
}

/**
 * Creates a token store in Redis, so that processes on many machines share tokens and renew each one only once. Redis then
 * contains secrets: the package's README explains how to protect the server.
 *
 * Its lock is fenced: a process that stalls during a renewal for longer than the lease cannot overwrite the tokens that another
 * process has received in the meantime. Outside a lock, the last `set` wins.
 *
 * @param redis Your ioredis connection: a `Redis` or a `Cluster`. It is never closed.
 * @throws ConfigurationError when an option is invalid, or, from its methods, when a key does not contain tokens.
 * @throws RedisError, from its methods, when Redis fails or the lock was lost to another process.
 * @example
 * ```ts
 * const redis = new Redis(process.env.REDIS_URL);
 * const skilvul = createSkilvul({ tokenStore: redisTokenStore(redis) });
 * ```
 */
export function redisTokenStore(redis: RedisConnection, options: RedisTokenStoreOptions = {}): TokenStore {
  checkOptions("redisTokenStore()", options, optionNames);
  const { prefix = "kelaskit:", lockTtl = 10_000 } = options;
  if (!Number.isInteger(lockTtl) || lockTtl < 50) {
    throw new ConfigurationError(
      `redisTokenStore: lockTtl is ${lockTtl}: expected a whole number of milliseconds, 50 or more.`,
    );
  }
  /** The fence numbers of the locks that the running task holds. A store may run many tasks at once. */
  const held = new AsyncLocalStorage<ReadonlyMap<string, string>>();
  // The braces place all keys of an account in the same hash slot.
  const keyOf = (name: string, what: "tokens" | "lock" | "fence"): string => `${prefix}{${name}}:${what}`;

  const put = async (key: string, text: string, end: number | undefined): Promise<void> => {
    const name = keptTokensName(key);
    const fence = held.getStore()?.get(name) ?? "";
    const written = await askRedis("store tokens", () =>
      write(redis, [keyOf(name, "tokens"), keyOf(name, "fence")], [fence, text, end ?? ""]),
    );
    if (written === 1) return;
    throw new RedisError(
      `The tokens ${name} in Redis were not replaced: this process stalled for longer than the ${lockTtl} ms of its lock, and another process has taken over. The tokens of that process were kept; call again to use them.`,
    );
  };

  return {
    async get(key) {
      const tokensKey = keyOf(keptTokensName(key), "tokens");
      const text = await askRedis("read tokens", () => read(redis, [tokensKey], []));
      return typeof text === "string" ? parseKeptTokens(text, `The key ${tokensKey} in Redis`) : undefined;
    },
    set: (key, tokens) => put(key, JSON.stringify(tokens), endOf(tokens)),
    delete: (key) => put(key, "", undefined),
    lock(key, task) {
      const name = keptTokensName(key);
      const lock = {
        redis,
        name,
        lockKey: keyOf(name, "lock"),
        fenceKey: keyOf(name, "fence"),
        ttl: lockTtl,
      };
      return withFencedLock(lock, (fence) => {
        const holds = new Map([...(held.getStore() ?? []), [name, fence]]);
        return held.run(holds, task);
      });
    },
  };
}
