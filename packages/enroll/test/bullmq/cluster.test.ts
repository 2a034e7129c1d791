import { ConfigurationError } from "@kelaskit/core";
import { patience } from "@kelaskit/test-support/patience";
import { type RunningCluster, startCluster } from "@kelaskit/test-support/redis-cluster";
import { Cluster } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { enqueueRows, enrollWorker, fleetReport, fleetRows } from "../../src/bullmq/index.ts";
import { newMemory, SampleVendor, sourceOf } from "./support/sample-vendor.ts";

const program = inject("redisServer");
const emails = Array.from({ length: 30 }, (_, index) => `learner-${index}@example.com`);
const source = sourceOf(...emails);

describe.skipIf(program === "")("a queue in a Redis Cluster", () => {
  let servers: RunningCluster;
  let cluster: Cluster;
  let vendor: SampleVendor;
  let memory: string;

  const connections: Cluster[] = [];
  const connect = (options: ConstructorParameters<typeof Cluster>[1] = {}): Cluster => {
    const redisOptions = { maxRetriesPerRequest: null };
    const connection = new Cluster([...servers.startupNodes], { redisOptions, ...options });
    connections.push(connection);
    return connection;
  };

  beforeAll(async () => {
    servers = await startCluster(program, { masters: 3, withReplicas: true });
    cluster = connect();
  });

  beforeEach(() => {
    vendor = new SampleVendor();
    // The vendor can tell what it has carried out.
    vendor.onSettle = ({ email }) => Promise.resolve(vendor.sent.includes(email) ? "done" : "not-done");
    memory = newMemory();
  });

  afterAll(async () => {
    for (const connection of connections) connection.disconnect();
    await servers.stop();
  });

  const finished = (name: string) =>
    vi.waitFor(async () => {
      expect(await fleetReport({ connection: cluster, name })).toMatchObject({ finished: true });
    }, patience);

  /** The port of the master with the states of a queue. */
  async function portOf(name: string): Promise<number> {
    const slot = await cluster.cluster("KEYSLOT", `kelaskit:{${name}}:rows`);
    const ranges = await cluster.cluster("SLOTS");
    return ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1] ?? 0;
  }

  it("sends every row once, whichever server it is on, and lists the rows", async () => {
    const names = ["autumn", "winter", "spring", "summer"];
    for (const name of names)
      await enqueueRows({ connection: cluster, name, target: vendor.target, source, memory: newMemory() });
    const workers = names.flatMap((name) => [
      enrollWorker({ connection: cluster, name, target: vendor.target }),
      enrollWorker({ connection: cluster, name, target: vendor.target }),
    ]);
    await Promise.all(names.map(finished));
    await Promise.all(workers.map((worker) => worker.close()));
    expect(vendor.sent.toSorted()).toEqual([...emails, ...emails, ...emails, ...emails].toSorted());
    expect(vendor.asked).toEqual([]);
    const lines: number[] = [];
    for await (const { line } of fleetRows({ connection: cluster, name: "winter" })) lines.push(line);
    expect(lines).toHaveLength(emails.length);
    expect(new Set(await Promise.all(names.map(portOf))).size).toBeGreaterThan(1);
  });

  it("has all its keys on one server", async () => {
    await enqueueRows({ connection: cluster, name: "one-server", target: vendor.target, source, memory });
    const keys = (await Promise.all(cluster.nodes("master").map((node) => node.keys("*one-server*")))).filter(
      (found) => found.length > 0,
    );
    expect(keys).toHaveLength(1);
    expect(keys[0]).toEqual(
      expect.arrayContaining(["bull:{one-server}:one-server:wait", "kelaskit:{one-server}:rows"]),
    );
  });

  it("is refused if any of the masters may evict keys", async () => {
    const port = await portOf("evicted");
    const other = cluster.nodes("master").find((node) => node.options.port !== port);
    await other?.config("SET", "maxmemory-policy", "allkeys-lfu");
    await expect(
      enqueueRows({ connection: connect(), name: "evicted", target: vendor.target, source, memory }),
    ).rejects.toThrow(
      `the maxmemory-policy of the server 127.0.0.1:${other?.options.port} of the cluster is allkeys-lfu`,
    );
    await other?.config("SET", "maxmemory-policy", "noeviction");
  });

  it("is refused if the connection reads from replicas, which lag behind", async () => {
    const connection = connect({ scaleReads: "slave", lazyConnect: true });
    await expect(enqueueRows({ connection, name: "autumn", target: vendor.target, source })).rejects.toThrow(
      ConfigurationError,
    );
    expect(() => enrollWorker({ connection, name: "autumn", target: vendor.target })).toThrow(
      /scaleReads is "slave"/,
    );
  });

  it("is refused if no part of its name would place its keys on one server", async () => {
    await expect(
      enqueueRows({ connection: cluster, name: "}autumn", target: vendor.target, source }),
    ).rejects.toThrow(/begins with "}"/);
  });

  // The last test: the server does not come back.
  it("asks about what was not sent since, and sends nothing twice, when a replica takes over", async () => {
    const name = "failover";
    await enqueueRows({ connection: cluster, name, target: vendor.target, source, memory });
    const underWay = Promise.withResolvers<undefined>();
    const failedOver = Promise.withResolvers<undefined>();
    vendor.onSend = async () => {
      if (vendor.sent.length >= 10) {
        underWay.resolve(undefined);
        await failedOver.promise;
      }
      return { state: "done" };
    };
    const worker = enrollWorker({
      connection: cluster,
      name,
      target: vendor.target,
      settleAfter: 2000,
      lockDuration: 1000,
      stalledInterval: 500,
      onError: () => undefined,
    });
    await underWay.promise;
    const old = await portOf(name);
    await servers.nodes.find(({ port }) => port === old)?.kill();
    await vi.waitFor(async () => {
      expect(await portOf(name)).not.toBe(old);
    }, patience);
    failedOver.resolve(undefined);
    await finished(name);
    await worker.close();
    expect(vendor.sent.toSorted()).toEqual(emails.toSorted());
    expect(vendor.asked.length).toBeGreaterThan(0);
    expect(await fleetReport({ connection: cluster, name })).toMatchObject({
      done: emails.length,
      doubt: "restarted",
    });
  });
});
