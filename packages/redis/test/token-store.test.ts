import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ConfigurationError, type TokenStore } from "@kelaskit/core";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { type RunningRedis, startRedis } from "@kelaskit/test-support/redis";
import { RedisError, redisTokenStore } from "../src/index.ts";

const program = inject("redisServer");

const worker = fileURLToPath(new URL("support/token-worker.ts", import.meta.url));
const key = "sample https://api.sample.test ada";
const tokens = { accessToken: "access-1", refreshToken: "refresh-1", expiresAt: 1_800_000_000_000 };

let server: RunningRedis;
let redis: Redis;
let store: TokenStore;
let workers: ChildProcess[] = [];

function start(...commandArguments: readonly string[]): ChildProcess {
  const child = fork(worker, [server.path, ...commandArguments], {
    execArgv: ["--conditions=kelaskit-source"],
  });
  workers.push(child);
  return child;
}

async function heard(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, "message")) as [unknown];
  return message;
}

function lock<Result>(from: TokenStore, task: () => Promise<Result>): Promise<Result> {
  if (from.lock === undefined) throw new Error("the store has no lock");
  return from.lock(key, task);
}

async function onlyKey(pattern: string): Promise<string> {
  const [found = "", ...others] = await redis.keys(pattern);
  expect(others).toEqual([]);
  return found;
}

describe.skipIf(program === "")("redisTokenStore", () => {
  beforeAll(async () => {
    server = await startRedis(program);
    redis = new Redis({ path: server.path });
  });

  beforeEach(() => {
    store = redisTokenStore(redis);
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

  it("stores, replaces and deletes tokens, for every store on the same server", async () => {
    expect(await store.get(key)).toBeUndefined();
    await store.set(key, tokens);
    expect(await redisTokenStore(redis).get(key)).toEqual(tokens);
    await store.set(key, { accessToken: "access-2" });
    expect(await store.get(key)).toEqual({ accessToken: "access-2" });
    await store.delete(key);
    expect(await store.get(key)).toBeUndefined();
  });

  it("separates accounts and prefixes", async () => {
    await store.set(key, tokens);
    expect(await store.get(`${key}2`)).toBeUndefined();
    expect(await redisTokenStore(redis, { prefix: "other:" }).get(key)).toBeUndefined();
  });

  it("shows no account in its keys", async () => {
    await store.set(key, tokens);
    await lock(store, () => store.set(key, tokens));
    expect((await redis.keys("*")).join(" ")).not.toMatch(/ada|api\.sample/);
  });

  it("lets tokens expire, except those with a refresh token that does not", async () => {
    await store.set(key, { accessToken: "a", expiresAt: 1000 });
    expect(await store.get(key)).toBeUndefined();
    await store.set(key, { accessToken: "a", expiresAt: 1000, refreshToken: "r" });
    expect(await redis.pttl(await onlyKey("*:tokens"))).toBe(-1);
  });

  it("advises on a key that contains something else, and does not show it", async () => {
    await store.set(key, tokens);
    await redis.set(await onlyKey("*:tokens"), '{"accessToken": secret');
    const error = await store.get(key).catch((error_: unknown) => error_);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(/Delete it/);
    expect(String(error)).not.toMatch(/secret/);
  });

  it("renews a token once when two processes need it at the same moment", async () => {
    const children = [start("renew", key), start("renew", key)];
    expect(await Promise.all(children.map(heard))).toEqual(["ready", "ready"]);
    for (const child of children) child.send("go");
    expect(await Promise.all(children.map(heard))).toEqual(["done", "done"]);
    expect(await redis.get("grants")).toBe("1");
    expect(await store.get(key)).toMatchObject({ accessToken: "token-1" });
  });

  it("frees the lock of a killed process after the lease", async () => {
    const child = start("hold", key, "1500");
    expect(await heard(child)).toBe("locked");
    const left = await redis.pttl(await onlyKey("*:lock"));
    expect(left).toBeGreaterThan(-2);
    expect(left).toBeLessThanOrEqual(1500);
    child.kill("SIGKILL");
    await once(child, "exit");
    await expect(lock(store, () => Promise.resolve("taken"))).resolves.toBe("taken");
  });

  it("keeps the lock of a process that works longer than the lease", async () => {
    // A third of it is how late a renewal may be on a busy machine.
    const child = start("hold", key, "1500");
    expect(await heard(child)).toBe("locked");
    const lockKey = await onlyKey("*:lock");
    const holder = await redis.get(lockKey);
    // Each renewal extends the lease: four of them span more than one lease.
    let renewals = 0;
    for (let before = await redis.pttl(lockKey); renewals < 4 && before > 0;) {
      const left = await redis.pttl(lockKey);
      if (left > before) renewals += 1;
      before = left;
    }
    expect(renewals).toBe(4);
    expect(await redis.get(lockKey)).toBe(holder);
  });

  it("does not let a process that stalled past its lease overwrite newer tokens", async () => {
    const child = start("hold", key, "200");
    expect(await heard(child)).toBe("locked");
    child.kill("SIGSTOP");
    await lock(store, () => store.set(key, { accessToken: "newer" }));
    child.send("go");
    child.kill("SIGCONT");
    expect(await heard(child)).toMatch(/^RedisError: The tokens sample-\w+ in Redis were not replaced/);
    expect(await store.get(key)).toEqual({ accessToken: "newer" });
  });

  it("refuses a stalled task even if the next holder is in the same process", async () => {
    const gate = Promise.withResolvers<undefined>();
    const locked = Promise.withResolvers<undefined>();
    const stalled = lock(store, async () => {
      locked.resolve(undefined);
      await gate.promise;
      await store.set(key, { accessToken: "old" });
    });
    await locked.promise;
    await redis.del(await onlyKey("*:lock"));
    await lock(store, () => store.set(key, { accessToken: "newer" }));
    gate.resolve(undefined);
    await expect(stalled).rejects.toBeInstanceOf(RedisError);
    expect(await store.get(key)).toEqual({ accessToken: "newer" });
  });

  it("gives each holder a greater number, even after Redis lost everything", async () => {
    const number = (): Promise<number> =>
      lock(store, async () => Number(await redis.get(await onlyKey("*:fence"))));
    const numbers = [await number(), await number()];
    await redis.flushall();
    numbers.push(await number());
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect(new Set(numbers).size).toBe(3);
  });

  it("releases the lock when the task fails", async () => {
    await expect(lock(store, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await redis.keys("*:lock")).toEqual([]);
  });

  it("names Redis when it is unreachable, and renews nothing without the lock", async () => {
    const gone = new Redis({ path: `${server.path}.gone`, retryStrategy: () => null });
    gone.on("error", () => undefined);
    let ran = false;
    const error = await lock(redisTokenStore(gone), () => {
      ran = true;
      return Promise.resolve();
    }).catch((error_: unknown) => error_);
    expect(error).toBeInstanceOf(RedisError);
    expect(String(error)).toMatch(/Could not take the token lock: Redis failed \(.+\)\. Check/);
    expect(ran).toBe(false);
  });
});
