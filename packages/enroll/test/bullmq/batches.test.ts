import { AuthenticationError, ConnectionError, RateLimitError } from "@kelaskit/core";
import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { patience } from "@kelaskit/test-support/patience";
import { seededRandom } from "@kelaskit/test-support/random";
import { beforeEach, describe, expect, inject, it, vi } from "vitest";
import { enqueueRows, enrollWorker } from "../../src/bullmq/index.ts";
import type { RowEvent } from "../../src/run-options.ts";
import type { RowOutcome, Settlement, Target } from "../../src/target.ts";
import { rowsOf } from "../../src/sources/index.ts";
import { academyCourse } from "../../src/targets/academy-of-mine.ts";
import { name, useQueueBench } from "./support/queue-bench.ts";
import { facts, type Row } from "./support/sample-vendor.ts";

const program = inject("redisServer");

function emailsOf(count: number, school = "school"): readonly string[] {
  return Array.from({ length: count }, (_, index) => `learner-${index}@${school}.example.com`);
}

describe.skipIf(program === "")("rows that a target sends together", () => {
  const bench = useQueueBench(program);
  /** The rows of each call. */
  let calls: string[][];
  let questions: string[][];
  let onSend: (emails: readonly string[]) => Promise<readonly RowOutcome[]>;
  let onSettle: (emails: readonly string[]) => Promise<readonly Settlement[]>;

  /** A target that takes three rows of one school in a call. */
  function target(): Target<Row> {
    return {
      ...bench.vendor.target,
      batchSize: 3,
      groupOf: ({ email }) => email.split("@")[1] ?? "",
      send: async (rows) => {
        const emails = rows.map(({ email }) => email);
        calls.push(emails);
        return onSend(emails);
      },
      settle: async (rows) => {
        const emails = rows.map(({ email }) => email);
        questions.push(emails);
        return onSettle(emails);
      },
    };
  }

  beforeEach(() => {
    calls = [];
    questions = [];
    onSend = async (emails) => emails.map(() => ({ state: "done" }));
    onSettle = async (emails) => emails.map(() => "cannot-tell");
  });

  const enqueue = (...emails: readonly string[]) =>
    bench.enqueue({ memory: bench.memory, target: target(), emails });

  it.each(["nothing", "request", "reply"] as const)(
    "need one call for each batch of an Academy course, and one more if this is lost: %s",
    async (lost) => {
      const mock = createMockAcademyOfMine();
      const { credentials, fetch } = mock;
      const academy = createAcademyOfMine({
        ...credentials,
        fetch,
        unverifiedRoutes: "allow",
        logger: false,
      });
      const courses = academyCourse(academy, { courseId: 2, batchSize: 50 });
      const records = emailsOf(120).map((email) => ({ email, firstName: "Ada", lastName: "Example" }));
      const source = rowsOf(records, { name: "learners", fields: courses.fields });
      if (lost !== "nothing") mock.fail("courses.enroll", { lost });
      const { connection, memory } = bench;
      await enqueueRows({ connection, name, target: courses, source, memory });
      const worker = enrollWorker({ connection, name, target: courses, concurrency: 1, settleAfter: 4000 });
      await bench.finished();
      await worker.close();
      expect(await bench.report()).toMatchObject({ done: 120 });
      const enrolled = mock.store.enrollmentsIn("course", 2).map(({ userId }) => userId);
      expect(new Set(enrolled).size).toBe(120);
      expect(enrolled).toHaveLength(120);
      const { "courses.enroll": enrolling, "users.create": creating } = countRequests(mock);
      // 3 or 4, unless this machine is so busy that rows come late.
      expect(enrolling).toBeLessThanOrEqual(12);
      expect(creating).toBe(120);
    },
  );

  it("go in calls of at most batchSize rows of one group", async () => {
    await enqueue(...emailsOf(7, "north"), ...emailsOf(2, "south"));
    await bench.sendAll({ target: target(), concurrency: 2 });
    expect(calls.flat().toSorted()).toEqual([...emailsOf(7, "north"), ...emailsOf(2, "south")].toSorted());
    expect(Math.max(...calls.map(({ length }) => length))).toBe(3);
    for (const call of calls) expect(new Set(call.map((email) => email.split("@")[1])).size).toBe(1);
  });

  it("have an outcome each", async () => {
    const [done = "", failed = "", unknown = ""] = emailsOf(3);
    const outcomes: Record<string, RowOutcome> = {
      [done]: { state: "done", vendorId: "7" },
      [failed]: { state: "failed", reason: "No seat is left." },
      [unknown]: { state: "unknown", reason: "No answer." },
    };
    onSend = async (emails) => emails.map((email) => outcomes[email] ?? { state: "done" });
    const events: RowEvent[] = [];
    await enqueue(done, failed, unknown);
    await bench.sendAll({ target: target(), onRow: (event) => void events.push(event) });
    expect(await bench.rows()).toMatchObject([
      { line: 2, state: "done", vendorId: "7" },
      { line: 3, state: "failed", reason: "No seat is left." },
      { line: 4, state: "unknown", reason: "No answer. sample cannot tell." },
    ]);
    expect(events.map(({ line }) => line).toSorted((one, other) => one - other)).toEqual([2, 3, 4]);
    expect(questions.flat()).toEqual([unknown]);
  });

  it("are all settled if their answer was lost, and sent again if they were not carried out", async () => {
    const emails = emailsOf(3);
    const [carriedOut = ""] = emails;
    onSend = () => Promise.reject(new ConnectionError("The connection broke.", facts, "ECONNRESET"));
    onSettle = async (asked) => {
      onSend = async (sent) => sent.map(() => ({ state: "done" }));
      return asked.map((email) => (email === carriedOut ? "done" : "not-done"));
    };
    await enqueue(...emails);
    await bench.sendAll({ target: target() });
    expect(await bench.report()).toMatchObject({ done: 3 });
    expect(questions.flat().toSorted()).toEqual(emails);
    expect(calls.flat().filter((email) => email === carriedOut)).toHaveLength(1);
  });

  it("are settled if the worker that was sending them was killed", async () => {
    const emails = emailsOf(3);
    const [carriedOut = ""] = emails;
    onSettle = async (asked) => asked.map((email) => (email === carriedOut ? "done" : "not-done"));
    await enqueue(...emails);
    const rowsKey = `kelaskit:{${name}}:rows`;
    for (const [id, text] of Object.entries(await bench.connection.hgetall(rowsKey))) {
      const record = {
        ...(JSON.parse(text) as object),
        state: "sending",
        fence: 1,
        at: Date.now() - 3_600_000,
      };
      await bench.connection.hset(rowsKey, id, JSON.stringify(record));
    }
    await bench.sendAll({ target: target() });
    expect(await bench.rows()).toMatchObject([{ state: "done" }, { state: "done" }, { state: "done" }]);
    expect(questions.flat().toSorted()).toEqual(emails);
    expect(calls.flat().toSorted()).toEqual(emails.slice(1));
  });

  it("are sent again, all of them, after a proven refusal for all", async () => {
    onSend = async () => {
      onSend = async (again) => again.map(() => ({ state: "done" }));
      throw new RateLimitError(
        "Slow down.",
        { ...facts, outcome: "refused" },
        { status: 429, retryAfter: 5 },
      );
    };
    await enqueue(...emailsOf(3));
    await bench.sendAll({ target: target(), settleAfter: 3_600_000 });
    expect(await bench.report()).toMatchObject({ done: 3 });
    expect(questions).toEqual([]);
  });

  it("go back to the queue if they wait for a call when the worker stops", async () => {
    onSend = () =>
      Promise.reject(
        new AuthenticationError("The secret is wrong.", { ...facts, outcome: "refused" }, { status: 401 }),
      );
    await enqueue(...emailsOf(9));
    expect(await bench.stopOf({ target: target(), concurrency: 1, settleAfter: 60_000 })).toBe(
      "The secret is wrong.",
    );
    await bench.worker?.close();
    expect(calls).toHaveLength(1);
    expect(await bench.report()).toMatchObject({ pending: 9, failed: 0 });
  });

  it("go back to the queue if they wait for a call when the worker is closed", async () => {
    const answer = Promise.withResolvers<undefined>();
    const underWay = Promise.withResolvers<undefined>();
    onSend = async (emails) => {
      underWay.resolve(undefined);
      await answer.promise;
      return emails.map(() => ({ state: "done" }));
    };
    await enqueue(...emailsOf(3, "north"), ...emailsOf(3, "south"));
    bench.work({ target: target(), concurrency: 1, settleAfter: 60_000 });
    await underWay.promise;
    const closing = bench.worker?.close();
    answer.resolve(undefined);
    await closing;
    expect(calls).toHaveLength(1);
    const sent = calls[0]?.length ?? 0;
    expect(await bench.report()).toMatchObject({ done: sent, pending: 6 - sent });
  });

  it("are each reported with their outcome if Redis loses their states while they are sent", async () => {
    const answer = Promise.withResolvers<undefined>();
    const underWay = Promise.withResolvers<undefined>();
    onSend = async (emails) => {
      underWay.resolve(undefined);
      await answer.promise;
      return emails.map((_email, index) => ({ state: "done", vendorId: `order-${index}` }));
    };
    await enqueue(...emailsOf(3));
    const errors: string[] = [];
    const stopped = bench.stopOf({
      target: target(),
      settleAfter: 60_000,
      onError: ({ message }) => void errors.push(message),
    });
    await underWay.promise;
    const inCall = calls[0]?.length ?? 0;
    await bench.connection.flushall();
    answer.resolve(undefined);
    expect(await stopped).toMatch(/has lost states/);
    await vi.waitFor(() => {
      for (let index = 0; index < inCall; index += 1)
        expect(errors.join("\n")).toContain(`outcome: done; the vendor's id is order-${index}`);
    }, patience);
  });

  it("are carried out once each, whichever answers are lost and however many workers there are", async () => {
    const random = seededRandom(11);
    const carriedOut: string[] = [];
    onSend = async (emails) => {
      const fate = random();
      if (fate < 0.2)
        throw new RateLimitError(
          "Slow down.",
          { ...facts, outcome: "refused" },
          { status: 429, retryAfter: 1 },
        );
      // Some of the rows, or all of them, and then the connection breaks.
      if (fate < 0.5) {
        carriedOut.push(...emails.slice(0, Math.ceil(random() * emails.length)));
        throw new ConnectionError("The connection broke.", facts, "ECONNRESET");
      }
      carriedOut.push(...emails);
      return emails.map(() => ({ state: "done" }));
    };
    onSettle = async (emails) => emails.map((email) => (carriedOut.includes(email) ? "done" : "not-done"));
    const emails = [...emailsOf(40, "north"), ...emailsOf(20, "south")];
    await enqueue(...emails);
    const { connection } = bench;
    const others = [1, 2].map(() => enrollWorker({ connection, name, target: target(), settleAfter: 300 }));
    bench.work({ target: target(), settleAfter: 300 });
    await bench.finished();
    await Promise.all(others.map((worker) => worker.close()));
    const { done, failed, total } = await bench.report();
    expect(done + failed).toBe(total);
    expect(carriedOut.toSorted()).toEqual([...new Set(carriedOut)].toSorted());
    expect(new Set(carriedOut).size).toBe(done);
  });
});
