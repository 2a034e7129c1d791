import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ConfigurationError, type Limiter } from "@kelaskit/core";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { RedisError, redisLimiter, type RedisLimiterOptions } from "../src/index.ts";
import { startSlowProxy } from "./support/slow-proxy.ts";
import { watchStarts } from "../../../scripts/test-setup/limiter-starts.ts";
import { type RunningRedis, startRedis } from "../../../scripts/test-setup/start-redis.ts";

const program = inject("redisServer");

// Processes start slowly where many tests run at once.
vi.setConfig({ testTimeout: 30_000 });

const worker = fileURLToPath(new URL("support/limiter-worker.ts", import.meta.url));
const { signal } = new AbortController();

let server: RunningRedis;
let redis: Redis;
let workers: ChildProcess[] = [];

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
  return redisLimiter(redis, { key: "sample", limit: 5, interval: 60_000, ...options });
}

/** Takes every start that there is. */
async function use(of: Limiter, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) (await of.acquire(signal, 0))();
}

/** Waits until Redis has answered so often to those that came before. */
async function turns(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await redis.ping();
}

/** What has become of a wait so far. */
async function stateOf(wait: Promise<unknown>): Promise<"given" | "refused" | "waiting"> {
  await turns(20);
  return Promise.race([
    wait.then(
      () => "given" as const,
      () => "refused" as const,
    ),
    turns(1).then(() => "waiting" as const),
  ]);
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
  });

  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it("lets four processes together start no more than the limit in any interval", async () => {
    const starts = await watchStarts(redis);
    const children = Array.from({ length: 4 }, () => start(20, 10, 200));
    expect(await Promise.all(children.map(heard))).toEqual(children.map(() => "ready"));
    for (const child of children) child.send("go");
    await Promise.all(children.map(heard));
    expect(await starts.count()).toBe(80);
    expect(await starts.most(200)).toBe(10);
    starts.close();
  });

  it("shares one limit between limiters of the same key, and none between other keys", async () => {
    await use(limiter(), 5);
    const ended = new AbortController();
    const waiting = limiter().acquire(ended.signal, 0);
    expect(await stateOf(waiting)).toBe("waiting");
    await use(limiter({ key: "other" }), 5);
    ended.abort();
    await expect(waiting).rejects.toThrow("aborted");
  });

  it("pauses every process when one was told to wait", async () => {
    const one = limiter();
    const other = limiter();
    one.pauseUntil(Date.now() + 60_000);
    await turns(1);
    const ended = new AbortController();
    const waiting = other.acquire(ended.signal, 0);
    expect(await stateOf(waiting)).toBe("waiting");
    ended.abort();
    await expect(waiting).rejects.toThrow("aborted");
  });

  it("is not held up by a pause for longer when the machine's clock is set back", async () => {
    const limited = limiter();
    limited.pauseUntil(Date.now() + 200);
    const setBack = vi.spyOn(Date, "now").mockReturnValue(0);
    await limited.acquire(signal, 0);
    setBack.mockRestore();
  });

  it("goes on after a pause, and a shorter one does not end a longer", async () => {
    const one = limiter();
    const before = Date.now();
    one.pauseUntil(before + 300);
    limiter().pauseUntil(before + 100);
    await limiter().acquire(signal, 0);
    // The clocks of both are this machine's; a pause is told in whole steps of its own length.
    expect(Date.now()).toBeGreaterThanOrEqual(before + 298);
  });

  it("lets token requests go first", async () => {
    const limited = limiter({ limit: 1, interval: 100 });
    const order: string[] = [];
    const send = async (name: string, priority: number): Promise<void> => {
      const release = await limited.acquire(signal, priority);
      order.push(name);
      release();
    };
    await use(limited, 1);
    await Promise.all([send("order", 0), send("another order", 0), send("token", 1)]);
    expect(order).toEqual(["token", "order", "another order"]);
  });

  it("has no more requests of all processes under way than may be", async () => {
    const options = { limit: 1000, concurrency: 2 };
    const release = await limiter(options).acquire(signal, 0);
    await limiter(options).acquire(signal, 0);
    const third = limiter(options).acquire(signal, 0);
    expect(await stateOf(third)).toBe("waiting");
    release();
    await third;
    // Called again, it gives no second place.
    release();
    const ended = new AbortController();
    const fourth = limiter(options).acquire(ended.signal, 0);
    expect(await stateOf(fourth)).toBe("waiting");
    ended.abort();
    await expect(fourth).rejects.toThrow("aborted");
  });

  it("frees the places of a process that was killed", async () => {
    const child = start(0, 1000, 1000, 1);
    expect(await heard(child)).toBe("ready");
    expect(await redis.zcard("kelaskit:{limit-sample}:leases")).toBe(1);
    child.kill("SIGKILL");
    await once(child, "exit");
    const release = await limiter({ limit: 1000, interval: 1000, concurrency: 1 }).acquire(signal, 0);
    release();
  });

  it("gives its place back when the last that waits for it has gone", async () => {
    const options = { limit: 1, concurrency: 1 };
    await use(limiter(options), 1);
    const ended = new AbortController();
    const waiting = limiter(options).acquire(ended.signal, 0);
    expect(await stateOf(waiting)).toBe("waiting");
    ended.abort();
    await expect(waiting).rejects.toThrow("aborted");
    await turns(5);
    expect(await redis.zcard("kelaskit:{limit-sample}:leases")).toBe(0);
  });

  describe("asks Redis", () => {
    /** Counts what is asked from now on. */
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

    it.each([1, 10, 500])("once for all of %i who wait", async (count) => {
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
      for (const release of places) release();
      await turns(1);
      expect(await redis.zcard("kelaskit:{limit-sample}:leases")).toBe(0);
    });

    it("ahead as far as it is away, so that the limit decides, and keeps it", async () => {
      const proxy = await startSlowProxy(server.path, 100);
      const far = new Redis({ port: proxy.port });
      await far.ping();
      const starts = await watchStarts(redis);
      const questions = await watchQuestions();
      // Four intervals pass for each question: without asking ahead there would be 20 of them and more.
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

  it("shares an interval between processes that wait", async () => {
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

  it("counts starts of a clock that was set back as begun just now", async () => {
    const key = "kelaskit:{limit-sample}:starts";
    const hour = 3_600_000;
    await redis.zadd(key, Date.now() + hour, "one", Date.now() + hour, "other");
    const limited = limiter({ limit: 2, interval: 100 });
    await limited.acquire(signal, 0);
    expect(Number(await redis.zscore(key, "one"))).not.toBeGreaterThan(Date.now());
  });

  it("gives leaves that were promised for later to nobody when a pause begins before", async () => {
    const proxy = await startSlowProxy(server.path, 50);
    const far = new Redis({ port: proxy.port });
    const limited = redisLimiter(far, { key: "sample", limit: 1, interval: 90 });
    await limited.acquire(signal, 0);
    const ended = new AbortController();
    const waits = [limited.acquire(ended.signal, 0), limited.acquire(ended.signal, 0)];
    const first = await Promise.race(waits.map((wait, index) => wait.then(() => index)));
    limited.pauseUntil(Date.now() + 60_000);
    expect(await stateOf(waits[1 - first] ?? Promise.reject(new Error("there are two")))).toBe("waiting");
    ended.abort();
    await Promise.allSettled(waits);
    far.disconnect();
    await proxy.close();
  });

  it("gives no leave to a request that was given up before it asked", async () => {
    await expect(limiter().acquire(AbortSignal.abort(), 0)).rejects.toThrow("aborted");
    expect(await redis.keys("*")).toEqual([]);
  });

  it("lets nothing through when Redis fails, and says that it is Redis", async () => {
    const gone = new Redis({ path: `${server.path}.gone`, retryStrategy: () => null });
    gone.on("error", () => undefined);
    const lost = redisLimiter(gone, { key: "sample", limit: 5 });
    const waits = await Promise.allSettled([lost.acquire(signal, 0), lost.acquire(signal, 1)]);
    for (const wait of waits) {
      expect(wait).toMatchObject({ status: "rejected", reason: expect.any(RedisError) as unknown });
      expect(String(wait.status === "rejected" && wait.reason)).toMatch(/Redis failed, .* count a request/);
    }
  });

  it("lets nothing through before a pause that Redis could not be told", async () => {
    const gone = new Redis({ path: `${server.path}.gone`, retryStrategy: () => null });
    gone.on("error", () => undefined);
    const lost = redisLimiter(gone, { key: "sample", limit: 5 });
    lost.pauseUntil(Date.now() + 60_000);
    await expect(lost.acquire(signal, 0)).rejects.toThrow(/pause the requests of all processes/);
  });

  it.each([{ limit: 0 }, { limit: 1.5 }, { interval: 0 }, { concurrency: -1 }, { leaseTtl: 0 }])(
    "refuses %o",
    (options) => {
      expect(() => limiter(options)).toThrow(ConfigurationError);
    },
  );
});
