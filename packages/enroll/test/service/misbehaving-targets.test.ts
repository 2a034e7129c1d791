import { type CallFacts, RateLimitError } from "@kelaskit/core";
import { patience } from "@kelaskit/test-support/patience";
import { expect, it, vi } from "vitest";
import type { Enrollments } from "../../src/service/index.ts";
import { manualClock } from "../support/manual-clock.ts";
import { newJournal, newsletter } from "../support/targets.ts";
import { next, open } from "./support.ts";

const ann = { email: "ann@example.com" };
const bea = { email: "bea@example.com" };
const facts: CallFacts = {
  vendor: "newsletter",
  operation: "subscribers.create",
  method: "POST",
  path: "/subscribers",
  attempts: 1,
  outcome: "refused",
};

/** Waits until one enrollment is done, and expects that another has failed. */
async function expectFailedAlone(
  enrollments: Enrollments,
  { key, other, why }: { readonly key: string; readonly other: string; readonly why: string },
): Promise<void> {
  await vi.waitFor(async () => {
    expect(await enrollments.get(other)).toHaveProperty("state", "done");
  }, patience);
  expect(await enrollments.get(key)).toMatchObject({
    state: "failed",
    reason: expect.stringContaining(why) as string,
  });
}

it("a record that its target can no longer read does not hold up the others", async () => {
  const journal = newJournal();
  const first = await open({ target: newsletter(), journal });
  const { key } = await first.add(ann);
  await first.close();
  const base = newsletter();
  const target = {
    ...base,
    parse: (record: Readonly<Record<string, unknown>>) => {
      if (record["email"] === ann.email) throw new TypeError("email.local is not a function");
      return base.parse(record);
    },
  };
  const enrollments = await open({ target, journal });
  const other = await enrollments.add(bea);
  enrollments.start();
  await expectFailedAlone(enrollments, { key, other: other.key, why: "email.local is not a function" });
});

it("a vendor that cannot be asked, always for the same reason, is told of in the end", async () => {
  const clock = manualClock();
  const target = newsletter({
    answer: () => ({ state: "unknown", reason: "the reply was lost" }),
    settle: () => Promise.reject(new Error("no answer")),
  });
  const enrollments = await open({ target, settleAfter: 1000 }, clock);
  const unknown = next(enrollments, "unknown");
  await enrollments.add(ann);
  enrollments.start();
  const passing = setInterval(() => {
    clock.pass(3_600_000);
  }, 1);
  expect((await unknown).reason).toContain("no answer");
  clearInterval(passing);
});

it("a pause of years is waited for no longer than a day", async () => {
  const clock = manualClock();
  const target = newsletter({
    answer: () => {
      throw new RateLimitError("Slow down.", facts, { status: 429, retryAfter: 1e12 });
    },
  });
  const enrollments = await open({ target }, clock);
  await enrollments.add(ann);
  enrollments.start();
  await vi.waitFor(async () => {
    expect((await enrollments.health()).pausedUntil).toBeDefined();
  }, patience);
  expect((await enrollments.health()).pausedUntil?.getTime()).toBeLessThan(Date.now() + 86_500_000);
});

it("what was delayed while the computer's clock was years ahead is sent within a day of the next start", async () => {
  const journal = newJournal();
  const first = await open({ target: newsletter(), journal });
  const { key } = await first.add(ann);
  await first.close();
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2060-01-01T00:00:00Z") });
  const busy = newsletter({
    answer: () => {
      throw new RateLimitError("Slow down.", facts, { status: 429, retryAfter: 1000 });
    },
  });
  const second = await open({ target: busy, journal });
  second.start();
  await vi.waitFor(async () => {
    expect(await second.get(key)).toMatchObject({ state: "pending", attempts: 1 });
  }, patience);
  await second.close();
  vi.useRealTimers();
  const clock = manualClock();
  const third = await open({ target: newsletter(), journal }, clock);
  const done = next(third, "done");
  third.start();
  await vi.waitFor(() => {
    expect(clock.waits).toBe(1);
  }, patience);
  clock.pass(86_400_000);
  expect(await done).toHaveProperty("attempts", 2);
});

it("a call that was abandoned and goes on is waited for before its enrollment is sent again", async () => {
  const clock = manualClock();
  const gate = Promise.withResolvers<void>();
  let hasArrived = false;
  const target = newsletter({
    answer: async (email) => {
      if (email === ann.email) {
        // It ignores its signal.
        await gate.promise;
        hasArrived = true;
      }
      return { state: "done" };
    },
    settle: async (rows) => rows.map(() => (hasArrived ? "done" : "not-done")),
  });
  const enrollments = await open({ target, settleAfter: 1000 }, clock);
  const { key } = await enrollments.add(ann);
  enrollments.start();
  await vi.waitFor(() => {
    expect(target.sent).toHaveLength(1);
  }, patience);
  expect(await enrollments.stop({ within: 0 })).toEqual({ abandoned: 1 });
  enrollments.start();
  for (const name of ["bea", "cleo", "dan"]) {
    await enrollments.add({ email: `${name}@example.com` });
    await next(enrollments, "done");
    clock.pass(1000);
  }
  expect(await enrollments.get(key)).toMatchObject({ state: "sending", attempts: 1 });
  const done = next(enrollments, "done");
  gate.resolve();
  expect(await done).toMatchObject({ key, attempts: 1 });
  expect(target.sent.filter((email) => email === ann.email)).toHaveLength(1);
});

it("a row whose group its target cannot tell does not hold up the others", async () => {
  const target = newsletter({
    batchSize: 10,
    groupOf: ({ email }) => {
      if (email === ann.email) throw new TypeError("email.domain is not a function");
      return "all";
    },
  });
  const enrollments = await open({ target });
  const { key } = await enrollments.add(ann);
  const other = await enrollments.add(bea);
  enrollments.start();
  await expectFailedAlone(enrollments, { key, other: other.key, why: "email.domain is not a function" });
  expect(enrollments.errors).toEqual([]);
});
