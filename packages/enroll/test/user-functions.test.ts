import { type CallFacts, RateLimitError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import {
  type CleanedRow,
  type PlannedRow,
  type RowIssue,
  type RunOptions,
  runEnrollment,
  RunStoppedError,
} from "../src/index.ts";
import { runByClock } from "../src/run/run.ts";
import { testClock } from "./support/clock.ts";
import { type Learner, learners, listOf, newJournal, newsletter } from "./support/targets.ts";

/** A newsletter that cleans what it is given. */
function cleaning() {
  const target = newsletter();
  const parse: typeof target.parse = ({ email }) => {
    const clean = String(email).replace("mailto:", "");
    const parsed = target.parse({ email: clean });
    return "row" in parsed && clean !== email
      ? { row: parsed.row, cleaned: [{ field: "email", what: "removed mailto:" }] }
      : parsed;
  };
  return { ...target, parse };
}

const emails = ["mailto:ani@example.com", "nobody", "budi@example.com", "BUDI@example.com"];

describe("a user learns before anything is sent", () => {
  it.each([true, false])(
    "of all rows, what was cleaned and what is wrong; with the check: %s",
    async (precheck) => {
      const target = cleaning();
      const [issues, cleaned, planned]: [RowIssue[], CleanedRow[], PlannedRow[]] = [[], [], []];
      let sentBefore = -1;
      const run = runEnrollment({
        target,
        source: listOf(emails),
        journal: newJournal(),
        precheck,
        onIssue: (issue) => void issues.push(issue),
        onCleaned: (what) => void cleaned.push(what),
        onPlanned(row) {
          planned.push(row);
          sentBefore = target.sent.length;
        },
      });
      await run.catch(() => undefined);
      expect(issues).toEqual([
        { line: 3, field: "email", expected: "an e-mail address", received: "a string" },
      ]);
      expect(cleaned).toEqual([{ line: 2, field: "email", what: "removed mailto:" }]);
      expect(planned).toEqual([
        { line: 2, learner: "ani@example.com", item: "weekly" },
        { line: 4, learner: "budi@example.com", item: "weekly" },
      ]);
      expect(sentBefore).toBe(0);
      expect(target.sent).toHaveLength(precheck ? 0 : 2);
    },
  );

  it("of everything that is wrong, not only of the first twenty", async () => {
    const issues: RowIssue[] = [];
    const run = runEnrollment({
      target: newsletter(),
      // An error in every row would be reported once.
      source: listOf(["ani@example.com", ...Array.from({ length: 1000 }, () => "nobody")]),
      journal: newJournal(),
      onIssue: (issue) => void issues.push(issue),
    });
    await expect(run).rejects.toMatchObject({ total: 1000, issues: { length: 20 } });
    expect(issues).toHaveLength(1000);
  });
});

const facts: CallFacts = {
  vendor: "sample",
  operation: "orders.create",
  method: "POST",
  path: "/orders",
  attempts: 1,
  outcome: "refused",
};

/** What another promise library may return: not a `Promise`, and rejected later. */
function rejectedThenable(thrown: unknown): PromiseLike<never> {
  return {
    // The test is that it is not a Promise.
    // oxlint-disable-next-line unicorn/no-thenable
    then: (resolve, reject) =>
      new Promise<never>((_resolve, rejectLater) => {
        setImmediate(rejectLater, thrown);
      }).then(resolve, reject),
  };
}

type Listener = "onIssue" | "onCleaned" | "onPlanned" | "onProgress" | "onRow";

const mistakes: readonly [string, () => unknown][] = [
  [
    "throws",
    () => {
      throw new TypeError("a mistake");
    },
  ],
  [
    "returns a promise that rejects",
    async () => {
      throw new TypeError("a mistake");
    },
  ],
  ["gives a thenable that rejects", () => rejectedThenable(new TypeError("a mistake"))],
];

describe.each(mistakes)("a function of the user that %s stops the run cleanly", (_, mistake) => {
  it.each<Listener>(["onIssue", "onCleaned", "onPlanned", "onProgress", "onRow"])("%s", async (name) => {
    const target = cleaning();
    const options: RunOptions<Learner> = {
      target,
      source: listOf(emails),
      journal: newJournal(),
      precheck: false,
      [name]: mistake,
    };
    const run = runEnrollment(options);
    await expect(run).rejects.toBeInstanceOf(RunStoppedError);
    await expect(run).rejects.toThrow(`${name} failed: a mistake.`);
    await expect(run).rejects.toMatchObject({ report: { finished: false }, cause: { message: "a mistake" } });
    if (name !== "onRow") expect(target.sent).toEqual([]);
  });

  it("onPause", async () => {
    const target = newsletter({
      answer: () => {
        throw new RateLimitError("Too many.", facts, { status: 429, retryAfter: 5000 });
      },
    });
    const options: RunOptions<Learner> = { target, source: listOf(learners(3)), journal: newJournal() };
    const run = runByClock(Object.assign({ ...options }, { onPause: mistake }), testClock());
    await expect(run).rejects.toThrow("onPause failed: a mistake.");
    await expect(run).rejects.toMatchObject({ report: { pending: 3, unknown: 0 } });
  });

  it("also at the last row, which stays done", async () => {
    const journal = newJournal();
    const target = newsletter();
    const source = listOf(learners(1));
    const options: RunOptions<Learner> = { target, source, journal };
    const run = runEnrollment(Object.assign({ ...options }, { onRow: mistake }));
    await expect(run).rejects.toMatchObject({ report: { done: 1, finished: false } });
    expect(await runEnrollment({ target, source, journal })).toMatchObject({ finished: true, done: 1 });
    expect(target.sent).toHaveLength(1);
  });
});

describe("what is thrown", () => {
  it("may be anything, also what cannot be made a text", async () => {
    const run = runEnrollment({
      target: newsletter(),
      source: listOf(learners(1)),
      journal: newJournal(),
      // A program without types may do so.
      onRow: () => Promise.reject(Object.create(null) as Error),
    });
    await expect(run).rejects.toThrow("onRow failed: an object was thrown.");
  });
});
