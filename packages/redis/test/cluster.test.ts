import { tokenCredential } from "@kelaskit/core/vendor";
import { type RunningCluster, startCluster } from "@kelaskit/test-support/redis-cluster";
import { Cluster } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { redisLimiter, redisTokenStore } from "../src/index.ts";

const program = inject("redisServer");
const tokenOf = (account: string): string => account.replaceAll(" ", "-");
const accounts = Array.from({ length: 8 }, (_, index) => `sample https://api.sample.test learner-${index}`);

describe.skipIf(program === "")("in a Redis Cluster", () => {
  let servers: RunningCluster;
  let cluster: Cluster;

  beforeAll(async () => {
    servers = await startCluster(program, { masters: 3, withReplicas: false });
    cluster = new Cluster([...servers.startupNodes]);
  });

  afterAll(async () => {
    cluster.disconnect();
    await servers.stop();
  });

  it("keeps tokens of many accounts, on all servers, and renews each once", async () => {
    const grants: string[] = [];
    const prepare = async (key: string) =>
      tokenCredential({
        key: () => key,
        grant: async () => {
          grants.push(key);
          return { accessToken: tokenOf(key), expiresAt: Date.now() + 3_600_000 };
        },
        store: redisTokenStore(cluster),
      }).prepare();
    await Promise.all([...accounts, ...accounts, ...accounts].map(prepare));
    expect(grants.toSorted()).toEqual(accounts);
    const store = redisTokenStore(cluster);
    for (const key of accounts) expect(await store.get(key)).toMatchObject({ accessToken: tokenOf(key) });
    const sizes = await Promise.all(servers.nodes.map(({ redis }) => redis.dbsize()));
    expect(sizes.every((size) => size > 0)).toBe(true);
  });

  it("removes tokens", async () => {
    const store = redisTokenStore(cluster);
    await store.set("sample ada", { accessToken: "access-1" });
    await store.delete("sample ada");
    expect(await store.get("sample ada")).toBeUndefined();
  });

  it("limits what several limiters start together", async () => {
    const { signal } = new AbortController();
    const options = { key: "sample", limit: 1000, concurrency: 2 };
    const [first, second] = [redisLimiter(cluster, options), redisLimiter(cluster, options)];
    const endFirst = await first.acquire(signal, 0);
    const endSecond = await second.acquire(signal, 0);
    const ended = new AbortController();
    const third = second.acquire(ended.signal, 0);
    // The third asks in vain before the place of the first is free.
    expect(await cluster.zcard("kelaskit:{limit-sample}:leases")).toBe(2);
    await endFirst();
    const endThird = await third;
    expect(await cluster.zcard("kelaskit:{limit-sample}:starts")).toBe(3);
    await endSecond();
    await endThird();
  });
});
