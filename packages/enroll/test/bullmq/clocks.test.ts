import { beforeEach, describe, expect, inject, it } from "vitest";
import { processRow } from "../../src/bullmq/process-row.ts";
import { jobIdOf } from "../../src/bullmq/row-job.ts";
import { keyOfRow } from "../../src/journal/key.ts";
import { type RowRecord, RowStates } from "../../src/bullmq/row-states.ts";
import { SteadyClock } from "../../src/bullmq/steady-clock.ts";
import { name, useQueueBench } from "./support/queue-bench.ts";

const program = inject("redisServer");
const settleAfter = 60_000;
/** A request may be sent up to a quarter of `settleAfter` after the last renewal in Redis. */
const silence = 75_000;
const hour = 3_600_000;
const row = { email: "ada@example.com" };
const rowsKey = `kelaskit:{${name}}:rows`;
const queueKey = `kelaskit:{${name}}:queue`;

describe.skipIf(program === "")("a row that was being sent, when clocks jump", () => {
  const bench = useQueueBench(program);
  let id: string;
  /** The worker's own clock. */
  let own: number;
  let clock: SteadyClock;

  beforeEach(async () => {
    const { vendor, connection } = bench;
    vendor.onSettle = () => Promise.resolve("not-done");
    id = jobIdOf(keyOfRow(vendor.target.name, vendor.target.keyOf(row)));
    own = 0;
    // The test cannot move the clock of Redis, so jumps are not detected here; steady-clock.test.ts tests that.
    clock = new SteadyClock(Infinity, () => own);
    const states = new RowStates(connection, name);
    await states.create("life", "sample", undefined);
    await states.find();
    await states.register([{ id, line: 2 }]);
  });

  /** Sets how many milliseconds ago the row was renewed, and the queue created. */
  async function renewedBefore(age: number, begun = 10 * hour): Promise<void> {
    const now = Date.now();
    const record: RowRecord = { state: "sending", fence: 1, line: 2, at: now - age };
    await bench.connection.hset(rowsKey, id, JSON.stringify(record));
    await bench.connection.hset(queueKey, "since", now - begun);
  }

  const take = () => {
    const states = new RowStates(bench.connection, name);
    return processRow({ states, target: bench.vendor.target, id, row, settleAfter, clock });
  };

  it("is not considered old by a worker that has just started", async () => {
    await renewedBefore(hour);
    expect(await take()).toEqual({ kind: "wait", milliseconds: silence });
    own += silence - 1;
    expect(await take()).toEqual({ kind: "wait", milliseconds: 1 });
    expect(bench.vendor.asked).toEqual([]);
    own += 1;
    expect(await take()).toMatchObject({ kind: "ended", outcome: { state: "done" } });
    expect(bench.vendor.asked).toHaveLength(1);
  });

  it("is not considered old by a worker that sees the clock of Redis jump ahead", async () => {
    clock = new SteadyClock(settleAfter / 10, () => own);
    await renewedBefore(0);
    await take();
    // As if 10 s had passed, and Redis showed an hour.
    own -= hour;
    own += 10_000;
    await renewedBefore(hour);
    expect(await take()).toEqual({ kind: "wait", milliseconds: silence });
    expect(bench.vendor.asked).toEqual([]);
  });

  it("is waited for only once if the clock of Redis was set back", async () => {
    await renewedBefore(-2 * hour, -2 * hour);
    expect(await take()).toMatchObject({ kind: "wait" });
    const record = JSON.parse((await bench.connection.hget(rowsKey, id)) ?? "") as RowRecord;
    expect(record.at).toBeLessThanOrEqual(Date.now());
    expect(Number(await bench.connection.hget(queueKey, "since"))).toBeLessThanOrEqual(Date.now());
    own += silence;
    await renewedBefore(silence);
    expect(await take()).toMatchObject({ kind: "ended", outcome: { state: "done" } });
    expect(bench.vendor.sent).toHaveLength(1);
  });

  it("is released unsent if Redis replies so late that it may seem abandoned", async () => {
    // Each reading of the clock is 20 s after the last.
    clock = new SteadyClock(Infinity, () => (own += 20_000));
    expect(await take()).toEqual({ kind: "wait", milliseconds: settleAfter });
    expect(bench.vendor.sent).toEqual([]);
    const record = JSON.parse((await bench.connection.hget(rowsKey, id)) ?? "") as RowRecord;
    expect(record.state).toBe("pending");
  });

  it("is waited for as long as its worker may still send it, and its request may take", async () => {
    await renewedBefore(0);
    await take();
    own += 10 * hour;
    await renewedBefore(settleAfter + 1000);
    expect(await take()).toMatchObject({ kind: "wait" });
    expect(bench.vendor.asked).toEqual([]);
  });
});
