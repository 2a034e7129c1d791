import { ConnectionError } from "@kelaskit/core";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RunOptions } from "../src/index.ts";
import { runByClock } from "../src/run/run.ts";
import { testClock } from "./support/clock.ts";
import { type Learner, learners, listOf, newJournal, newsletter } from "./support/targets.ts";
import { laggingVendor } from "./support/vendor.ts";

const settleAfter = 60_000;

/** A journal, a list and a vendor whose checks lag by most of `settleAfter`; runs of them share a clock. */
function setUp(count: number) {
  const clock = testClock();
  const vendor = laggingVendor(clock, 0.9 * settleAfter);
  const journal = newJournal();
  const emails = learners(count);
  return {
    clock,
    vendor,
    journal,
    /** Is done at once. */
    carriedOut: async (email: string): Promise<void> => {
      vendor.order({ email });
    },
    /** Sends with `answer`, which orders at some time; the vendor is asked about the rows that it left open. */
    run: (
      send: (email: string, times: number) => Promise<void>,
      options: Partial<RunOptions<Learner>> = {},
    ) => {
      const target = newsletter({
        answer: async (email, times) => {
          await send(email, times);
          return { state: "done" };
        },
        settle: async (rows) => rows.map((row) => (vendor.has(row) ? "done" : "not-done")),
      });
      return runByClock({ target, source: listOf(emails), journal, settleAfter, ...options }, clock);
    },
  };
}

/** Never answers, as a request of a process that was killed. */
const noAnswer = (): Promise<void> => Promise.race([]);

const lost = () =>
  new ConnectionError(
    "the connection broke",
    {
      vendor: "newsletter",
      operation: "subscribe",
      method: "POST",
      path: "/",
      attempts: 1,
      outcome: "unknown",
    },
    "ECONNRESET",
  );

/** Writes when rows were sent, as a clock of the day that goes wrong would have. */
function moveMarks(journal: string, milliseconds: number): void {
  const database = new DatabaseSync(journal);
  database.prepare("UPDATE rows SET sent_at = sent_at + ?").run(milliseconds);
  database.close();
}

describe("a row that an earlier process was sending is ordered once", () => {
  it("when its request waited in the client until just before the process ended", async () => {
    const { clock, vendor, run, carriedOut } = setUp(1);
    const killed = new AbortController();
    await run(
      async (email) => {
        // A 429 with `Retry-After`: the second try leaves, is carried out, and the process is killed.
        clock.pass(2 * settleAfter);
        vendor.order({ email });
        killed.abort();
        await noAnswer();
      },
      { abandonSignal: killed.signal },
    );
    expect(await run(carriedOut)).toMatchObject({ finished: true, done: 1 });
    expect(vendor.twice).toEqual([]);
  });

  it("when many waited for a limiter", async () => {
    const { clock, vendor, run, carriedOut } = setUp(40);
    const killed = new AbortController();
    let tokens = 0;
    await run(
      async (email) => {
        tokens += 1;
        const isLast = tokens === 12;
        // All twelve are marked at once, and leave one every ten seconds.
        clock.pass(10_000);
        vendor.order({ email });
        if (isLast) killed.abort();
        await noAnswer();
      },
      { abandonSignal: killed.signal, concurrency: 12 },
    );
    expect(await run(carriedOut)).toMatchObject({ finished: true, done: 40 });
    expect(vendor.orders.size).toBe(40);
    expect(vendor.twice).toEqual([]);
  });

  it.each([
    ["an hour ahead", 3_600_000],
    ["two hours back", -7_200_000],
    ["years back", -1e11],
  ])("when the clock of the day is set %s before the restart", async (_, shift) => {
    const { vendor, journal, run, carriedOut } = setUp(20);
    const killed = new AbortController();
    let sent = 0;
    await run(
      async (email) => {
        vendor.order({ email });
        sent += 1;
        if (sent === 4) killed.abort();
        await noAnswer();
      },
      { abandonSignal: killed.signal },
    );
    moveMarks(journal, -shift);
    expect(await run(carriedOut)).toMatchObject({ finished: true, done: 20 });
    expect(vendor.twice).toEqual([]);
  });
});

describe("a row whose answer was lost", () => {
  it("is ordered once, though its call took longer than `settleAfter`", async () => {
    const { clock, vendor, run } = setUp(3);
    const report = await run(async (email) => {
      clock.pass(2 * settleAfter);
      vendor.order({ email });
      throw lost();
    });
    expect(report).toMatchObject({ finished: true, done: 3, unknown: 0 });
    expect(vendor.twice).toEqual([]);
  });

  it("is sent again when the vendor still has nothing of it after `settleAfter`", async () => {
    const { clock, vendor, run } = setUp(2);
    const report = await run(async (email, times) => {
      if (times === 1) throw lost();
      expect(clock.now()).toBeGreaterThanOrEqual(settleAfter);
      vendor.order({ email });
    });
    expect(report).toMatchObject({ finished: true, done: 2 });
    expect([...vendor.orders.values()]).toEqual([1, 1]);
  });
});

describe("a clock of the day that is set while a run goes on", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ["two hours back", -7_200_000],
    ["two hours ahead", 7_200_000],
  ])("%s makes it wait for `settleAfter` once", async (_, shift) => {
    const { clock, vendor, run } = setUp(1);
    const report = await run(async (email, times) => {
      if (times > 1) {
        vendor.order({ email });
        return;
      }
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + shift });
      throw lost();
    });
    expect(report).toMatchObject({ finished: true, done: 1 });
    expect(clock.now()).toBe(settleAfter);
  });
});
