import { Queue, Worker } from "bullmq";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import type { Target } from "../../src/target.ts";
import { patience } from "@kelaskit/test-support/patience";
import { allEmails, name, useQueueBench } from "./support/queue-bench.ts";
import type { Row } from "./support/sample-vendor.ts";

const program = inject("redisServer");

describe.skipIf(program === "")("rows and their jobs", () => {
  const bench = useQueueBench(program);
  let queue: Queue;

  beforeAll(() => {
    queue = new Queue(name, { connection: bench.connection });
  });

  afterAll(() => queue.close());

  /** The target for another product: its rows have different keys. */
  const otherSettings = (): Target<Row> => ({
    ...bench.vendor.target,
    keyOf: ({ email }) => ({ learner: email, item: "another course" }),
  });

  describe("a worker whose target does not fit", () => {
    it.each([
      [
        "other settings",
        otherSettings,
        /is not a valid row of sample, or its key has changed since it was added/,
      ],
      [
        "another name",
        () => ({ ...bench.vendor.target, name: "other" }),
        /is for the target sample, but this worker is for other/,
      ],
      [
        "another version, which reads no row from the record",
        (): Target<Row> => ({ ...bench.vendor.target, parse: () => ({ issues: [] }) }),
        /is not a valid row of sample/,
      ],
    ])("with %s refuses the queue, and the rows are left for others", async (_what, target, reason) => {
      await bench.enqueue();
      expect(await bench.stopOf({ target: target(), concurrency: 1 })).toMatch(reason);
      await bench.worker?.close();
      expect(await queue.getJobCounts("wait", "failed")).toEqual({ wait: 3, failed: 0 });
      bench.work();
      await bench.finished();
      expect(bench.vendor.sent.toSorted()).toEqual(allEmails);
    });
  });

  describe("a producer whose target does not fit", () => {
    it("adds nothing with other settings", async () => {
      await bench.enqueue();
      await expect(bench.enqueue({ target: otherSettings() })).rejects.toMatchObject({
        problem: "other-target",
      });
      expect(await bench.report()).toMatchObject({ total: 3 });
    });

    it("adds nothing for another target", async () => {
      await bench.enqueue();
      await expect(bench.enqueue({ target: { ...bench.vendor.target, name: "other" } })).rejects.toThrow(
        /was filled for the target sample, not for other/,
      );
      expect(await bench.report()).toMatchObject({ total: 3 });
    });
  });

  describe("when a row's job ended before the row", () => {
    /** Takes every job as a worker does, and ends it. */
    async function endJobs(how: "completed" | "failed"): Promise<void> {
      const other = new Worker(
        name,
        () => (how === "completed" ? Promise.resolve() : Promise.reject(new Error("a mistake"))),
        { connection: bench.connection },
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
      ["was removed with all jobs of the queue", () => queue.obliterate({ force: true }), 0],
      ["is no longer in any list", () => bench.connection.del(`bull:${name}:wait`), 3],
    ])("because it %s, adding the rows again gets them sent", async (_what, end, revived) => {
      await bench.enqueue();
      await end();
      expect(await bench.report()).toMatchObject({ pending: 3, finished: false });
      expect(await bench.enqueue()).toMatchObject({ added: 0, known: 3, revived });
      bench.work();
      await bench.finished();
      expect(bench.vendor.sent.toSorted()).toEqual(allEmails);
    });

    it("is revived once when several producers add the rows at once", async () => {
      await bench.enqueue();
      await endJobs("failed");
      const reports = await Promise.all(Array.from({ length: 5 }, () => bench.enqueue()));
      expect(reports.reduce((sum, { revived }) => sum + revived, 0)).toBe(3);
    });

    it("also revives it when other rows are added", async () => {
      await bench.enqueue();
      await endJobs("failed");
      const emails = ["dee@example.com"];
      expect(await bench.enqueue({ memory: bench.memory, emails })).toMatchObject({ added: 1, revived: 3 });
      bench.work();
      await bench.finished();
      expect(await bench.report()).toMatchObject({ total: 4, done: 4 });
    });

    it("revives no row with an open job, and no row that has ended", async () => {
      await bench.enqueue();
      expect(await bench.enqueue()).toMatchObject({ revived: 0 });
      bench.work();
      await bench.finished();
      expect(await bench.enqueue()).toMatchObject({ known: 3, revived: 0 });
      expect(bench.vendor.sent).toHaveLength(3);
    });
  });
});
