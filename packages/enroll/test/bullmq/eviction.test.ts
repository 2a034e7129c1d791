import type { Redis } from "ioredis";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { enqueueRows, enrollWorker } from "../../src/bullmq/index.ts";
import { name, useQueueBench } from "./support/queue-bench.ts";
import { sourceOf } from "./support/sample-vendor.ts";

const program = inject("redisServer");

describe.skipIf(program === "")("the eviction policy of Redis", () => {
  const bench = useQueueBench(program);
  const users: Redis[] = [];

  afterEach(async () => {
    await bench.connection.config("SET", "maxmemory-policy", "noeviction");
    for (const user of users.splice(0)) user.disconnect();
  });

  /** A connection of a user who may do everything but what the rules forbid. */
  async function connectedWith(...rules: readonly string[]): Promise<Redis> {
    await bench.connection.call(
      "ACL",
      "SETUSER",
      "limited",
      "reset",
      "on",
      "nopass",
      "~*",
      "&*",
      "+@all",
      ...rules,
    );
    const user = bench.connection.duplicate({ username: "limited", password: "any" });
    users.push(user);
    return user;
  }

  it.each([
    ["by anyone", []],
    ["by a user who may not use CONFIG", ["-config"]],
    ["by a user who may not use INFO", ["-info"]],
  ])("is refused when rows are added %s, unless it is noeviction", async (_who, rules) => {
    await bench.connection.config("SET", "maxmemory-policy", "allkeys-lru");
    const adding = enqueueRows({
      connection: await connectedWith(...rules),
      name,
      target: bench.vendor.target,
      source: sourceOf("ada@example.com"),
    });
    await expect(adding).rejects.toMatchObject({
      problem: "eviction",
      message: expect.stringMatching(/the maxmemory-policy of Redis is allkeys-lru/) as string,
    });
    expect(await bench.connection.dbsize()).toBe(0);
  });

  it("stops a worker before it takes a row, unless it is noeviction", async () => {
    await bench.enqueue();
    await bench.connection.config("SET", "maxmemory-policy", "volatile-ttl");
    expect(await bench.stopOf()).toMatch(/the maxmemory-policy of Redis is volatile-ttl/);
    await bench.worker?.close();
    expect(bench.vendor.sent).toEqual([]);
    expect(await bench.report()).toMatchObject({ pending: 3 });
  });

  /** A connection to a server that is only compatible with Redis: it reports no policy, and has no CONFIG. */
  async function connectedToOther(): Promise<Redis> {
    const user = await connectedWith("-config");
    await user.ping();
    const info = user.info.bind(user) as (section?: string) => Promise<string>;
    vi.spyOn(user, "info").mockImplementation(async (section) => {
      const all = await info(...(typeof section === "string" ? [section] : []));
      return all.replace(/^maxmemory_policy:.*$/m, "");
    });
    return user;
  }

  it("is reported as unknown if it cannot be read, and the queue continues", async () => {
    const connection = await connectedToOther();
    const { target } = bench.vendor;
    const errors: string[] = [];
    const onError = ({ message }: Error): void => void errors.push(message);
    await enqueueRows({
      connection,
      name,
      target,
      source: sourceOf("ada@example.com"),
      memory: bench.memory,
      onError,
    });
    expect(errors).toEqual([
      expect.stringMatching(/^The maxmemory-policy of Redis could not be read for the queue autumn: NOPERM/),
    ]);
    const worker = enrollWorker({ connection, name, target, onError });
    await bench.finished();
    await worker.close();
    expect(errors.filter((message) => message.startsWith("The maxmemory-policy"))).toHaveLength(2);
    expect(bench.vendor.sent).toEqual(["ada@example.com"]);
  });

  it("adds nothing if the function that is told so throws", async () => {
    const connection = await connectedToOther();
    const adding = enqueueRows({
      connection,
      name,
      target: bench.vendor.target,
      source: sourceOf("ada@example.com"),
      onError: (error) => {
        throw error;
      },
    });
    await expect(adding).rejects.toThrow(/could not be read/);
    expect(await bench.connection.dbsize()).toBe(0);
  });
});
