import { type Limiter, LimiterPausedError } from "@kelaskit/core";
import { longestPause } from "@kelaskit/core";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { redisLimiter, type RedisLimiterOptions } from "../src/index.ts";
import { startSlowProxy } from "./support/slow-proxy.ts";
import { stateOf, turns, use } from "./support/waits.ts";
import { type RunningRedis, startRedis } from "@kelaskit/test-support/redis";

const program = inject("redisServer");

const starts = "kelaskit:{limit-sample}:starts";
const { signal } = new AbortController();

let server: RunningRedis;
let redis: Redis;

function limiter(options: Partial<RedisLimiterOptions> = {}): Limiter {
  return redisLimiter(redis, { key: "sample", limit: 5, interval: 60_000, ...options });
}

/** When the pause in Redis ends, in whole milliseconds: Redis counts fractions, Node's clock does not. */
async function pauseInRedis(): Promise<number> {
  return Math.floor(Number(await redis.zscore(starts, "pause")));
}

describe.skipIf(program === "")("a pause of redisLimiter", () => {
  beforeAll(async () => {
    server = await startRedis(program);
    redis = new Redis({ path: server.path });
  });

  afterEach(async () => {
    await redis.flushall();
  });

  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it("applies to every process when one was told to wait", async () => {
    const one = limiter();
    const other = limiter();
    await one.pauseUntil(Date.now() + 60_000);
    await turns(redis, 1);
    const ended = new AbortController();
    const waiting = other.acquire(ended.signal, 0);
    expect(await stateOf(redis, waiting)).toBe("waiting");
    ended.abort();
    await expect(waiting).rejects.toThrow("aborted");
  });

  it("does not last longer when the machine's clock is set back", async () => {
    const limited = limiter();
    await limited.pauseUntil(Date.now() + 200);
    const setBack = vi.spyOn(Date, "now").mockReturnValue(0);
    await limited.acquire(signal, 0);
    setBack.mockRestore();
  });

  it("ends, but not because of a shorter one", async () => {
    const one = limiter();
    const before = Date.now();
    await one.pauseUntil(before + 300);
    await limiter().pauseUntil(before + 100);
    await limiter().acquire(signal, 0);
    // Both use this machine's clock; the length of a pause is rounded.
    expect(Date.now()).toBeGreaterThanOrEqual(before + 298);
  });

  it("voids permits that were granted for a later moment", async () => {
    const proxy = await startSlowProxy(server.path, 50);
    const far = new Redis({ port: proxy.port });
    const limited = redisLimiter(far, { key: "sample", limit: 1, interval: 90 });
    await limited.acquire(signal, 0);
    const ended = new AbortController();
    const waits = [limited.acquire(ended.signal, 0), limited.acquire(ended.signal, 0)];
    const first = await Promise.race(waits.map((wait, index) => wait.then(() => index)));
    await limited.pauseUntil(Date.now() + 60_000);
    expect(await stateOf(redis, waits[1 - first] ?? Promise.reject(new Error("there are two")))).toBe(
      "waiting",
    );
    ended.abort();
    await Promise.allSettled(waits);
    far.disconnect();
    await proxy.close();
  });

  it("rejects at once requests that may not wait for its end, including waiting ones", async () => {
    const limited = limiter({ limit: 1 });
    await use(limited, 1);
    const refused = [limited.acquire(signal, 0, 59_000), limited.acquire(signal, 1, 0)];
    const ended = new AbortController();
    const patient = [limited.acquire(ended.signal, 0, 61_000), limited.acquire(ended.signal, 0)];

    await limited.pauseUntil(Date.now() + 60_000);
    refused.push(limited.acquire(signal, 0, 59_000));

    for (const wait of refused) await expect(wait).rejects.toBeInstanceOf(LimiterPausedError);
    for (const wait of patient) expect(await stateOf(redis, wait)).toBe("waiting");
    ended.abort();
    await Promise.allSettled(patient);
  });

  it("rejects no request whose patience is for each pause, however long it has waited already", async () => {
    const limited = limiter({ limit: 1 });
    await use(limited, 1);
    const ended = new AbortController();
    const refused = limited.acquire(signal, 0, 60_000);
    const patient = limited.acquire(ended.signal, 0, 60_000, true);
    const before = performance.now();
    const clock = vi.spyOn(performance, "now").mockImplementation(() => before + 50_000);

    await limited.pauseUntil(Date.now() + 30_000);

    await expect(refused).rejects.toBeInstanceOf(LimiterPausedError);
    clock.mockRestore();
    expect(await stateOf(redis, patient)).toBe("waiting");
    ended.abort();
    await Promise.allSettled([patient]);
  });

  it("of another process is noticed with the next request to Redis, and remembered", async () => {
    await limiter().pauseUntil(Date.now() + 60_000);
    await turns(redis, 1);
    const limited = limiter();

    const first: unknown = await limited.acquire(signal, 0, 1000).catch((error: unknown) => error);
    const asked = vi.spyOn(redis, "evalsha");
    await expect(limited.acquire(signal, 0, 1000)).rejects.toBeInstanceOf(LimiterPausedError);

    expect(first).toBeInstanceOf(LimiterPausedError);
    const { retryAfter } = first as LimiterPausedError;
    expect(retryAfter).toBeGreaterThan(0);
    // The pause began later by the clock of Redis: the way there counts too.
    expect(retryAfter).toBeLessThan(120_000);
    expect(asked).not.toHaveBeenCalled();
  });

  it("that is deleted in Redis ends in every process within a minute", async () => {
    const limited = limiter();
    await limited.pauseUntil(Date.now() + longestPause);
    await turns(redis, 1);
    await redis.zrem(starts, "pause");
    await expect(limited.acquire(signal, 0, 1000)).rejects.toBeInstanceOf(LimiterPausedError);

    const started = performance.now();
    vi.spyOn(performance, "now").mockImplementation(() => started + 60_001);

    await expect(limited.acquire(signal, 0, 1000)).resolves.toBeTypeOf("function");
  });

  it.each([1e15, Infinity, Number.NaN])("until %d ends after a day", async (moment) => {
    await limiter().pauseUntil(moment);
    await turns(redis, 2);

    expect(await pauseInRedis()).toBeLessThanOrEqual(Date.now() + longestPause);
    expect(await pauseInRedis()).toBeGreaterThan(Date.now() + longestPause - 60_000);
  });

  it.each(["1e15", "inf"])("until %s, written by an older version, is cut to a day once", async (moment) => {
    await redis.zadd(starts, moment, "pause");

    await expect(limiter().acquire(signal, 0, 1000)).rejects.toBeInstanceOf(LimiterPausedError);
    const cut = await redis.zscore(starts, "pause");
    await expect(limiter().acquire(signal, 0, 1000)).rejects.toBeInstanceOf(LimiterPausedError);
    await limiter().pauseUntil(Date.now() + 60_000);
    await turns(redis, 2);

    expect(await redis.zscore(starts, "pause")).toBe(cut);
    expect(await pauseInRedis()).toBeLessThanOrEqual(Date.now() + longestPause);
  });

  it("voids a permit that was on its way when it began", async () => {
    const limited = limiter();
    const asked = vi.spyOn(redis, "evalsha");
    const ended = new AbortController();
    const waiting = limited.acquire(ended.signal, 0);
    while (asked.mock.calls.length === 0) await Promise.resolve();

    await limited.pauseUntil(Date.now() + 60_000);

    expect(await stateOf(redis, waiting)).toBe("waiting");
    ended.abort();
    await expect(waiting).rejects.toThrow("aborted");
  });
});
