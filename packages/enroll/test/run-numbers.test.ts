import { cases } from "@kelaskit/test-support/depth";
import { ConnectionError, NotFoundError } from "@kelaskit/core";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import {
  InvalidRowsError,
  JournalError,
  type RowOutcome,
  type RunReport,
  RunStoppedError,
} from "../src/index.ts";
import { runByClock } from "../src/run/run.ts";
import { testClock } from "./support/clock.ts";
import { listOf, newJournal, newsletter } from "./support/targets.ts";

/** What the vendor does with one request after another. */
type Luck =
  | "done"
  | "refused"
  | "lost-before"
  | "lost-after"
  | "killed-before"
  | "killed-after"
  | "stopped"
  | "busy";

/** A run of a sequence that shares a journal. */
interface Step {
  /** Learners by number; some more than once, and 0 is not an address. */
  readonly list: readonly number[];
  readonly item: string;
  readonly luck: readonly Luck[];
  readonly precheck: boolean;
  readonly dryRun: boolean;
  readonly retryFailed: boolean;
  readonly acceptOtherSource: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  list: fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 10 }),
  item: fc.constantFrom("p1", "p1", "p1", "p2"),
  luck: fc.array(
    fc.constantFrom<Luck>(
      "done",
      "done",
      "done",
      "refused",
      "lost-before",
      "lost-after",
      "killed-before",
      "killed-after",
      "stopped",
      "busy",
    ),
    { maxLength: 14 },
  ),
  precheck: fc.boolean(),
  dryRun: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  retryFailed: fc.boolean(),
  acceptOtherSource: fc.boolean(),
});

/** A vendor that carries out whatever comes in, and counts by learner and item. */
type Orders = Map<string, number>;

const facts = {
  vendor: "newsletter",
  operation: "subscribe",
  method: "POST",
  path: "/",
  attempts: 1,
} as const;

/** Runs a step. @returns Its report, or none where it was refused; and whether it was stopped by an error. */
async function run(
  { list, item, luck, ...options }: Step,
  journal: string,
  orders: Orders,
): Promise<{ readonly report: RunReport | undefined; readonly isStopped: boolean; readonly sent: number }> {
  const [stop, kill] = [new AbortController(), new AbortController()];
  let requests = 0;
  const order = (email: string): void => {
    const key = `${email} ${item}`;
    orders.set(key, (orders.get(key) ?? 0) + 1);
  };
  const target = newsletter({
    keyOf: ({ email }) => ({ learner: email, item }),
    settle: async (rows) => rows.map(({ email }) => (orders.has(`${email} ${item}`) ? "done" : "not-done")),
    async answer(email): Promise<RowOutcome> {
      const now = luck[requests] ?? "done";
      requests += 1;
      if (now === "refused") throw new NotFoundError("no", { ...facts, outcome: "refused" }, { status: 404 });
      if (now === "busy") return { state: "retry", reason: "busy" };
      if (!now.endsWith("before")) order(email);
      if (now.startsWith("lost"))
        throw new ConnectionError("lost", { ...facts, outcome: "unknown" }, "ECONNRESET");
      if (now === "stopped") stop.abort();
      if (!now.startsWith("killed")) return { state: "done" };
      kill.abort();
      return Promise.race([]);
    },
  });
  const emails = list.map((number) => (number === 0 ? "nobody" : `learner${number}@example.com`));
  const all = {
    ...options,
    target,
    source: listOf(emails),
    journal,
    signal: stop.signal,
    abandonSignal: kill.signal,
  };
  try {
    const report = await runByClock(all, testClock());
    return { report, isStopped: false, sent: requests };
  } catch (error) {
    if (RunStoppedError.isInstance(error)) return { report: error.report, isStopped: true, sent: requests };
    if (JournalError.isInstance(error) || InvalidRowsError.isInstance(error))
      return { report: undefined, isStopped: false, sent: requests };
    throw error;
  }
}

it("returns counts that add up, and orders once, in any sequence of runs", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const journal = newJournal();
      const orders: Orders = new Map();
      for (const now of steps) {
        const { report, isStopped, sent } = await run(now, journal, orders);
        if (report === undefined || now.dryRun) expect(sent).toBe(0);
        expect([...orders.values()].filter((count) => count > 1)).toEqual([]);
        if (report === undefined) continue;
        const { finished, totalIsFinal, total, done, failed, unknown, duplicates, pending, ...others } =
          report;
        const numbers = [total, done, failed, unknown, duplicates, pending, others.gone, others.changed];
        expect(numbers.every((number) => Number.isInteger(number) && number >= 0)).toBe(true);
        if (totalIsFinal) {
          expect(total).toBe(now.list.length);
          expect(done + failed + unknown + duplicates + pending).toBe(total);
        }
        if (finished) expect([isStopped, totalIsFinal, pending]).toEqual([false, true, 0]);
      }
    }),
    { numRuns: cases(8) },
  );
});
