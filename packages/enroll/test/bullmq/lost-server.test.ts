import { rename } from "node:fs/promises";
import { freePort } from "@kelaskit/test-support/free-ports";
import { patience } from "@kelaskit/test-support/patience";
import { type RestartableRedis, startRedisWith } from "@kelaskit/test-support/redis";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import {
  enqueueRows,
  type EnrollWorker,
  enrollWorker,
  fleetReport,
  fleetRows,
} from "../../src/bullmq/index.ts";
import { jobIdOf } from "../../src/bullmq/row-job.ts";
import { RowStates } from "../../src/bullmq/row-states.ts";
import type { Settlement } from "../../src/target.ts";
import { newMemory, SampleVendor, sourceOf } from "./support/sample-vendor.ts";

const program = inject("redisServer");
const name = "autumn";
const emails = Array.from({ length: 30 }, (_, index) => `learner-${index}@example.com`);
const source = sourceOf(...emails);

describe.skipIf(program === "")("a server that is lost in the middle of a run", () => {
  let vendor: SampleVendor;
  let memory: string;
  const servers: RestartableRedis[] = [];
  const connections: Redis[] = [];
  const workers: EnrollWorker[] = [];

  beforeEach(() => {
    vendor = new SampleVendor();
    // The vendor can tell what it has carried out.
    vendor.onSettle = ({ email }) => Promise.resolve(vendor.sent.includes(email) ? "done" : "not-done");
    memory = newMemory();
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    for (const connection of connections.splice(0)) connection.disconnect();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  async function start(...settings: readonly string[]): Promise<RestartableRedis> {
    const server = await startRedisWith(program, settings);
    servers.push(server);
    return server;
  }

  function connect({ path }: RestartableRedis): Redis {
    const connection = new Redis({ path, maxRetriesPerRequest: null });
    // The server goes away in every test.
    connection.on("error", () => undefined);
    connections.push(connection);
    return connection;
  }

  /** Starts a worker, and collects what it reports. */
  function work(connection: Redis) {
    const errors: string[] = [];
    const stopped = new Promise<string>((resolve) => {
      workers.push(
        enrollWorker({
          connection,
          name,
          target: vendor.target,
          settleAfter: 2000,
          lockDuration: 1000,
          stalledInterval: 500,
          onError: ({ message }) => void errors.push(message),
          onStop: resolve,
        }),
      );
    });
    return { errors, stopped };
  }

  /** Lets calls pass until there were so many; those after it wait until they are let go. */
  function holdAfter(count: number) {
    const reached = Promise.withResolvers<undefined>();
    const letGo = Promise.withResolvers<undefined>();
    vendor.onSend = async ({ email }) => {
      if (vendor.sent.length > count) {
        reached.resolve(undefined);
        await letGo.promise;
      }
      return { state: "done", vendorId: `order of ${email}` };
    };
    return {
      reached: reached.promise,
      letGo: () => {
        letGo.resolve(undefined);
      },
    };
  }

  const finished = (connection: Redis) =>
    vi.waitFor(async () => {
      expect(await fleetReport({ connection, name })).toMatchObject({ finished: true });
    }, patience);

  it("asks about what was not sent since, when it is restarted with what it had on its disk", async () => {
    const server = await start("--appendonly", "yes");
    const connection = connect(server);
    await enqueueRows({ connection, name, target: vendor.target, source, memory });
    const calls = holdAfter(10);
    work(connection);
    work(connect(server));
    await calls.reached;
    await server.kill();
    await server.restart();
    calls.letGo();
    await finished(connection);
    expect(vendor.sent.toSorted()).toEqual(emails.toSorted());
    expect(vendor.asked.length).toBeGreaterThan(0);
    expect(await fleetReport({ connection, name })).toMatchObject({
      done: emails.length,
      doubt: "restarted",
    });
  });

  it("stops the workers, which report what they were sending, when its address leads to an empty one", async () => {
    const server = await start("--appendonly", "no");
    const connection = connect(server);
    await enqueueRows({ connection, name, target: vendor.target, source, memory });
    const calls = holdAfter(10);
    const { errors, stopped } = work(connection);
    await calls.reached;
    const inProgress = vendor.sent.slice(10);
    await server.kill();
    await server.restart();
    calls.letGo();
    expect(await stopped).toMatch(/has lost states/);
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    for (const email of inProgress)
      expect(errors.join("\n")).toContain(`the vendor's id is order of ${email}`);
    await expect(fleetReport({ connection, name })).rejects.toMatchObject({ problem: "unknown-queue" });
    const before = [...vendor.sent];
    expect(await enqueueRows({ connection, name, target: vendor.target, source, memory })).toMatchObject({
      doubt: "lost",
    });
    work(connection);
    await finished(connection);
    expect(vendor.sent.toSorted()).toEqual(emails.toSorted());
    expect(vendor.asked).toEqual(expect.arrayContaining(before));
  });

  describe("and replaced by a replica without its last writes", () => {
    let connection: Redis;
    /** The learners whose orders the replica knows nothing of. */
    let forgotten: readonly string[];

    /** Runs until the replica has taken over the server's address. */
    async function failOver(settle: (email: string) => Settlement): Promise<void> {
      vendor.onSettle = ({ email }) => Promise.resolve(settle(email));
      const port = await freePort();
      const server = await start(
        "--bind",
        "127.0.0.1",
        "--port",
        String(port),
        "--repl-diskless-sync-delay",
        "0",
      );
      const replica = await start("--replicaof", "127.0.0.1", String(port));
      const replicaConnection = connect(replica);
      connection = connect(server);
      await enqueueRows({ connection, name, target: vendor.target, source, memory });
      const first = holdAfter(10);
      work(connection);
      work(connect(server));
      await first.reached;
      await vi.waitFor(async () => {
        expect(await replicaConnection.info("replication")).toContain("master_link_status:up");
        expect(await replicaConnection.exists(`kelaskit:{${name}}:rows`)).toBe(1);
      }, patience);
      await connection.wait(1, 0);
      await replicaConnection.replicaof("NO", "ONE");
      const known = vendor.sent.length;
      const second = holdAfter(24);
      first.letGo();
      await second.reached;
      forgotten = vendor.sent.slice(known);
      await server.kill();
      await rename(replica.path, server.path);
      second.letGo();
      await finished(connection);
    }

    it("sends nothing twice, because it asks the vendor", async () => {
      await failOver((email) => (vendor.sent.includes(email) ? "done" : "not-done"));
      expect(forgotten.length).toBeGreaterThan(0);
      expect(vendor.sent.toSorted()).toEqual(emails.toSorted());
      expect(vendor.asked.length).toBeGreaterThan(0);
      expect(await fleetReport({ connection, name })).toMatchObject({
        done: emails.length,
        doubt: "restarted",
      });
    });

    it("sends nothing twice and says what is unknown, if the vendor cannot tell", async () => {
      await failOver(() => "cannot-tell");
      expect(new Set(vendor.sent).size).toBe(vendor.sent.length);
      const report = await fleetReport({ connection, name });
      expect(report).toMatchObject({ failed: 0, doubt: "restarted" });
      expect(report.unknown).toBeGreaterThan(0);
      for await (const { state, reason } of fleetRows({ connection, name })) {
        if (state === "unknown") expect(reason).toMatch(/sample cannot tell/);
      }
    });
  });

  it("skips no row for those who list rows when it is restarted meanwhile", async () => {
    const server = await start("--appendonly", "yes");
    const connection = connect(server);
    const states = new RowStates(connection, name);
    await states.create("life", "sample", undefined);
    await states.find();
    const ids = Array.from({ length: 5000 }, (_, index) => jobIdOf(`row ${index}`));
    await states.register(ids.map((id, line) => ({ id, line })));
    const found = new Set<string>();
    let isRestarted = false;
    for await (const [id] of states.all()) {
      found.add(id);
      if (isRestarted) continue;
      isRestarted = true;
      await server.kill();
      await server.restart();
    }
    expect(found.size).toBe(ids.length);
  });
});
