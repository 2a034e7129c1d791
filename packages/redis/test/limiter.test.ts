import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ConfigurationError, type Limiter } from "@kelaskit/core";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { RedisError, redisLimiter, type RedisLimiterOptions } from "../src/index.ts";
import { startSlowProxy } from "./support/slow-proxy.ts";
import { stateOf, turns, use } from "./support/waits.ts";
import { watchStarts } from "@kelaskit/test-support/limiter-starts";
import { type RunningRedis, startRedis } from "@kelaskit/test-support/redis";

const program = inject("redisServer");

const worker = fileURLToPath(new URL("support/limiter-worker.ts", import.meta.url));
const { signal } = new AbortController();

let server: RunningRedis;
let redis: Redis;
let workers: ChildProcess[] = [];
/** The requests in progress: until it ends, each renews its place, also in the tests after its own. */
const inProgress = new Set<object>();

function start(...commandArguments: readonly (string | number)[]): ChildProcess {
  const child = fork(worker, [server.path, ...commandArguments.map(String)], {
    execArgv: ["--conditions=kelaskit-source"],
  });
  workers.push(child);
  return child;
}

async function heard(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, "message")) as [unknown];
  return message;
}

function limiter(options: Partial<RedisLimiterOptions> = {}): Limiter {
  const limited = redisLimiter(redis, { key: "sample", limit: 5, interval: 60_000, ...options });
  if (options.concurrency === undefined) return limited;
  return {
    async acquire(...asked) {
      const release = await limited.acquire(...asked);
      const request = {};
      inProgress.add(request);
      return () => {
        inProgress.delete(request);
        return release();
      };
    },
    pauseUntil: (moment) => limited.pauseUntil(moment),
  };
}

describe.skipIf(program === "")("redisLimiter", () => {
  beforeAll(async () => {
    server = await startRedis(program);
    redis = new Redis({ path: server.path });
  });

  afterEach(async () => {
    for (const child of workers) child.kill("SIGKILL");
    workers = [];
    await redis.flushall();
    const left = inProgress.size;
    inProgress.clear();
    expect(left, "requests that the test has not ended").toBe(0);
  });

  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it("lets four processes together start at most the limit in any interval", async () => {
    const starts = await watchStarts(redis);
    const children = Array.from({ length: 4 }, () => start(20, 10, 200));
    expect(await Promise.all(children.map(heard))).toEqual(children.map(() => "ready"));
    for (const child of children) child.send("go");
    await Promise.all(children.map(heard));
    expect(await starts.count()).toBe(80);
    expect(await starts.most(200)).toBe(10);
    starts.close();
  });

  it("shares a limit between limiters with the same key only", async () => {
    await use(limiter(), 5);
    const ended = new AbortController();
    const waiting = limiter().acquire(ended.signal, 0);
    expect(await stateOf(redis, waiting)).toBe("waiting");
    await use(limiter({ key: "other" }), 5);
    ended.abort();
    await expect(waiting).rejects.toThrow("aborted");
  });

  it("continues after Redis has lost its scripts", async () => {
    const limited = limiter({ limit: 2 });
    await use(limited, 1);
    await redis.script("FLUSH");
    await use(limited, 1);
    expect(await redis.zcard("kelaskit:{limit-sample}:starts")).toBe(2);
  });

  it("lets token requests go first", async () => {
    const limited = limiter({ limit: 1, interval: 100 });
    const order: string[] = [];
    const send = async (name: string, priority: number): Promise<void> => {
      const release = await limited.acquire(signal, priority);
      order.push(name);
      await release();
    };
    await use(limited, 1);
    await Promise.all([send("order", 0), send("another order", 0), send("token", 1)]);
    expect(order).toEqual(["token", "order", "another order"]);
  });

  it("bounds the requests in progress over all processes", async () => {
    const options = { limit: 1000, concurrency: 2 };
    const endFirst = await limiter(options).acquire(signal, 0);
    const endSecond = await limiter(options).acquire(signal, 0);
    const third = limiter(options).acquire(signal, 0);
    expect(await stateOf(redis, third)).toBe("waiting");
    await endFirst();
    const endThird = await third;
    // A second call frees no second place.
    await endFirst();
    const ended = new AbortController();
    const fourth = limiter(options).acquire(ended.signal, 0);
    expect(await stateOf(redis, fourth)).toBe("waiting");
    ended.abort();
    await expect(fourth).rejects.toThrow("aborted");
    await endSecond();
    await endThird();
  });

  it("frees the places of a killed process", async () => {
    const child = start(0, 1000, 1000, 1);
    expect(await heard(child)).toBe("ready");
    expect(await redis.zcard("kelaskit:{limit-sample}:leases")).toBe(1);
    child.kill("SIGKILL");
    await once(child, "exit");
    const release = await limiter({ limit: 1000, interval: 1000, concurrency: 1 }).acquire(signal, 0);
    await release();
  });

  it("releases a place when the last request waiting for it is aborted", async () => {
    const options = { limit: 1, concurrency: 1 };
    await use(limiter(options), 1);
    const ended = new AbortController();
    const waiting = limiter(options).acquire(ended.signal, 0);
    expect(await stateOf(redis, waiting)).toBe("waiting");
    ended.abort();
    await expect(waiting).rejects.toThrow("aborted");
    await turns(redis, 5);
    expect(await redis.zcard("kelaskit:{limit-sample}:leases")).toBe(0);
  });

  it("adds one listener to a signal that 50,000 requests share, and aborts them all", async () => {
    const limited = limiter({ limit: 1 });
    await use(limited, 1);
    const caller = new AbortController();
    const added = vi.spyOn(caller.signal, "addEventListener");
    const waits = Array.from({ length: 50_000 }, (_, index) => limited.acquire(caller.signal, index % 2));
    await turns(redis, 1);

    caller.abort();
    const ends = await Promise.allSettled(waits);

    expect(added).toHaveBeenCalledOnce();
    expect(ends.filter(({ status }) => status === "rejected")).toHaveLength(50_000);
  });

  it("keeps no process alive for requests that were aborted while Redis was asked", async () => {
    const limited = limiter({ limit: 1 });
    await use(limited, 1);
    const timers = vi.spyOn(globalThis, "setTimeout");
    const caller = new AbortController();
    const waiting = limited.acquire(caller.signal, 0);
    caller.abort();
    await expect(waiting).rejects.toThrow("aborted");
    await turns(redis, 5);

    expect(timers.mock.calls.filter(([, delay]) => (delay ?? 0) > 1000)).toEqual([]);
  });

  it("renews leases that are longer than the longest timer, but not continuously", async () => {
    const beats = vi.spyOn(globalThis, "setInterval");
    const release = await limiter({ concurrency: 1, leaseTtl: Number.MAX_SAFE_INTEGER }).acquire(signal, 0);

    expect(beats.mock.calls.map(([, delay]) => delay)).toEqual([2 ** 31 - 1]);
    await release();
  });

  describe("asks Redis", () => {
    /** Starts counting the requests to Redis. */
    async function watchQuestions(): Promise<() => Promise<number>> {
      const monitor = await redis.monitor();
      let questions = 0;
      const marked = Promise.withResolvers<undefined>();
      monitor.on("monitor", (_time: string, [command = "", hash = ""]: readonly string[]) => {
        if (/^eval(sha)?$/i.test(command)) questions += 1;
        if (command.toLowerCase() === "echo" && hash === "end") marked.resolve(undefined);
      });
      return async () => {
        await redis.echo("end");
        await marked.promise;
        monitor.disconnect();
        return questions;
      };
    }

    it.each([1, 10, 500])("once for %i waiting requests", async (count) => {
      await use(limiter({ key: "another" }), 1);
      const questions = await watchQuestions();
      const limited = limiter({ limit: 1000 });
      await Promise.all(Array.from({ length: count }, () => limited.acquire(signal, 0)));
      expect(await questions()).toBe(1);
    });

    it("once for all who wait for a free place, too", async () => {
      await use(limiter({ key: "another" }), 1);
      const questions = await watchQuestions();
      const limited = limiter({ limit: 1000, concurrency: 200 });
      const places = await Promise.all(Array.from({ length: 200 }, () => limited.acquire(signal, 0)));
      expect(await questions()).toBe(1);
      expect(await redis.zcard("kelaskit:{limit-sample}:leases")).toBe(200);
      for (const release of places) await release();
      await turns(redis, 1);
      expect(await redis.zcard("kelaskit:{limit-sample}:leases")).toBe(0);
    });

    it("ahead by its latency, so that only the limit slows requests down", async () => {
      const proxy = await startSlowProxy(server.path, 100);
      const far = new Redis({ port: proxy.port });
      await far.ping();
      const starts = await watchStarts(redis);
      const questions = await watchQuestions();
      // Each request to Redis takes four intervals: without asking ahead there would be 20 of them or more.
      const limited = redisLimiter(far, { key: "sample", limit: 10, interval: 50 });
      await Promise.all(Array.from({ length: 200 }, () => limited.acquire(signal, 0)));
      expect(await questions()).toBeLessThanOrEqual(10);
      expect(await starts.count()).toBe(200);
      expect(await starts.most(50)).toBe(10);
      starts.close();
      far.disconnect();
      await proxy.close();
    });
  });

  it("shares an interval between waiting processes", async () => {
    await use(limiter({ limit: 10, interval: 300 }), 10);
    const given = [0, 0];
    const ended = new AbortController();
    const half = Promise.withResolvers<undefined>();
    const waits = [0, 1].map((index) => {
      const limited = limiter({ limit: 10, interval: 300 });
      return Array.from({ length: 100 }, async () => {
        await limited.acquire(ended.signal, 0);
        given[index] = (given[index] ?? 0) + 1;
        if ((given[0] ?? 0) + (given[1] ?? 0) === 40) half.resolve(undefined);
      });
    });
    await half.promise;
    ended.abort();
    await Promise.allSettled(waits.flat());
    expect(Math.min(...given)).toBeGreaterThanOrEqual(15);
  });

  it("counts starts in the future as started now when the clock was set back", async () => {
    const key = "kelaskit:{limit-sample}:starts";
    const hour = 3_600_000;
    await redis.zadd(key, Date.now() + hour, "one", Date.now() + hour, "other");
    const limited = limiter({ limit: 2, interval: 100 });
    await limited.acquire(signal, 0);
    expect(Number(await redis.zscore(key, "one"))).not.toBeGreaterThan(Date.now());
  });

  it("grants nothing to a request that was aborted before it asked", async () => {
    await expect(limiter().acquire(AbortSignal.abort(), 0)).rejects.toThrow("aborted");
    expect(await redis.keys("*")).toEqual([]);
  });

  it("lets nothing through when Redis fails, and names Redis in the error", async () => {
    const gone = new Redis({ path: `${server.path}.gone`, retryStrategy: () => null });
    gone.on("error", () => undefined);
    const lost = redisLimiter(gone, { key: "sample", limit: 5 });
    const waits = await Promise.allSettled([lost.acquire(signal, 0), lost.acquire(signal, 1)]);
    for (const wait of waits) {
      expect(wait).toMatchObject({ status: "rejected", reason: expect.any(RedisError) as unknown });
      expect(String(wait.status === "rejected" && wait.reason)).toMatch(
        /Could not count the request against the shared limit: Redis failed \(.+\)\. Check/,
      );
    }
  });

  it("lets nothing through while a pause cannot be sent to Redis", async () => {
    const gone = new Redis({ path: `${server.path}.gone`, retryStrategy: () => null });
    gone.on("error", () => undefined);
    const lost = redisLimiter(gone, { key: "sample", limit: 5 });
    await lost.pauseUntil(Date.now() + 60_000);
    await expect(lost.acquire(signal, 0)).rejects.toThrow(/pause the requests of all processes/);
  });

  it.each([
    { limit: 0 },
    { limit: 1.5 },
    { interval: 0 },
    { concurrency: -1 },
    { leaseTtl: 0 },
    { interval: 1e300 },
    { limit: Number.NaN },
  ])("refuses %o", (options) => {
    expect(() => limiter(options)).toThrow(ConfigurationError);
  });
});
