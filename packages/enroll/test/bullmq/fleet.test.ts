import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { byDepth } from "@kelaskit/test-support/depth";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { patience } from "@kelaskit/test-support/patience";
import { watchStarts } from "@kelaskit/test-support/limiter-starts";
import { type RunningRedis, startRedis } from "@kelaskit/test-support/redis";
import { createSkilvulClient } from "@kelaskit/skilvul";
import { enqueueRows, fleetReport } from "../../src/bullmq/index.ts";
import type { RowSource } from "../../src/source.ts";
import { skilvulOrders } from "../../src/targets/skilvul-orders.ts";
import { seededRandom } from "@kelaskit/test-support/random";
import { newMemory } from "./support/sample-vendor.ts";
import type { FromMock, MockCounts, MockPlan, ToMock, WorkerPlan } from "./support/messages.ts";

const program = inject("redisServer");
const rows = byDepth({ usual: 60, deep: 300 });
/** How many orders a worker is killed before, and how many after. */
const moments = byDepth({ usual: 2, deep: 7 });
const workerCount = 4;
const item = "ckproduct0000000000000002";
const limit = 30;
const interval = 500;

const learners: RowSource = {
  name: "learners",
  hash: () => Promise.resolve("learners"),
  async *records() {
    for (let line = 1; line <= rows; line += 1)
      yield { line, record: { email: `learner-${line}@example.com` } };
  },
};

const random = seededRandom(20_260_101);

function someNumbers(count: number): number[] {
  return Array.from({ length: count }, () => 5 + Math.floor(random() * (rows - 20)));
}

function startProcess(file: string, plan: MockPlan | WorkerPlan): ChildProcess {
  return fork(fileURLToPath(new URL(`support/${file}`, import.meta.url)), [JSON.stringify(plan)], {
    execArgv: ["--conditions=kelaskit-source"],
  });
}

describe.skipIf(program === "")("a fleet", () => {
  let server: RunningRedis;
  let redis: Redis;
  const children = new Set<ChildProcess>();

  beforeEach(async () => {
    server = await startRedis(program);
    redis = new Redis({ path: server.path });
  });

  afterEach(async () => {
    for (const child of children) child.kill("SIGKILL");
    redis.disconnect();
    await server.stop();
  });

  it("orders once per learner, with one token and one limit, while workers are killed", async () => {
    const plan = { holdBefore: someNumbers(moments), holdAfter: someNumbers(moments), lose: someNumbers(5) };
    const mock = startProcess("mock-process.ts", plan);
    children.add(mock);
    const tell = (message: ToMock): void => void mock.send(message);
    const [serving] = (await once(mock, "message")) as [FromMock];
    if (serving.kind !== "serving") throw new Error("the mock does not serve");

    const target = skilvulOrders(createSkilvulClient(), { item: { kind: "product", id: item } });
    const queue = { connection: redis, name: "autumn" };
    const memory = newMemory();
    expect(await enqueueRows({ ...queue, target, source: learners, memory })).toEqual({
      total: rows,
      added: rows,
      known: 0,
      revived: 0,
    });
    const starts = await watchStarts(redis);

    let started = 0;
    let kills = 0;
    const workers = new Map<string, ChildProcess>();
    const startWorker = (): void => {
      started += 1;
      const id = `worker-${started}`;
      const settings = { id, socket: server.path, queue: "autumn", url: serving.url, item, limit, interval };
      const child = startProcess("worker-process.ts", { ...settings, settleAfter: 2000 });
      workers.set(id, child);
      children.add(child);
    };
    const kill = async (id: string): Promise<void> => {
      const child = workers.get(id);
      if (child === undefined) return;
      workers.delete(id);
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      children.delete(child);
      kills += 1;
      startWorker();
    };
    mock.on("message", (message: FromMock) => {
      if (message.kind !== "held") return;
      // In the middle of the order: the worker that sent it, or any other.
      const others = [...workers.keys()];
      const victim = random() < 0.5 ? message.worker : (others[Math.floor(random() * others.length)] ?? "");
      void kill(victim).then(() => {
        tell({ kind: "go", number: message.number });
      });
    });
    for (let index = 0; index < workerCount; index += 1) startWorker();

    const look = async (): Promise<void> => {
      expect(await fleetReport(queue)).toMatchObject({ finished: true });
    };
    await vi.waitFor(look, { ...patience, interval: 100 });

    expect(await fleetReport(queue)).toMatchObject({ total: rows, done: rows, failed: 0, unknown: 0 });
    const counted = once(mock, "message") as Promise<[MockCounts]>;
    tell({ kind: "count" });
    const [counts] = await counted;
    expect(counts).toMatchObject({ orders: rows, learners: rows, mostOrdersOfALearner: 1, tokenRequests: 1 });
    expect(kills).toBeGreaterThanOrEqual(moments);
    expect(await starts.most(interval)).toBeLessThanOrEqual(limit);
    expect(await starts.count()).toBeGreaterThanOrEqual(counts.requests);
    expect(await enqueueRows({ ...queue, target, source: learners, memory })).toEqual({
      total: rows,
      added: 0,
      known: rows,
      revived: 0,
    });

    const closing = [...workers.values()].map((child) => once(child, "exit"));
    for (const child of workers.values()) child.send("close");
    expect((await Promise.all(closing)).map(([code]) => code as number)).toEqual(closing.map(() => 0));
    starts.close();
  });
});
