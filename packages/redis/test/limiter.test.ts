import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ConfigurationError, type Limiter } from "@kelaskit/core";
import { Redis } from "ioredis";
import { RateLimiterRedis } from "rate-limiter-flexible";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { RedisError, redisLimiter, type RedisLimiterOptions } from "../src/index.ts";
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

  it("gives no leave to a request that was given up before it asked", async () => {
    await expect(limiter().acquire(AbortSignal.abort(), 0)).rejects.toThrow("aborted");
    expect(await redis.keys("*")).toEqual([]);
  });

  it("leaves the connection's other limiters alone, and they it", async () => {
    const limited = limiter({ limit: 2 });
    const other = new RateLimiterRedis({ storeClient: redis, points: 1, duration: 60 });
    await use(limited, 1);
    await other.consume("x");
    await expect(other.consume("x")).rejects.toMatchObject({ consumedPoints: 2 });
    await use(limited, 1);
    const ended = new AbortController();
    const waiting = limited.acquire(ended.signal, 0);
    expect(await stateOf(waiting)).toBe("waiting");
    ended.abort();
    await expect(waiting).rejects.toThrow("aborted");
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
