import { rm } from "node:fs/promises";
import { Queue } from "bullmq";
import { beforeEach, describe, expect, inject, it, vi } from "vitest";
import { confirmQueue, enqueueRows } from "../../src/bullmq/index.ts";
import type { RowOutcome } from "../../src/target.ts";
import { seededRandom } from "@kelaskit/test-support/random";
import { patience } from "@kelaskit/test-support/patience";
import { allEmails, name, useQueueBench } from "./support/queue-bench.ts";
import { newMemory, sourceOf } from "./support/sample-vendor.ts";

const program = inject("redisServer");
const rowsKey = `kelaskit:{${name}}:rows`;

describe.skipIf(program === "")("a queue whose states are lost", () => {
  const bench = useQueueBench(program);

  beforeEach(() => {
    // The vendor can tell what it has carried out.
    bench.vendor.onSettle = ({ email }) =>
      Promise.resolve(bench.vendor.sent.includes(email) ? "done" : "not-done");
  });

  describe("Redis is emptied, and the same rows are added again", () => {
    it.each(["with", "without"])("sends no row again, %s a memory file", async (how) => {
      const options = how === "with" ? { memory: bench.memory } : {};
      await bench.enqueue(options);
      await bench.sendAll();
      expect(bench.vendor.sent).toHaveLength(3);
      await bench.connection.flushall();
      expect(await bench.enqueue(options)).toEqual({
        total: 3,
        added: 3,
        known: 0,
        revived: 0,
        doubt: how === "with" ? "lost" : "unproven",
      });
      await bench.sendAll();
      expect(bench.vendor.sent).toHaveLength(3);
      expect(await bench.report()).toMatchObject({ done: 3 });
    });

    it("sends what had not been sent", async () => {
      await bench.enqueue({ memory: bench.memory, emails: allEmails.slice(0, 1) });
      await bench.sendAll();
      await bench.connection.flushall();
      await bench.enqueue();
      await bench.sendAll();
      expect(bench.vendor.sent.toSorted()).toEqual(allEmails);
    });

    it("asks again when Redis is emptied a second time", async () => {
      await bench.enqueue();
      await bench.sendAll();
      for (let time = 0; time < 2; time += 1) {
        await bench.connection.flushall();
        expect(await bench.enqueue()).toMatchObject({ doubt: "lost" });
        await bench.sendAll();
      }
      expect(bench.vendor.sent).toHaveLength(3);
    });

    it("asks even after a producer with an empty disk created the queue as new", async () => {
      await bench.enqueue();
      await bench.sendAll();
      await bench.connection.flushall();
      expect(await bench.enqueue({ memory: newMemory() })).toMatchObject({ doubt: undefined });
      expect(await bench.enqueue()).toMatchObject({ doubt: "lost" });
      await bench.sendAll();
      expect(bench.vendor.sent).toHaveLength(3);
    });

    it("sends no row twice, whenever and however often that happens", async () => {
      const random = seededRandom(9);
      const sent = (enough: number): Promise<void> =>
        new Promise((resolve) => {
          bench.vendor.onSend = () => {
            if (bench.vendor.sent.length >= enough) resolve();
            return Promise.resolve({ state: "done" });
          };
        });
      const emails = Array.from({ length: 40 }, (_, index) => `learner-${index}@example.com`);
      for (let round = 0; round < 4; round += 1) {
        const enough = bench.vendor.sent.length + Math.floor(random() * 12);
        await bench.enqueue({ memory: bench.memory, emails });
        const reached = sent(enough);
        bench.work({ onStop: () => undefined, onError: () => undefined });
        await reached;
        await bench.connection.flushall();
        await bench.worker?.close();
      }
      await bench.enqueue({ memory: bench.memory, emails });
      await bench.sendAll();
      expect(bench.vendor.sent.toSorted()).toEqual(emails.toSorted());
    });

    it("sends nothing if the vendor cannot be asked", async () => {
      await bench.enqueue({ memory: bench.memory, target: bench.vendor.muteTarget });
      await bench.sendAll();
      await bench.connection.flushall();
      await expect(
        bench.enqueue({ memory: bench.memory, target: bench.vendor.muteTarget }),
      ).rejects.toMatchObject({
        problem: "cannot-ask",
        message: expect.stringMatching(/has lost its states, and sample cannot be asked/) as string,
      });
      expect(await bench.connection.exists(rowsKey)).toBe(0);
    });
  });

  it("is not assumed if the memory file shows that the queue is new", async () => {
    expect(await bench.enqueue()).toMatchObject({ doubt: undefined });
    await bench.sendAll();
    expect(bench.vendor.asked).toEqual([]);
    expect(bench.vendor.sent).toHaveLength(3);
  });

  it("cannot be told from a new one without a memory file, which the error explains", async () => {
    await expect(bench.enqueue({ target: bench.vendor.muteTarget })).rejects.toThrow(
      /Set `memory` to a file/,
    );
    expect(await bench.connection.keys("*")).not.toContain(rowsKey);
  });

  it("trusts no answer before requests sent before the loss have ended", async () => {
    await bench.enqueue();
    await bench.connection.flushall();
    await bench.enqueue();
    const settleAfter = 3_600_000;
    bench.work({ settleAfter });
    const queue = new Queue(name, { connection: bench.connection });
    await vi.waitFor(async () => {
      expect(await queue.getDelayedCount()).toBe(3);
    }, patience);
    await queue.close();
    expect(bench.vendor.asked).toEqual([]);
    expect(bench.vendor.sent).toEqual([]);
  });

  describe("a row about which the vendor cannot tell", () => {
    beforeEach(async () => {
      bench.vendor.onSettle = () => Promise.resolve("cannot-tell");
      await bench.enqueue({ emails: ["ada@example.com"] });
      await bench.sendAll();
    });

    it("is not sent, with the reason", async () => {
      expect(bench.vendor.sent).toEqual([]);
      expect(await bench.rows()).toMatchObject([
        { state: "unknown", reason: expect.stringMatching(/^It was not sent.*sample cannot tell/) as string },
      ]);
    });

    it("is sent after a person has confirmed the queue and added it again", async () => {
      await confirmQueue({ connection: bench.connection, name });
      expect(await bench.enqueue({ emails: ["ada@example.com"] })).toMatchObject({
        revived: 1,
        doubt: undefined,
      });
      await bench.sendAll();
      expect(bench.vendor.sent).toEqual(["ada@example.com"]);
      expect(await bench.report()).toMatchObject({ total: 1, done: 1, unknown: 0 });
    });
  });

  describe("under a worker", () => {
    it("stops the worker, which reports the outcome of the row that it was sending", async () => {
      const answer = Promise.withResolvers<RowOutcome>();
      const underWay = Promise.withResolvers<undefined>();
      bench.vendor.onSend = () => {
        underWay.resolve(undefined);
        return answer.promise;
      };
      await bench.enqueue();
      const errors: string[] = [];
      const stopped = bench.stopOf({
        concurrency: 1,
        settleAfter: 60_000,
        onError: ({ message }) => void errors.push(message),
      });
      await underWay.promise;
      await bench.connection.flushall();
      answer.resolve({ state: "done", vendorId: "order-7" });
      expect(await stopped).toMatch(
        /^Line 2 .* was being sent when its state was lost\. This message is .* outcome: done; the vendor's id is order-7/,
      );
      expect(errors[0]).toMatch(/order-7/);
      await expect(bench.report()).rejects.toMatchObject({ problem: "unknown-queue" });
    });

    it("aborts a request that was not sent yet", async () => {
      const aborted = Promise.withResolvers<undefined>();
      const underWay = Promise.withResolvers<undefined>();
      bench.vendor.onSend = (_row, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            aborted.resolve(undefined);
            reject(new Error("aborted"));
          });
          underWay.resolve(undefined);
        });
      await bench.enqueue();
      bench.work({ concurrency: 1, settleAfter: 2000, onStop: () => undefined, onError: () => undefined });
      await underWay.promise;
      await bench.connection.flushall();
      await aborted.promise;
    });

    it("stops an idle worker, even if the queue was filled again", async () => {
      await bench.enqueue({ memory: bench.memory, emails: allEmails.slice(0, 1) });
      const stopped = bench.stopOf();
      await bench.finished();
      await bench.connection.flushall();
      await bench.enqueue();
      expect(await stopped).toMatch(/^The queue autumn has lost states/);
      expect(bench.vendor.sent).toHaveLength(1);
      await bench.worker?.close();
      await bench.sendAll();
      expect(bench.vendor.sent.toSorted()).toEqual(allEmails);
    });
  });

  it("is not reported as finished", async () => {
    await expect(bench.report()).rejects.toMatchObject({ problem: "unknown-queue" });
    await expect(bench.rows()).rejects.toThrow(/The queue autumn does not exist in this Redis/);
    await bench.enqueue();
    await bench.sendAll();
    await bench.connection.flushall();
    await expect(bench.report()).rejects.toMatchObject({ problem: "unknown-queue" });
  });

  it("is not created by confirming a queue that does not exist", async () => {
    await expect(confirmQueue({ connection: bench.connection, name })).rejects.toMatchObject({
      problem: "unknown-queue",
    });
  });

  it("refuses a memory file of another queue", async () => {
    await bench.enqueue();
    await expect(
      enqueueRows({
        connection: bench.connection,
        name: "spring",
        target: bench.vendor.target,
        source: sourceOf(...allEmails),
        memory: bench.memory,
      }),
    ).rejects.toMatchObject({ problem: "memory-file" });
    await rm(bench.memory);
    await bench.enqueue();
    expect(await bench.report()).toMatchObject({ total: 3 });
  });
});
