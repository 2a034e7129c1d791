import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  csvFile,
  type RowSource,
  rowsOf,
  runEnrollment,
  RunStoppedError,
  SourceError,
} from "../src/index.ts";
import { learners, listOf, newJournal, newsletter } from "./support/targets.ts";

/** A source that returns another list at each reading; after the last it repeats that one. */
function listsOf(...lists: readonly (readonly string[])[]): RowSource {
  let reading = 0;
  return {
    name: "query",
    hash: async () => "v1",
    async *records() {
      const emails = lists[Math.min(reading, lists.length - 1)] ?? [];
      reading += 1;
      yield* listOf(emails).records();
    },
  };
}

const old = learners(1200);
const changedAt = (index: number): string[] =>
  old.map((email, at) => (at === index ? `new-${email}` : email));

describe("a source that changes between its readings", () => {
  it.each([
    ["in its first record", changedAt(0), 0],
    ["in a later record", changedAt(1100), 1000],
    ["by a record that is missing at its end", old.slice(0, -1), 1000],
    ["by many records that are missing", old.slice(0, 700), 500],
    ["by a record that was added", [...old, "new@example.com"], 1000],
    ["by a record that was added in front", ["new@example.com", ...old], 0],
    ["by the order of two records", old.toSpliced(600, 2, old[601] ?? "", old[600] ?? ""), 500],
    ["by being empty", [], 0],
  ])("%s: nothing is sent from there on", async (_, changed, sent) => {
    const journal = newJournal();
    const target = newsletter();
    const run = runEnrollment({ target, source: listsOf(old, changed), journal });
    await expect(run).rejects.toThrow(/query: it changed while it was being read, and nothing more is sent/);
    expect(target.sent).toEqual(old.slice(0, sent));
    if (sent === 0) {
      await expect(run).rejects.toBeInstanceOf(SourceError);
    } else {
      await expect(run).rejects.toMatchObject({
        report: { done: sent, pending: 1200 - sent, finished: false },
      });
      await expect(run).rejects.toBeInstanceOf(RunStoppedError);
    }
  });

  it("is noticed without the check too", async () => {
    const target = newsletter();
    const run = runEnrollment({
      target,
      source: listsOf(old, changedAt(3)),
      journal: newJournal(),
      precheck: false,
    });
    await expect(run).rejects.toThrow("it changed");
    expect(target.sent).toEqual([]);
  });

  it("is noticed when it changes while it is checked", async () => {
    let asked = 0;
    const source = { ...listOf(old), hash: async () => `version ${(asked += 1)}` };
    const target = newsletter();
    await expect(runEnrollment({ target, source, journal: newJournal() })).rejects.toThrow("it changed");
    expect(target.sent).toEqual([]);
  });

  it("is noticed when rows that an interruption left open are looked for", async () => {
    const journal = newJournal();
    const giveUp = new AbortController();
    const settle = async (rows: readonly unknown[]) => rows.map(() => "done" as const);
    const target = newsletter({
      settle,
      answer: async () => {
        giveUp.abort();
        return Promise.race([]);
      },
    });
    await runEnrollment({ target, source: listsOf(old), journal, abandonSignal: giveUp.signal });
    const asked: unknown[] = [];
    const next = newsletter({
      settle: async (rows) => {
        asked.push(...rows);
        return settle(rows);
      },
    });
    const run = runEnrollment({ target: next, source: listsOf(old, changedAt(0)), journal });
    await expect(run).rejects.toThrow("it changed");
    expect(asked).toEqual([]);
  });

  it("differs by large numbers too", async () => {
    const withId = (id: bigint): object[] => [{ email: "ani@example.com", id }];
    const lists = [withId(9_007_199_254_740_992n), withId(9_007_199_254_740_993n)];
    const fields = { email: { required: true, description: "" }, id: { required: false, description: "" } };
    const source = rowsOf(() => lists.shift() ?? [], { name: "query", fields, hash: "v1" });
    const target = newsletter({ fields });
    await expect(runEnrollment({ target, source, journal: newJournal() })).rejects.toThrow("it changed");
    expect(target.sent).toEqual([]);
  });

  it("may be a query that returns the same in another order of its columns", async () => {
    const lists = [[{ email: "ani@example.com", id: 1 }], [{ id: 1, email: "ani@example.com" }]];
    const fields = { email: { required: true, description: "" }, id: { required: false, description: "" } };
    const source = rowsOf(() => lists.shift() ?? [], { name: "query", fields, hash: "v1" });
    const report = await runEnrollment({ target: newsletter({ fields }), source, journal: newJournal() });
    expect(report).toMatchObject({ finished: true, done: 1 });
  });
});

it("sends no one who is in neither version of a file rewritten in place", async () => {
  const path = `${newJournal()}.csv`;
  const write = (name: string, width: number): string[] => {
    const emails = Array.from(
      { length: 4000 },
      (_, index) => `${name}${String(index).padStart(width, "0")}@example.com`,
    );
    writeFileSync(path, `email\n${emails.join("\n")}\n`);
    return emails;
  };
  const first = write("ani", 4);
  const target = newsletter({
    answer: () => {
      if (target.sent.length === 700) write("budi", 9);
      return { state: "done" };
    },
  });
  const source = csvFile(path, { fields: target.fields });
  const run = runEnrollment({ target, source, journal: newJournal(), concurrency: 32 });
  await expect(run).rejects.toBeInstanceOf(RunStoppedError);
  const right = new Set(first);
  expect(target.sent.filter((email) => !right.has(email))).toEqual([]);
  expect(target.sent.length).toBeLessThan(4000);
});

it("refuses rows that can be read once only, before anything is sent", async () => {
  const target = newsletter();
  function* once() {
    yield { email: "ani@example.com" };
  }
  const source = rowsOf(once(), { name: "query", fields: target.fields, hash: "v1" });
  const run = runEnrollment({ target, source, journal: newJournal(), precheck: false });
  await expect(run).rejects.toThrow(/can be read only once.*a function that starts anew/);
  expect(target.sent).toEqual([]);
});

it("refuses lines that do not increase, which identify duplicates", async () => {
  const target = newsletter();
  const source: RowSource = {
    name: "two files",
    hash: async () => "v1",
    async *records() {
      yield* listOf(["ani@example.com"]).records();
      yield* listOf(["ani@example.com"]).records();
    },
  };
  const run = runEnrollment({ target, source, journal: newJournal() });
  await expect(run).rejects.toThrow("two files: a record with line 2 comes after line 2.");
  expect(target.sent).toEqual([]);
});
