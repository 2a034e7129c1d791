import {
  AuthenticationError,
  type CallFacts,
  ConnectionError,
  type Outcome,
  RateLimitError,
} from "@kelaskit/core";
import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, it, vi } from "vitest";
import type { RowOutcome } from "../../src/index.ts";
import type { RunClock } from "../../src/run/clock.ts";
import { manualClock } from "../support/manual-clock.ts";
import { newsletter } from "../support/targets.ts";
import { countingBatches, enrollMany, next, open } from "./support.ts";

const facts = (outcome: Outcome): CallFacts => ({
  vendor: "newsletter",
  operation: "subscribers.create",
  method: "POST",
  path: "/subscribers",
  attempts: 1,
  outcome,
});
const ann = { email: "ann@example.com" };

it("sends as many at once as it may, and groups them for a target that takes several", async () => {
  const { target, sizes } = countingBatches();
  await enrollMany(await open({ target }));
  expect(sizes).toEqual([10, 10, 5]);
});

describe("when the vendor cannot be reached", () => {
  const unreachable = (): RowOutcome => {
    throw new ConnectionError("No connection.", facts("not-sent"), "ECONNREFUSED");
  };

  it("sends again after a wait, which gets longer", async () => {
    const clock = manualClock();
    let isUp = false;
    const target = newsletter({ answer: () => (isUp ? { state: "done" } : unreachable()) });
    const enrollments = await open({ target, settleAfter: 1000 }, clock);
    const { key } = await enrollments.add(ann);
    enrollments.start();
    for (const tries of [1, 2, 3]) {
      await vi.waitFor(() => {
        expect(target.sent).toHaveLength(tries);
        expect(clock.waits).toBe(1);
      }, patience);
      expect(await enrollments.get(key)).toMatchObject({ state: "pending", reason: "No connection." });
      isUp = tries === 3;
      clock.pass(1000 * 2 ** (tries - 1));
    }
    expect(await next(enrollments, "done")).toMatchObject({ attempts: 4 });
  });
});

it.each([1, 2, 3, 4, 5, 6])(
  "sends what becomes due while it looks for what is due, %i ms after it began",
  async (after) => {
    const clock = manualClock();
    let passes = 0;
    const everyLookTakesTime: RunClock = {
      wait: (milliseconds, signal) => clock.wait(milliseconds, signal),
      now() {
        clock.pass(passes);
        return clock.now();
      },
    };
    const target = newsletter({
      answer: (_email, times) => (times === 1 ? { state: "retry", reason: "busy" } : { state: "done" }),
    });
    const enrollments = await open({ target, settleAfter: 1000 }, everyLookTakesTime);
    const { key } = await enrollments.add(ann);
    enrollments.start();
    await vi.waitFor(async () => {
      expect(await enrollments.get(key)).toMatchObject({ state: "pending", attempts: 1 });
      expect(clock.waits).toBe(1);
    }, patience);
    clock.pass(1000 - after);
    passes = 1;
    // It is there already, which only makes the service look.
    await enrollments.add(ann);
    await vi.waitFor(() => {
      clock.pass(1);
      expect(target.sent).toHaveLength(2);
    }, patience);
  },
);

describe("when every enrollment would fail in the same way", () => {
  it("stops sending, says why, and tries again after a rest", async () => {
    const clock = manualClock();
    let isRight = false;
    const target = newsletter({
      answer: () => {
        if (isRight) return { state: "done" };
        throw new AuthenticationError("The credential was refused.", facts("refused"), { status: 401 });
      },
    });
    const enrollments = await open({ target, concurrency: 1 }, clock);
    const added = await Promise.all(
      Array.from({ length: 5 }, (_, index) => enrollments.add({ email: `l${index}@example.com` })),
    );
    enrollments.start();
    await vi.waitFor(async () => {
      expect(await enrollments.health()).toMatchObject({
        isReady: false,
        reason: "The credential was refused.",
      });
    }, patience);
    expect(target.sent).toHaveLength(1);
    expect(enrollments.errors).toHaveLength(1);
    expect(added).toHaveLength(5);
    isRight = true;
    await vi.waitFor(() => {
      expect(clock.waits).toBe(1);
    }, patience);
    clock.pass(10_000);
    await vi.waitFor(async () => {
      clock.pass(1000);
      expect(await enrollments.health()).toMatchObject({ isReady: true, counts: { done: 5, failed: 0 } });
    }, patience);
  });
});

describe("when the vendor asks for a pause", () => {
  it("sends nothing until its end, and says until when", async () => {
    const clock = manualClock();
    let limited = true;
    const target = newsletter({
      answer: () => {
        if (!limited) return { state: "done" };
        throw new RateLimitError("Slow down.", facts("refused"), { status: 429, retryAfter: 7_200_000 });
      },
    });
    const enrollments = await open({ target }, clock);
    await enrollments.add(ann);
    enrollments.start();
    await vi.waitFor(async () => {
      expect((await enrollments.health()).pausedUntil?.getTime()).toBeGreaterThan(Date.now() + 7_000_000);
    }, patience);
    await enrollments.add({ email: "bea@example.com" });
    limited = false;
    await vi.waitFor(() => {
      expect(clock.waits).toBe(2);
    }, patience);
    expect(target.sent).toEqual(["ann@example.com"]);
    clock.pass(7_200_000);
    await vi.waitFor(async () => {
      clock.pass(1000);
      expect((await enrollments.health()).counts.done).toBe(2);
    }, patience);
  });

  const slowDown = (): RowOutcome => {
    throw new RateLimitError("Slow down.", facts("refused"), { status: 429, retryAfter: 7_200_000 });
  };

  it("sends nothing before its end after a stop and another start", async () => {
    const clock = manualClock();
    const target = newsletter({ answer: slowDown });
    const enrollments = await open({ target }, clock);
    await enrollments.add(ann);
    enrollments.start();
    await vi.waitFor(async () => {
      expect((await enrollments.health()).pausedUntil).toBeDefined();
    }, patience);
    await enrollments.stop();
    enrollments.start();
    await enrollments.add({ email: "bea@example.com" });
    await vi.waitFor(() => {
      expect(clock.waits).toBe(2);
    }, patience);
    clock.pass(7_199_000);
    expect(target.sent).toEqual([ann.email]);
    clock.pass(1000);
    await vi.waitFor(() => {
      expect(target.sent).toContain("bea@example.com");
    }, patience);
  });

  it("sends nothing before its end after so many failures in a row that the service rests", async () => {
    const clock = manualClock();
    const target = newsletter({
      answer: () => (target.sent.length < 20 ? { state: "retry", reason: "busy" } : slowDown()),
    });
    const enrollments = await open({ target, concurrency: 1 }, clock);
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => enrollments.add({ email: `l${index}@example.com` })),
    );
    enrollments.start();
    await vi.waitFor(() => {
      expect(enrollments.errors).toHaveLength(1);
      expect(clock.waits).toBe(1);
    }, patience);
    clock.pass(10_000);
    // The rest is over, and the next one waits for the end of the pause.
    await vi.waitFor(() => {
      expect(clock.waits).toBe(1);
    }, patience);
    expect(target.sent).toHaveLength(20);
    expect(Number((await enrollments.health()).pausedUntil)).toBeGreaterThan(Date.now() + 7_000_000);
  });

  it("has failed after ten more tries without an answer of its own", async () => {
    const clock = manualClock();
    const target = newsletter({ answer: () => ({ state: "retry", reason: "busy" }) });
    const enrollments = await open({ target, settleAfter: 10 }, clock);
    const failed = next(enrollments, "failed");
    await enrollments.add(ann);
    enrollments.start();
    const passing = setInterval(() => {
      clock.pass(3_600_000);
    }, 1);
    expect(await failed).toMatchObject({ reason: "busy", attempts: 11 });
    clearInterval(passing);
  });
});

describe("when a reply is lost", () => {
  const lost = (): RowOutcome => ({ state: "unknown", reason: "the reply was lost" });

  it("believes that it was not carried out only after settleAfter, and sends it again", async () => {
    const clock = manualClock();
    const asked: number[] = [];
    const target = newsletter({
      answer: (_email, times) => (times === 1 ? lost() : { state: "done" }),
      settle: async (rows) => {
        asked.push(clock.now());
        return rows.map(() => "not-done");
      },
    });
    const enrollments = await open({ target, settleAfter: 60_000 }, clock);
    await enrollments.add(ann);
    enrollments.start();
    await vi.waitFor(() => {
      expect(asked).toEqual([0]);
      expect(clock.waits).toBe(1);
    }, patience);
    expect(target.sent).toHaveLength(1);
    clock.pass(60_000);
    expect(await next(enrollments, "done")).toMatchObject({ attempts: 2 });
    expect(asked).toEqual([0, 60_000]);
  });

  it("has failed when it was lost three times and was never carried out", async () => {
    const clock = manualClock();
    const target = newsletter({ answer: lost, settle: async (rows) => rows.map(() => "not-done") });
    const enrollments = await open({ target, settleAfter: 1000 }, clock);
    const failed = next(enrollments, "failed");
    await enrollments.add(ann);
    enrollments.start();
    const passing = setInterval(() => {
      clock.pass(1000);
    }, 1);
    const { attempts, reason } = await failed;
    expect(attempts).toBe(3);
    expect(reason).toContain("each reply was lost");
    clearInterval(passing);
  });
});
