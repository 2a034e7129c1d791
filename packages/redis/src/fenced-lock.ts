import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { luaScript } from "@kelaskit/core/node";
import type { RedisConnection } from "./redis-connection.ts";
import { askRedis, RedisError } from "./redis-error.ts";

const firstPause = 10;
const longestPause = 200;
const longestWait = 120_000;

/** Takes the lock and returns a fence number that grows with each holder, even after Redis lost its data: it is at least the clock. */
const take = luaScript(`
if not redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return false end
local time = redis.call('time')
local floor = time[1] * 1000000 + time[2]
if redis.call('incr', KEYS[2]) < floor then redis.call('set', KEYS[2], string.format('%.0f', floor)) end
return redis.call('get', KEYS[2])
`);

const renew = luaScript(`
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('pexpire', KEYS[1], ARGV[2])
`);

const release = luaScript(`
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('del', KEYS[1])
`);

/** A lock in Redis with fence numbers. */
export interface FencedLock {
  readonly redis: RedisConnection;
  /** What the lock protects, for error messages. */
  readonly name: string;
  /** The key of the holder's random name. It expires with the lease. */
  readonly lockKey: string;
  /** The key of the latest fence number. It never expires. */
  readonly fenceKey: string;
  /** How long the lease lasts, in milliseconds. */
  readonly ttl: number;
}

async function acquire({ redis, name, lockKey, fenceKey, ttl }: FencedLock, owner: string): Promise<string> {
  const giveUp = performance.now() + longestWait;
  for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 1.5)) {
    const fence = await askRedis("take the token lock", () => take(redis, [lockKey, fenceKey], [owner, ttl]));
    if (typeof fence === "string") return fence;
    if (performance.now() > giveUp) {
      throw new RedisError(
        `Other processes have held the lock for the tokens ${name} in Redis for ${longestWait / 1000} s. If no process is renewing these tokens, delete the key ${lockKey}.`,
      );
    }
    // Jitter, so that waiting processes do not retry at the same moment.
    await wait(pause * (0.5 + Math.random() / 2));
  }
}

/**
 * Runs a task while holding a lock, so that no other process runs one for the same lock. The lease is renewed while the task
 * runs; if the holder dies or stalls, the lock is free once the lease expires.
 *
 * @param task Receives the holder's fence number. Its writes must be refused once a newer number has been issued.
 * @throws RedisError after two minutes of waiting, or when Redis fails.
 */
export async function withFencedLock<Result>(
  lock: FencedLock,
  task: (fence: string) => Promise<Result>,
): Promise<Result> {
  const { redis, lockKey, ttl } = lock;
  const owner = randomUUID();
  const fence = await acquire(lock, owner);
  const beat = setInterval(
    () => {
      // If the renewal fails, the lease expires, and the fence number rejects late writes of the task.
      renew(redis, [lockKey], [owner, ttl]).catch(() => undefined);
    },
    Math.max(1, Math.floor(ttl / 3)),
  );
  beat.unref();
  try {
    return await task(fence);
  } finally {
    clearInterval(beat);
    // The task's result matters more than a failed release: the lock expires by itself.
    await release(redis, [lockKey], [owner]).catch(() => undefined);
  }
}
