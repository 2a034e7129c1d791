import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { type RunningRedis, startRedis } from "../../../../scripts/test-setup/start-redis.ts";
import {
  enqueueRows,
  type EnrollWorker,
  enrollWorker,
  type EnrollWorkerOptions,
  fleetReport,
} from "../../src/bullmq/index.ts";
import type { Target } from "../../src/target.ts";
import { newMemory, type Row, SampleVendor, sourceOf } from "./support/sample-vendor.ts";

const program = inject("redisServer");

vi.setConfig({ testTimeout: 30_000 });

const patience = { timeout: 20_000 };
const name = "autumn";
const everybody = ["ada@example.com", "bo@example.com", "cy@example.com"];

describe.skipIf(program === "")("rows and their jobs", () => {
  let server: RunningRedis;
  let connection: Redis;
  let queue: Queue;
  let vendor: SampleVendor;
  let memory: string;
  let worker: EnrollWorker | undefined;

  beforeAll(async () => {
    server = await startRedis(program);
    connection = new Redis({ path: server.path, maxRetriesPerRequest: null });
    queue = new Queue(name, { connection });
  });

  beforeEach(() => {
    vendor = new SampleVendor();
    memory = newMemory();
  });

  afterEach(async () => {
    await worker?.close();
    worker = undefined;
    await connection.flushall();
  });

  afterAll(async () => {
    await queue.close();
    connection.disconnect();
    await server.stop();
  });

  const enqueue = (target = vendor.target) =>
    enqueueRows({ connection, name, target, source: sourceOf(...everybody), memory });

  const report = () => fleetReport({ connection, name });

  function work(options: Partial<EnrollWorkerOptions<Row>> = {}): void {
    worker = enrollWorker({ connection, name, target: vendor.target, settleAfter: 100, ...options });
  }

  async function finished(): Promise<void> {
    const look = async (): Promise<void> => {
      expect(await report()).toMatchObject({ finished: true });
    };
    await vi.waitFor(look, patience);
  }

  /** The target for another product: its rows have other keys. */
  const otherSettings = (): Target<Row> => ({
    ...vendor.target,
    keyOf: ({ email }) => ({ learner: email, item: "another course" }),
  });

  describe("a worker whose target does not fit", () => {
    it.each([
      ["other settings", otherSettings, /is not a row of sample, or another one than when it was added/],
      [
        "another name",
        () => ({ ...vendor.target, name: "other" }),
        /is for the target sample, and this worker/,
      ],
      [
        "another version, which reads no row from the record",
        (): Target<Row> => ({ ...vendor.target, parse: () => ({ issues: [] }) }),
        /is not a row of sample/,
      ],
    ])("for its %s refuses the queue, and the rows stay for others", async (_what, target, reason) => {
      await enqueue();
      const stopped = new Promise<string>((resolve) => {
        work({ target: target(), concurrency: 1, onStop: resolve });
      });
      expect(await stopped).toMatch(reason);
      await worker?.close();
      expect(await queue.getJobCounts("wait", "failed")).toEqual({ wait: 3, failed: 0 });
      work();
      await finished();
      expect(vendor.sent.toSorted()).toEqual(everybody);
    });
  });

  describe("a producer whose target does not fit", () => {
    it("adds nothing with other settings", async () => {
      await enqueue();
      await expect(enqueue(otherSettings())).rejects.toMatchObject({ problem: "other-target" });
      expect(await report()).toMatchObject({ total: 3 });
    });

    it("adds nothing for another target", async () => {
      await enqueue();
      await expect(enqueue({ ...vendor.target, name: "other" })).rejects.toThrow(
        /was filled for the target sample, not for other/,
      );
      expect(await report()).toMatchObject({ total: 3 });
    });
  });

  describe("when a row's job ended before the row", () => {
    /** Takes every job as a worker would, and ends it. */
    async function endJobs(how: "completed" | "failed"): Promise<void> {
      const other = new Worker(
        name,
        () => (how === "completed" ? Promise.resolve() : Promise.reject(new Error("a mistake"))),
        { connection },
      );
      await vi.waitFor(async () => {
        expect(await queue.getJobCountByTypes(how)).toBe(3);
      }, patience);
      await other.close();
    }

    it.each([
      ["failed", () => endJobs("failed"), 3],
      ["was completed by another program", () => endJobs("completed"), 3],
      ["was removed by hand", async () => queue.remove((await queue.getJobs(["wait"]))[0]?.id ?? ""), 0],
      ["went with the queue's jobs", () => queue.obliterate({ force: true }), 0],
      ["is in no list any more", () => connection.del(`bull:${name}:wait`), 3],
    ])("since it %s, adding the rows again gets them sent", async (_what, end, revived) => {
      await enqueue();
      await end();
      expect(await report()).toMatchObject({ pending: 3, finished: false });
      expect(await enqueue()).toMatchObject({ added: 0, known: 3, revived });
      work();
      await finished();
      expect(vendor.sent.toSorted()).toEqual(everybody);
    });

    it("revives it, too, when other rows are added", async () => {
      await enqueue();
      await endJobs("failed");
      const more = { connection, name, target: vendor.target, source: sourceOf("dee@example.com"), memory };
      expect(await enqueueRows(more)).toMatchObject({ added: 1, revived: 3 });
      work();
      await finished();
      expect(await report()).toMatchObject({ total: 4, done: 4 });
    });

    it("revives none whose job is still ahead, or whose row has ended", async () => {
      await enqueue();
      expect(await enqueue()).toMatchObject({ revived: 0 });
      work();
      await finished();
      expect(await enqueue()).toMatchObject({ known: 3, revived: 0 });
      expect(vendor.sent).toHaveLength(3);
    });
  });
});
