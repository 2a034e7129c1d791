import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { luaScript } from "@kelaskit/core/node";
import type { Redis } from "ioredis";
import { askRedis, RedisError } from "./redis-error.ts";

const firstPause = 10;
const longestPause = 200;
const longestWait = 120_000;

/** Takes the lock and a number that grows with every holder, also when Redis has lost the last one: the clock is its floor. */
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

/** A lock in Redis: who holds it, and the number of the newest holder. */
export interface FencedLock {
  readonly redis: Redis;
  /** What it protects, for messages. */
  readonly name: string;
  /** Holds the random name of the holder, and ends with the lease. */
  readonly lockKey: string;
  /** Holds the newest number, without end. */
  readonly fenceKey: string;
  /** The lease in milliseconds. */
  readonly ttl: number;
}

async function acquire({ redis, name, lockKey, fenceKey, ttl }: FencedLock, owner: string): Promise<string> {
  const giveUp = performance.now() + longestWait;
  for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 1.5)) {
    const fence = await askRedis("take the lock of the tokens", () =>
      take(redis, [lockKey, fenceKey], [owner, ttl]),
    );
    if (typeof fence === "string") return fence;
    if (performance.now() > giveUp) {
      throw new RedisError(
        `The lock of the tokens ${name} in Redis has been held by other processes for ${longestWait / 1000} s. If none of them renews tokens, delete the key ${lockKey}.`,
      );
    }
    // Spread out, so that processes that wait together do not look together.
    await wait(pause * (0.5 + Math.random() / 2));
  }
}

/**
 * Runs a task while no other process runs one for the same lock. The lease is renewed while the task runs; when its
 * holder dies or stalls, the lock is free after the lease.
 *
 * @param task Gets the holder's number: whatever it writes must be refused when a newer number is out.
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
      // A lease that is not renewed ends, and then the number protects what the task writes.
      renew(redis, [lockKey], [owner, ttl]).catch(() => undefined);
    },
    Math.max(1, Math.floor(ttl / 3)),
  );
  beat.unref();
  try {
    return await task(fence);
  } finally {
    clearInterval(beat);
    // What the task gave is worth more than the lock, which ends by itself.
    await release(redis, [lockKey], [owner]).catch(() => undefined);
  }
}
