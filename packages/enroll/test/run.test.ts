import {
  AuthenticationError,
  type CallFacts,
  ConnectionError,
  NotFoundError,
  type Outcome,
  RateLimitError,
  ServerError,
} from "@kelaskit/core";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  openJournal,
  type RowEvent,
  type RowOutcome,
  type RowSource,
  type RunProgress,
  runEnrollment,
} from "../src/index.ts";
import { runByClock } from "../src/run/run.ts";
import { testClock } from "./support/clock.ts";
import { learners, listOf, newJournal, newsletter, type RecordingTarget } from "./support/targets.ts";

const facts = (outcome: Outcome): CallFacts => ({
  vendor: "newsletter",
  operation: "subscribers.create",
  method: "POST",
  path: "/subscribers",
  attempts: 1,
  outcome,
});
const connectionLost = () => new ConnectionError("the connection broke", facts("unknown"), "ECONNRESET");
const refused = () => new NotFoundError("no such list", facts("refused"), { status: 404 });
const tooMany = (retryAfter: number) => () =>
  new RateLimitError("429: slow down", facts("refused"), { status: 429, retryAfter });
const noConnection = () => new ConnectionError("connection refused", facts("not-sent"), "ECONNREFUSED");

/** Answers in the order of the calls, and then is done. */
function throwing(errors: readonly (() => Error)[]) {
  let calls = 0;
  return () => {
    const makeError = errors[calls];
    calls += 1;
    if (makeError !== undefined) throw makeError();
    return { state: "done" } as const;
  };
}

function rowsOf(journal: string) {
  const opened = openJournal(journal);
  try {
    return [...opened.rows()];
  } finally {
    opened.close();
  }
}

describe("a run", () => {
  it("sends every row once and reports the results", async () => {
    const target = newsletter();
    const report = await runEnrollment({ target, source: listOf(learners(5)), journal: newJournal() });
    expect(report).toMatchObject({ finished: true, total: 5, done: 5, failed: 0, unknown: 0, pending: 0 });
    expect(target.sent).toEqual(learners(5));
  });

  it("sends nothing that is done when it is started again", async () => {
    const journal = newJournal();
    const target = newsletter();
    await runEnrollment({ target, source: listOf(learners(5)), journal });
    const report = await runEnrollment({ target, source: listOf(learners(5)), journal });
    expect(report).toMatchObject({ finished: true, total: 5, done: 5 });
    expect(target.sent).toHaveLength(5);
  });

  it("sends a row once that occurs twice, and lists both lines", async () => {
    const journal = newJournal();
    const target = newsletter();
    const source = listOf(["ani@example.com", "budi@example.com", "ANI@example.com"]);
    for (let start = 1; start <= 2; start += 1) {
      expect(await runEnrollment({ target, source, journal })).toMatchObject({
        total: 3,
        done: 2,
        duplicates: 1,
      });
    }
    expect(target.sent).toEqual(["ani@example.com", "budi@example.com"]);
    const opened = openJournal(journal);
    expect([...opened.duplicates()]).toEqual([{ line: 4, firstLine: 2 }]);
    opened.close();
  });

  it("has no more calls in progress than `concurrency`", async () => {
    let underWay = 0;
    let most = 0;
    const target = newsletter({
      answer: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await nextTurn();
        underWay -= 1;
        return { state: "done" };
      },
    });
    await runEnrollment({ target, source: listOf(learners(30)), journal: newJournal(), concurrency: 3 });
    expect(most).toBe(3);
  });

  it("sends rows of one group together, as many as the target takes", async () => {
    const calls: string[][] = [];
    const target = newsletter({ batchSize: 2, groupOf: ({ email }) => email.slice(0, 1) });
    const emails = ["a1@example.com", "b1@example.com", "a2@example.com", "a3@example.com"];
    await runEnrollment({
      target: {
        ...target,
        send: (rows, context) => {
          calls.push(rows.map(({ email }) => email.slice(0, 2)));
          return target.send(rows, context);
        },
      },
      source: listOf(emails),
      journal: newJournal(),
    });
    expect(new Set(calls.map((call) => call.join(" ")))).toEqual(new Set(["a1 a2", "a3", "b1"]));
  });

  it("marks a row in the journal before its request leaves", async () => {
    const journal = newJournal();
    const { DatabaseSync } = await import("node:sqlite");
    const { copyFileSync } = await import("node:fs");
    const states: unknown[] = [];
    const target = newsletter({
      answer: () => {
        // What a killed process would leave: the files as they are.
        for (const end of ["", "-wal"]) copyFileSync(journal + end, `${journal}-copy${end}`);
        const copy = new DatabaseSync(`${journal}-copy`);
        states.push(copy.prepare("SELECT state, attempts FROM rows").get());
        copy.close();
        return { state: "done" };
      },
    });
    await runEnrollment({ target, source: listOf(learners(1)), journal });
    expect(states).toMatchObject([{ state: "sending", attempts: 1 }]);
  });

  it("reports each row and its progress", async () => {
    const rows: RowEvent[] = [];
    const progress: RunProgress[] = [];
    await runEnrollment({
      target: newsletter({ answer: () => ({ state: "done", vendorId: "s1", detail: "was there already" }) }),
      source: listOf(learners(1)),
      journal: newJournal(),
      onRow(row) {
        rows.push(row);
      },
      onProgress(now) {
        progress.push(now);
      },
    });
    const key = '["newsletter","learner1@example.com","weekly"]';
    expect(rows).toEqual([{ line: 2, key, state: "done", reason: "was there already", vendorId: "s1" }]);
    expect(progress.at(-1)).toEqual({
      total: 1,
      totalIsFinal: true,
      done: 1,
      failed: 0,
      unknown: 0,
      duplicates: 0,
    });
  });

  it("tries everything and leaves no journal when it is a dry run", async () => {
    const journal = newJournal();
    const target = newsletter();
    const source = listOf([...learners(3), "learner1@example.com"]);
    const report = await runEnrollment({ target, source, journal, dryRun: true });
    expect(report).toMatchObject({ finished: false, total: 4, duplicates: 1, pending: 3, done: 0 });
    expect(target.sent).toEqual([]);
    expect(() => openJournal(journal)).toThrow(/does not exist/);
  });
});

describe("records that are not valid rows", () => {
  it("stop a run before the first request, with the first twenty and their number", async () => {
    const target = newsletter();
    const source = listOf([...learners(1), ...Array.from({ length: 25 }, () => "nobody")]);
    const run = runEnrollment({ target, source, journal: newJournal() });
    await expect(run).rejects.toMatchObject({ name: "InvalidRowsError", total: 25, issues: { length: 20 } });
    await expect(run).rejects.toThrow(
      /line 3, email: expected an e-mail address, got a string\n[^]*and 5 more$/,
    );
    expect(target.sent).toEqual([]);
  });

  it("may be put right, and the same journal goes on", async () => {
    const journal = newJournal();
    await runEnrollment({ target: newsletter(), source: listOf(["nobody"]), journal }).catch(() => undefined);
    const report = await runEnrollment({ target: newsletter(), source: listOf(learners(1)), journal });
    expect(report).toMatchObject({ finished: true, done: 1 });
  });

  it("are left out as failed without the check", async () => {
    const journal = newJournal();
    const target = newsletter();
    const source = listOf(["nobody", ...learners(1)]);
    for (let start = 1; start <= 2; start += 1) {
      const report = await runEnrollment({ target, source, journal, precheck: false });
      expect(report).toMatchObject({ finished: true, total: 2, done: 1, failed: 1 });
    }
    expect(rowsOf(journal)[0]).toMatchObject({ line: 2, state: "failed", attempts: 0, learner: "" });
  });
});

describe("a source that breaks off", () => {
  it("ends the run once the results of calls in progress are in the journal", async () => {
    const journal = newJournal();
    const emails = learners(500);
    const last = emails.at(-1) ?? "";
    const answered = Promise.withResolvers<RowOutcome>();
    const target = newsletter({ answer: (email) => (email === last ? answered.promise : { state: "done" }) });
    let readings = 0;
    const source: RowSource = {
      ...listOf(emails),
      async *records() {
        readings += 1;
        yield* listOf(emails).records();
        if (readings === 1) return;
        // The answer comes after the source has broken off.
        setImmediate(() => {
          answered.resolve({ state: "done" });
        });
        throw new Error("The file has gone.");
      },
    };
    const run = runEnrollment({ target, source, journal });
    await expect(run).rejects.toThrow("The file has gone.");
    await expect(run).rejects.toMatchObject({ report: { done: 500, finished: false }, journal });
    expect(target.sent).toHaveLength(500);
    expect(rowsOf(journal).filter(({ state }) => state !== "done")).toEqual([]);
  });
});

describe("a row", () => {
  it("has failed when the vendor refused it, and is sent again only on demand", async () => {
    const journal = newJournal();
    const target = newsletter({ answer: throwing([refused]) });
    const run = (retryFailed: boolean) =>
      runEnrollment({ target, source: listOf(learners(2)), journal, concurrency: 1, retryFailed });
    expect(await run(false)).toMatchObject({ finished: true, done: 1, failed: 1 });
    expect(rowsOf(journal)[0]).toMatchObject({ state: "failed", reason: "no such list" });
    expect(await run(false)).toMatchObject({ done: 1, failed: 1 });
    expect(await run(true)).toMatchObject({ finished: true, done: 2, failed: 0 });
    expect(target.sent).toHaveLength(3);
  });

  it("is sent again when the vendor had no time for it, three times at most", async () => {
    const target = newsletter({
      answer: (email) => {
        if (email === "learner2@example.com") throw tooMany(0)();
        return { state: "done" };
      },
    });
    const journal = newJournal();
    const report = await runEnrollment({ target, source: listOf(learners(3)), journal });
    expect(report).toMatchObject({ finished: true, done: 2, failed: 1 });
    expect(rowsOf(journal)[1]).toMatchObject({ state: "failed", reason: "429: slow down", attempts: 3 });
    expect(target.sent).toHaveLength(5);
  });

  it("that could not be sent in three tries is pending, and the run reports why", async () => {
    let isDown = true;
    const target = newsletter({
      answer: (email) => {
        if (isDown && email === "learner2@example.com") throw noConnection();
        return { state: "done" };
      },
    });
    const journal = newJournal();
    const run = () => runEnrollment({ target, source: listOf(learners(3)), journal });
    const stopped = run();
    await expect(stopped).rejects.toThrow(/connection refused.*Run again with the same journal/);
    await expect(stopped).rejects.toMatchObject({ report: { done: 2, failed: 0, pending: 1 } });
    expect(target.sent).toHaveLength(5);
    isDown = false;
    expect(await run()).toMatchObject({ finished: true, done: 3 });
  });

  it("is sent again when the target returns retry, and fails in the end", async () => {
    const target = newsletter({
      batchSize: 3,
      answer: (email, times) =>
        email === "learner2@example.com" || (email === "learner3@example.com" && times === 1)
          ? { state: "retry", reason: "slow down" }
          : { state: "done" },
    });
    const journal = newJournal();
    const report = await runEnrollment({ target, source: listOf(learners(3)), journal });
    expect(report).toMatchObject({ finished: true, done: 2, failed: 1 });
    expect(rowsOf(journal)[1]).toMatchObject({ state: "failed", reason: "slow down", attempts: 3 });
    expect(target.sent).toHaveLength(6);
  });

  it("is unknown when the vendor cannot be asked, and is never sent again", async () => {
    const journal = newJournal();
    const target = newsletter({ answer: throwing([connectionLost]) });
    for (const retryFailed of [false, true]) {
      const report = await runEnrollment({ target, source: listOf(learners(1)), journal, retryFailed });
      expect(report).toMatchObject({ finished: true, unknown: 1, done: 0 });
    }
    expect(target.sent).toHaveLength(1);
  });

  it("is unknown when the target gave no outcome for it", async () => {
    const target = { ...newsletter(), send: async () => [] };
    const report = await runEnrollment({ target, source: listOf(learners(1)), journal: newJournal() });
    expect(report).toMatchObject({ unknown: 1 });
  });

  it.each([
    { answer: "done", sent: 1, counts: { done: 1, unknown: 0 } },
    { answer: "not-done", sent: 2, counts: { done: 1, unknown: 0 } },
    { answer: "cannot-tell", sent: 1, counts: { done: 0, unknown: 1 } },
  ] as const)("whose reply was lost is asked about: $answer", async ({ answer, sent, counts }) => {
    const target = newsletter({
      answer: throwing([connectionLost]),
      settle: async (rows) => rows.map(() => answer),
    });
    const report = await runEnrollment({
      target,
      source: listOf(learners(1)),
      journal: newJournal(),
      settleAfter: 0,
    });
    expect(report).toMatchObject({ finished: true, ...counts });
    expect(target.sent).toHaveLength(sent);
  });

  it('is not sent again on a "not done" that came too early', async () => {
    const journal = newJournal();
    const stop = new AbortController();
    const target = newsletter({
      answer: throwing([connectionLost]),
      settle: async (rows) => {
        stop.abort();
        return rows.map(() => "not-done" as const);
      },
    });
    const source = listOf(learners(1));
    // Stopped while it waits for the moment when the answer counts.
    const report = await runEnrollment({
      target,
      source,
      journal,
      settleAfter: 3_600_000,
      signal: stop.signal,
    });
    expect(report).toMatchObject({ unknown: 1 });
    expect(target.sent).toHaveLength(1);
  });
});

describe("a run stops by itself", () => {
  it("at once when the credential is refused, and goes on later", async () => {
    const journal = newJournal();
    const badKey = () => new AuthenticationError("401: the key is wrong", facts("refused"), { status: 401 });
    const target = newsletter({ answer: throwing([badKey]) });
    const run = () => runEnrollment({ target, source: listOf(learners(9)), journal, concurrency: 1 });
    const stopped = run();
    await expect(stopped).rejects.toThrow(/the key is wrong.*Run again with the same journal/);
    await expect(stopped).rejects.toMatchObject({ report: { done: 0, failed: 0, pending: 9 } });
    expect(target.sent).toHaveLength(1);
    expect(await run()).toMatchObject({ finished: true, done: 9 });
  });

  it("when the vendor is down, with its rows still to be sent", async () => {
    const journal = newJournal();
    const target = newsletter({
      answer: () => {
        throw noConnection();
      },
    });
    const run = runEnrollment({ target, source: listOf(learners(100)), journal, concurrency: 1 });
    await expect(run).rejects.toMatchObject({ report: { failed: 0, unknown: 0, pending: 100 } });
    expect(target.sent).toHaveLength(20);
  });

  it("when every call fails in an unfamiliar way, with few rows unknown", async () => {
    const down = () => new ServerError("503", facts("unknown"), { status: 503 });
    const target = newsletter({
      answer: () => {
        throw down();
      },
    });
    const run = runEnrollment({
      target,
      source: listOf(learners(100)),
      journal: newJournal(),
      concurrency: 1,
    });
    await expect(run).rejects.toMatchObject({ report: { unknown: 20, pending: 80 } });
  });

  it("when the vendor is down while it is asked about rows of an earlier run", async () => {
    const down = () => new ServerError("503", facts("unknown"), { status: 503 });
    const journal = newJournal();
    const answer = () => {
      throw down();
    };
    const run = (target: RecordingTarget) =>
      runEnrollment({ target, source: listOf(learners(100)), journal, concurrency: 1, settleAfter: 0 });
    await expect(run(newsletter({ answer }))).rejects.toMatchObject({ report: { unknown: 20 } });

    const asked = newsletter({ settle: answer });
    await expect(run(asked)).rejects.toThrow(
      /The vendor seems to be down; the last of many failures in a row: 503\./,
    );
    expect(asked.sent).toEqual([]);
  });

  it("not for a hiccup: the row it befell is sent again after the others", async () => {
    const target = newsletter({ answer: throwing([noConnection]) });
    const source = listOf(learners(9));
    const report = await runEnrollment({ target, source, journal: newJournal(), concurrency: 1 });
    expect(report).toMatchObject({ finished: true, done: 9, failed: 0 });
    expect(target.sent).toEqual([...learners(9), "learner1@example.com"]);
  });

  it.each([
    ["an hour", 3_600_001],
    ["dates can tell", 1e21],
  ])("when the vendor takes no more for longer than %s", async (_, wait) => {
    const target = newsletter({ answer: throwing([tooMany(wait)]) });
    const run = runEnrollment({
      target,
      source: listOf(learners(9)),
      journal: newJournal(),
      concurrency: 1,
    });
    await expect(run).rejects.toThrow(
      /accepts no more requests before [+\d]+-\d\d-\d\dT[\d:.]+Z: 429: slow down.* Run again/,
    );
    await expect(run).rejects.toMatchObject({ report: { pending: 9, failed: 0 } });
    expect(target.sent).toHaveLength(1);
  });
});

describe("a pause that the vendor asks for", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ["as it is", 0],
    ["set two hours back meanwhile", -7_200_000],
    ["set two hours ahead meanwhile", 7_200_000],
  ])("is waited for, and then everything is sent: the time of day is %s", async (_, shift) => {
    const clock = testClock();
    const pauses: number[] = [];
    const sentAt: number[] = [];
    const answer = throwing([tooMany(1001)]);
    const target = newsletter({
      answer: () => {
        sentAt.push(clock.now());
        return answer();
      },
    });
    const now = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now });
    const options = {
      target,
      source: listOf(learners(3)),
      journal: newJournal(),
      concurrency: 1,
      onPause(until: Date) {
        pauses.push(until.getTime());
        vi.setSystemTime(now + shift);
      },
    };
    expect(await runByClock(options, clock)).toMatchObject({ finished: true, done: 3 });
    expect(pauses).toEqual([now + 1001]);
    expect(sentAt).toEqual([0, 1001, 1001, 1001]);
  });

  it("ends with the run", async () => {
    const stop = new AbortController();
    const target = newsletter({ answer: throwing([tooMany(3_000_000)]) });
    const report = await runEnrollment({
      target,
      source: listOf(learners(3)),
      journal: newJournal(),
      concurrency: 1,
      signal: stop.signal,
      onPause() {
        stop.abort();
      },
    });
    expect(report).toMatchObject({ finished: false, pending: 3, done: 0, failed: 0 });
    expect(target.sent).toHaveLength(1);
  });
});

describe("a run that its user ends", () => {
  it("sends nothing new, waits for calls in progress, and continues later", async () => {
    const journal = newJournal();
    const stop = new AbortController();
    const target = newsletter({
      answer: async () => {
        stop.abort();
        await nextTurn();
        return { state: "done" };
      },
    });
    const source = listOf(learners(9));
    const report = await runEnrollment({ target, source, journal, concurrency: 2, signal: stop.signal });
    expect(report).toMatchObject({ finished: false, pending: 9 - report.done });
    expect(target.sent).toHaveLength(report.done);
    expect(report.done).toBeGreaterThan(0);
    expect(await runEnrollment({ target, source, journal })).toMatchObject({ finished: true, done: 9 });
    expect(target.sent).toHaveLength(9);
  });

  it("leaves calls in progress when abandoned, and settles them the next time", async () => {
    const journal = newJournal();
    const giveUp = new AbortController();
    const target = newsletter({
      answer: async (_email, times) => {
        if (times > 1) return { state: "done" };
        giveUp.abort();
        return Promise.race([]);
      },
      settle: async (rows) => rows.map(() => "done" as const),
    });
    const source = listOf(learners(1));
    const report = await runEnrollment({ target, source, journal, abandonSignal: giveUp.signal });
    expect(report).toMatchObject({ finished: false, pending: 1 });
    expect(rowsOf(journal)).toMatchObject([{ state: "sending" }]);
    expect(await runEnrollment({ target, source, journal })).toMatchObject({ finished: true, done: 1 });
    expect(target.sent).toHaveLength(1);
  });
});
