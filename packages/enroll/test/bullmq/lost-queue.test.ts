import { rm } from "node:fs/promises";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { type RunningRedis, startRedis } from "../../../../scripts/test-setup/start-redis.ts";
import {
  confirmQueue,
  enqueueRows,
  type EnrollWorker,
  enrollWorker,
  type EnrollWorkerOptions,
  fleetReport,
  fleetRows,
} from "../../src/bullmq/index.ts";
import type { RowEvent } from "../../src/run-options.ts";
import type { RowOutcome, Target } from "../../src/target.ts";
import { newMemory, type Row, SampleVendor, sourceOf } from "./support/sample-vendor.ts";

const program = inject("redisServer");

vi.setConfig({ testTimeout: 30_000 });

const patience = { timeout: 20_000 };
const name = "autumn";
const everybody = ["ada@example.com", "bo@example.com", "cy@example.com"];
const rowsKey = `kelaskit:{${name}}:rows`;
const countsKey = `kelaskit:{${name}}:counts`;
const queueKey = `kelaskit:{${name}}:queue`;

describe.skipIf(program === "")("a queue whose states are lost", () => {
  let server: RunningRedis;
  let connection: Redis;
  let vendor: SampleVendor;
  let memory: string;
  let worker: EnrollWorker | undefined;

  beforeAll(async () => {
    server = await startRedis(program);
    connection = new Redis({ path: server.path, maxRetriesPerRequest: null });
  });

  beforeEach(() => {
    vendor = new SampleVendor();
    // It knows what it has carried out.
    vendor.onSettle = ({ email }) => Promise.resolve(vendor.sent.includes(email) ? "done" : "not-done");
    memory = newMemory();
  });

  afterEach(async () => {
    await worker?.close();
    worker = undefined;
    await connection.flushall();
  });

  afterAll(async () => {
    connection.disconnect();
    await server.stop();
  });

  const enqueue = (
    options: { memory?: string; target?: Target<Row>; emails?: readonly string[] } = { memory },
  ) =>
    enqueueRows({
      connection,
      name,
      target: options.target ?? vendor.target,
      source: sourceOf(...(options.emails ?? everybody)),
      memory: options.memory,
    });

  const report = () => fleetReport({ connection, name });

  function work(options: Partial<EnrollWorkerOptions<Row>> = {}): void {
    worker = enrollWorker({
      connection,
      name,
      target: vendor.target,
      settleAfter: 100,
      onError: () => undefined,
      ...options,
    });
  }

  /** Starts a worker and gives why it stops. */
  function stopOf(options: Partial<EnrollWorkerOptions<Row>> = {}): Promise<string> {
    return new Promise((resolve) => {
      work({ ...options, onStop: resolve });
    });
  }

  async function finished(): Promise<void> {
    const look = async (): Promise<void> => {
      expect(await report()).toMatchObject({ finished: true });
    };
    await vi.waitFor(look, patience);
  }

  async function sendAll(): Promise<void> {
    work();
    await finished();
    await worker?.close();
  }

  async function rows(): Promise<RowEvent[]> {
    const found: RowEvent[] = [];
    for await (const row of fleetRows({ connection, name })) found.push(row);
    return found.toSorted((one, other) => one.line - other.line);
  }

  const cannotAsk = (): Target<Row> => ({ ...vendor.target, settle: undefined });

  describe("Redis is emptied, and the same rows are added again", () => {
    it.each(["with", "without"])("sends no row again, %s a memory file", async (how) => {
      const options = how === "with" ? { memory } : {};
      await enqueue(options);
      await sendAll();
      expect(vendor.sent).toHaveLength(3);
      await connection.flushall();
      expect(await enqueue(options)).toEqual({
        total: 3,
        added: 3,
        known: 0,
        revived: 0,
        doubt: how === "with" ? "lost" : "unproven",
      });
      await sendAll();
      expect(vendor.sent).toHaveLength(3);
      expect(await report()).toMatchObject({ done: 3 });
    });

    it("sends what had not been sent", async () => {
      await enqueue({ memory, emails: everybody.slice(0, 1) });
      await sendAll();
      await connection.flushall();
      await enqueue();
      await sendAll();
      expect(vendor.sent.toSorted()).toEqual(everybody);
    });

    it("asks again when Redis is emptied for the second time", async () => {
      await enqueue();
      await sendAll();
      for (let time = 0; time < 2; time += 1) {
        await connection.flushall();
        expect(await enqueue()).toMatchObject({ doubt: "lost" });
        await sendAll();
      }
      expect(vendor.sent).toHaveLength(3);
    });

    it("asks although a producer with an empty disk has taken the queue for new", async () => {
      await enqueue();
      await sendAll();
      await connection.flushall();
      expect(await enqueue({ memory: newMemory() })).toMatchObject({ doubt: undefined });
      expect(await enqueue()).toMatchObject({ doubt: "lost" });
      await sendAll();
      expect(vendor.sent).toHaveLength(3);
    });

    it("sends nothing where the vendor cannot be asked", async () => {
      await enqueue({ memory, target: cannotAsk() });
      await sendAll();
      await connection.flushall();
      await expect(enqueue({ memory, target: cannotAsk() })).rejects.toMatchObject({
        problem: "cannot-ask",
        message: expect.stringMatching(/has lost its states, and sample cannot be asked/) as string,
      });
      expect(await connection.exists(rowsKey)).toBe(0);
    });
  });

  it("is no reason to ask about rows of a queue that is new by its memory file", async () => {
    expect(await enqueue()).toMatchObject({ doubt: undefined });
    await sendAll();
    expect(vendor.asked).toEqual([]);
    expect(vendor.sent).toHaveLength(3);
  });

  it("cannot be told from a new one without a memory file, which is said where the vendor cannot be asked", async () => {
    await expect(enqueue({ target: cannotAsk() })).rejects.toThrow(/Name a `memory` file/);
    expect(await connection.keys("*")).not.toContain(rowsKey);
  });

  it("believes no answer before the requests of its earlier life have ended", async () => {
    await enqueue();
    await connection.flushall();
    await enqueue();
    const settleAfter = 3_600_000;
    work({ settleAfter });
    const queue = new Queue(name, { connection });
    await vi.waitFor(async () => {
      expect(await queue.getDelayedCount()).toBe(3);
    }, patience);
    await queue.close();
    expect(vendor.asked).toEqual([]);
    expect(vendor.sent).toEqual([]);
  });

  describe("a row of which the vendor cannot tell", () => {
    beforeEach(async () => {
      vendor.onSettle = () => Promise.resolve("cannot-tell");
      await enqueue({ emails: ["ada@example.com"] });
      await sendAll();
    });

    it("is not sent, and says why", async () => {
      expect(vendor.sent).toEqual([]);
      expect(await rows()).toMatchObject([
        { state: "unknown", reason: expect.stringMatching(/^It was not sent.*sample cannot tell/) as string },
      ]);
    });

    it("is sent when a person has confirmed the queue and adds it again", async () => {
      await confirmQueue({ connection, name });
      expect(await enqueue({ emails: ["ada@example.com"] })).toMatchObject({ revived: 1, doubt: undefined });
      await sendAll();
      expect(vendor.sent).toEqual(["ada@example.com"]);
      expect(await report()).toMatchObject({ total: 1, done: 1, unknown: 0 });
    });
  });

  describe("under a worker", () => {
    it("ends the worker, which says what came of the row that it was sending", async () => {
      const answer = Promise.withResolvers<RowOutcome>();
      const underWay = Promise.withResolvers<undefined>();
      vendor.onSend = () => {
        underWay.resolve(undefined);
        return answer.promise;
      };
      await enqueue();
      const errors: string[] = [];
      const stopped = stopOf({
        concurrency: 1,
        settleAfter: 60_000,
        onError: ({ message }) => void errors.push(message),
      });
      await underWay.promise;
      await connection.flushall();
      answer.resolve({ state: "done", vendorId: "order-7" });
      expect(await stopped).toMatch(
        /^Line 2 .* was being sent when its state was lost.*done; the vendor's id is order-7/,
      );
      expect(errors[0]).toMatch(/order-7/);
      await expect(report()).rejects.toMatchObject({ problem: "unknown-queue" });
    });

    it("gives up a request that has not left yet", async () => {
      const aborted = Promise.withResolvers<undefined>();
      const underWay = Promise.withResolvers<undefined>();
      vendor.onSend = (_row, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            aborted.resolve(undefined);
            reject(new Error("given up"));
          });
          underWay.resolve(undefined);
        });
      await enqueue();
      work({ concurrency: 1, settleAfter: 2000, onStop: () => undefined });
      await underWay.promise;
      await connection.flushall();
      await aborted.promise;
    });

    it("ends a worker that had waited, also when it has been filled again", async () => {
      await enqueue({ memory, emails: everybody.slice(0, 1) });
      const stopped = stopOf();
      await finished();
      await connection.flushall();
      await enqueue();
      expect(await stopped).toMatch(/^The queue autumn has lost states/);
      expect(vendor.sent).toHaveLength(1);
      await worker?.close();
      await sendAll();
      expect(vendor.sent.toSorted()).toEqual(everybody);
    });
  });

  it("is not reported as finished", async () => {
    await expect(report()).rejects.toMatchObject({ problem: "unknown-queue" });
    await expect(rows()).rejects.toThrow(/This Redis does not know the queue autumn/);
    await enqueue();
    await sendAll();
    await connection.flushall();
    await expect(report()).rejects.toMatchObject({ problem: "unknown-queue" });
  });

  describe("in part", () => {
    it.each([
      ["the states of all rows", () => connection.del(rowsKey)],
      [
        "the state of one row",
        async () => connection.hdel(rowsKey, ...(await connection.hkeys(rowsKey)).slice(0, 1)),
      ],
    ])("knows that %s are gone, and sends no row again", async (_what, lose) => {
      await enqueue();
      await sendAll();
      await lose();
      await expect(report()).rejects.toMatchObject({ problem: "lost-states" });
      expect(await enqueue()).toMatchObject({ doubt: "lost" });
      await sendAll();
      expect(await report()).toMatchObject({ total: 3, done: 3, doubt: "lost" });
      expect(vendor.sent).toHaveLength(3);
    });

    it("stops a worker at a row whose state is gone", async () => {
      await enqueue();
      await connection.del(rowsKey);
      expect(await stopOf()).toMatch(/has lost states/);
      expect(vendor.sent).toEqual([]);
      await worker?.close();
      await enqueue();
      await sendAll();
      expect(vendor.sent).toHaveLength(3);
    });

    it("counts anew where the counts are gone", async () => {
      await enqueue();
      await connection.del(countsKey);
      expect(await report()).toMatchObject({ total: 3, pending: 3 });
      await connection.del(countsKey);
      await sendAll();
      expect(await report()).toMatchObject({ total: 3, pending: 0, done: 3 });
    });

    it("asks where what is known of the queue itself is gone", async () => {
      await enqueue();
      await connection.del(queueKey);
      expect(await stopOf()).toMatch(/has lost states/);
      await worker?.close();
      expect(await enqueue({ memory: newMemory() })).toMatchObject({ added: 0, known: 3, doubt: "lost" });
      await sendAll();
      expect(vendor.asked).toHaveLength(3);
      expect(vendor.sent).toHaveLength(3);
    });
  });

  describe("since Redis was started again", () => {
    /** As a server finds the queue that has not written it itself. */
    const restart = () => connection.hset(queueKey, "server", "0".repeat(40));

    it("asks before it sends: the last writes may be lost", async () => {
      await enqueue();
      await restart();
      await sendAll();
      expect(vendor.asked).toHaveLength(3);
      expect(vendor.sent).toHaveLength(3);
      expect(await report()).toMatchObject({ done: 3, doubt: "restarted" });
    });

    it("asks about a row that had been sent and given back", async () => {
      await enqueue({ memory, emails: ["ada@example.com"] });
      const [id = ""] = await connection.hkeys(rowsKey);
      const back = { state: "pending", fence: 1, line: 2, repetitions: 1, at: Date.now() - 1000 };
      await connection.hset(rowsKey, id, JSON.stringify(back));
      vendor.sent.push("ada@example.com");
      await restart();
      await sendAll();
      expect(vendor.sent).toHaveLength(1);
      expect(await report()).toMatchObject({ done: 1 });
    });

    it("keeps the rows where the vendor cannot be asked, until a person has confirmed them", async () => {
      await enqueue({ memory, target: cannotAsk() });
      await restart();
      expect(await stopOf({ target: cannotAsk() })).toMatch(/\(restarted\), and sample cannot be asked/);
      await worker?.close();
      expect(await report()).toMatchObject({ pending: 3 });
      await confirmQueue({ connection, name });
      work({ target: cannotAsk() });
      await finished();
      expect(vendor.sent).toHaveLength(3);
    });
  });

  it("is not made up by confirming a queue that Redis does not know", async () => {
    await expect(confirmQueue({ connection, name })).rejects.toMatchObject({ problem: "unknown-queue" });
  });

  it("refuses a memory file of another queue", async () => {
    await enqueue();
    await expect(
      enqueueRows({
        connection,
        name: "spring",
        target: vendor.target,
        source: sourceOf(...everybody),
        memory,
      }),
    ).rejects.toMatchObject({ problem: "memory-file" });
    await rm(memory);
    await enqueue();
    expect(await report()).toMatchObject({ total: 3 });
  });
});
