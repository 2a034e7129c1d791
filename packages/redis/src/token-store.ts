import { AsyncLocalStorage } from "node:async_hooks";
import { ConfigurationError, type TokenSet, type TokenStore } from "@kelaskit/core";
import {
  checkOptions,
  keptTokensName,
  luaScript,
  type OptionNames,
  parseKeptTokens,
} from "@kelaskit/core/node";
import type { Redis } from "ioredis";
import { withFencedLock } from "./fenced-lock.ts";
import { askRedis, RedisError } from "./redis-error.ts";

/** Settings of a token store in Redis. */
export interface RedisTokenStoreOptions {
  /** What every key begins with. @default "kelaskit:" */
  readonly prefix?: string | undefined;
  /**
   * How long the lock of a process that has died or stalled is still taken, in milliseconds. A living holder renews it.
   * @default 10000
   */
  readonly lockTtl?: number | undefined;
}

const optionNames = { prefix: true, lockTtl: true } as const satisfies OptionNames<RedisTokenStoreOptions>;

/** Writes (1) or, without a text, forgets. Refused (0) when a newer holder is out, unless it changes nothing. */
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

/** When nothing of the tokens is of use any more: a secret that has ended need not lie about. */
function endOf({ expiresAt, refreshToken, refreshExpiresAt }: TokenSet): number | undefined {
  if (expiresAt === undefined) return undefined;
  if (refreshToken === undefined) return expiresAt;
  return refreshExpiresAt === undefined ? undefined : Math.max(expiresAt, refreshExpiresAt);
}

/**
 * Keeps tokens in Redis, so that the processes of many machines share them and renew a token once between them. Redis
 * then holds secrets: see the package's README for what that asks of the server.
 *
 * Its lock is fenced: a process that stalls in the middle of a renewal for longer than the lease cannot overwrite the
 * tokens that another has got meanwhile. Outside a lock the last `set` wins.
 *
 * @param redis An ioredis connection of yours; it stays open.
 * @throws ConfigurationError when an option cannot be right, or, from its methods, when a key does not hold tokens.
 * @throws RedisError, from its methods, when Redis fails or the lock was lost to another process.
 * @example
 * ```ts
 * const redis = new Redis(process.env.REDIS_URL);
 * const skilvul = createSkilvul({ tokenStore: redisTokenStore(redis) });
 * ```
 */
export function redisTokenStore(redis: Redis, options: RedisTokenStoreOptions = {}): TokenStore {
  checkOptions("redisTokenStore()", options, optionNames);
  const { prefix = "kelaskit:", lockTtl = 10_000 } = options;
  if (!Number.isInteger(lockTtl) || lockTtl < 50) {
    throw new ConfigurationError(
      `redisTokenStore: lockTtl must be a whole number of milliseconds, 50 or more, and is ${lockTtl}.`,
    );
  }
  /** The numbers of the locks that the running task holds: a store may serve many tasks at once. */
  const held = new AsyncLocalStorage<ReadonlyMap<string, string>>();
  // The braces keep the keys of one account together on a cluster.
  const keyOf = (name: string, what: "tokens" | "lock" | "fence"): string => `${prefix}{${name}}:${what}`;

  const put = async (key: string, text: string, end: number | undefined): Promise<void> => {
    const name = keptTokensName(key);
    const fence = held.getStore()?.get(name) ?? "";
    const written = await askRedis("keep tokens", () =>
      write(redis, [keyOf(name, "tokens"), keyOf(name, "fence")], [fence, text, end ?? ""]),
    );
    if (written === 1) return;
    throw new RedisError(
      `The tokens ${name} in Redis were not replaced: this process stalled for longer than its lock's ${lockTtl} ms, and another has taken over. Its tokens were kept; call again to use them.`,
    );
  };

  return {
    async get(key) {
      const tokensKey = keyOf(keptTokensName(key), "tokens");
      const text = await askRedis("read tokens", () => redis.get(tokensKey));
      return text === null ? undefined : parseKeptTokens(text, `The key ${tokensKey} in Redis`);
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
