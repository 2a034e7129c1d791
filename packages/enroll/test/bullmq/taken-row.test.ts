import { once } from "node:events";
import { beforeEach, describe, expect, inject, it, vi } from "vitest";
import { processRow } from "../../src/bullmq/process-row.ts";
import { jobIdOf } from "../../src/bullmq/row-job.ts";
import { keyOfRow } from "../../src/journal/key.ts";
import { RowStates } from "../../src/bullmq/row-states.ts";
import { SteadyClock } from "../../src/bullmq/steady-clock.ts";
import { takeAndSend } from "../../src/bullmq/send-rows.ts";
import type { RowOutcome } from "../../src/target.ts";
import { patience } from "@kelaskit/test-support/patience";
import { name, useQueueBench } from "./support/queue-bench.ts";

const program = inject("redisServer");

describe.skipIf(program === "")("a row that another worker was sending", () => {
  const bench = useQueueBench(program);
  const row = { email: "ada@example.com" };
  let states: RowStates;
  let id: string;
  let clock: SteadyClock;

  beforeEach(async () => {
    states = new RowStates(bench.connection, name);
    clock = new SteadyClock(1000);
    id = jobIdOf(keyOfRow(bench.vendor.target.name, bench.vendor.target.keyOf(row)));
    await states.create("life", "sample", undefined);
    await states.find();
    await states.register([{ id, line: 2 }]);
  });

  const take = (settleAfter: number) =>
    processRow({ states, target: bench.vendor.target, id, row, settleAfter, clock });

  it("is left alone while that worker renews it", async () => {
    const answer = Promise.withResolvers<RowOutcome>();
    const underWay = Promise.withResolvers<undefined>();
    bench.vendor.onSend = () => {
      underWay.resolve(undefined);
      return answer.promise;
    };
    bench.vendor.onSettle = () => Promise.resolve("not-done");
    const first = take(60_000);
    await underWay.promise;
    expect(await take(60_000)).toMatchObject({ kind: "wait" });
    expect(bench.vendor.asked).toEqual([]);
    answer.resolve({ state: "done" });
    expect(await first).toMatchObject({ kind: "ended", outcome: { state: "done" }, isNew: true });
    expect(await take(60_000)).toMatchObject({ kind: "ended", outcome: { state: "done" }, isNew: false });
  });

  it("is given up by that worker when another takes it over, whose outcome counts", async () => {
    const firstAnswer = Promise.withResolvers<RowOutcome>();
    const underWay = Promise.withResolvers<AbortSignal>();
    bench.vendor.onSend = (_row, signal) => {
      underWay.resolve(signal);
      return firstAnswer.promise;
    };
    bench.vendor.onSettle = () => Promise.resolve("not-done");
    const first = take(4000);
    const signal = await underWay.promise;
    const aborted = once(signal, "abort");
    bench.vendor.onSend = () => Promise.resolve({ state: "done", vendorId: "of the second" });
    // The second worker takes it over after a silence that is still short for the first.
    await vi.waitFor(async () => {
      expect(await take(200)).toMatchObject({ outcome: { vendorId: "of the second" } });
    }, patience);
    await aborted;
    firstAnswer.resolve({ state: "failed", reason: "late" });
    expect(await first).toMatchObject({ kind: "wait" });
    expect(await bench.rows()).toMatchObject([{ state: "done", vendorId: "of the second" }]);
  });

  it("is given up by a worker that was frozen, before any of its timers runs", async () => {
    const readings: boolean[][] = [];
    bench.vendor.onSend = async (_row, signal) => {
      const before = signal.aborted;
      // The whole process stands still for longer than a quarter of settleAfter.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1100);
      readings.push([before, signal.aborted]);
      return { state: "retry", reason: "not sent" };
    };
    // A machine that stalls before it sends gives the row up: it is taken again.
    await vi.waitFor(async () => {
      await take(4000);
      expect(readings[0]).toEqual([false, true]);
    }, patience);
  });

  it("is given up by a worker whose machine was suspended, which stops the steady clock", async () => {
    const reading = Promise.withResolvers<boolean>();
    bench.vendor.onSend = async (_row, signal) => {
      const now = Date.now();
      vi.spyOn(Date, "now").mockReturnValue(now + 20_000);
      reading.resolve(signal.aborted);
      return { state: "retry", reason: "not sent" };
    };
    await take(60_000);
    expect(await reading.promise).toBe(true);
  });

  it("is not sent by a worker that saw it before the queue came into doubt", async () => {
    const seen = await states.look(id);
    await states.doubt("restarted");
    const work = { states, target: bench.vendor.target, settleAfter: 60_000, clock };
    expect(await takeAndSend(work, [{ id, row, seen }])).toEqual([undefined]);
    expect(bench.vendor.sent).toEqual([]);
  });

  it("is done when that worker reports it late, even if another has released the row", async () => {
    const firstAnswer = Promise.withResolvers<RowOutcome>();
    const underWay = Promise.withResolvers<undefined>();
    bench.vendor.onSend = () => {
      underWay.resolve(undefined);
      return firstAnswer.promise;
    };
    const first = take(60_000);
    await underWay.promise;
    const { record } = await states.look(id);
    await states.replace(id, record, { ...record, state: "pending", fence: 2, repetitions: 1 });
    firstAnswer.resolve({ state: "done", vendorId: "order-7" });
    await first;
    expect(await take(60_000)).toMatchObject({ outcome: { state: "done", vendorId: "order-7" } });
    expect(bench.vendor.sent).toHaveLength(1);
  });

  it("is sent by one of many workers that find it at once", async () => {
    await Promise.all(Array.from({ length: 10 }, () => take(60_000)));
    expect(bench.vendor.sent).toHaveLength(1);
  });
});
