import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openJournal, type RowSource, runEnrollment, type Target } from "../src/index.ts";
import { newJournal } from "./support/targets.ts";

interface Enrollment {
  readonly email: string;
  readonly item: string;
  readonly name?: string | undefined;
  readonly schools?: readonly string[] | undefined;
  readonly until?: string | undefined;
}

const field = { required: false, description: "" };

/** A target that remembers what it was sent, and reads everything. */
function school(changes: Partial<Target<Enrollment>> = {}) {
  const sent: Enrollment[] = [];
  const target: Target<Enrollment> = {
    name: "school",
    fields: { email: field, item: field, name: field, schools: field, until: field },
    parse: ({ email, item, name, schools, until }) => ({
      row: {
        email: String(email),
        item: String(item),
        ...(typeof name === "string" ? { name } : {}),
        ...(Array.isArray(schools) ? { schools: schools.map(String) } : {}),
        ...(typeof until === "string" ? { until } : {}),
      },
    }),
    keyOf: ({ email, item, until }) => ({ learner: email.trim().toLowerCase(), item, period: until }),
    send: async (rows) => {
      sent.push(...rows);
      return rows.map(() => ({ state: "done" }));
    },
    ...changes,
  };
  return { ...target, sent };
}

/** With both schools of two rows. */
const mergeSchools: Target<Enrollment>["merge"] = (first, second) =>
  first.name === second.name && first.until === second.until
    ? {
        row: {
          ...first,
          schools: [...new Set([...(first.schools ?? []), ...(second.schools ?? [])])].toSorted(),
        },
      }
    : { issues: [{ field: "name", expected: "one name", received: "another" }] };

function enrollments(rows: readonly object[], hash = "v1"): RowSource {
  return {
    name: "enrollments",
    hash: async () => hash,
    async *records() {
      for (const [index, row] of rows.entries()) yield { line: index + 2, record: { ...row } };
    },
  };
}

const ani: Enrollment = { email: "ani@example.com", item: "p1", name: "Ani" };

describe("two rows for one learner and item", () => {
  it.each<[string, object, string, RegExp]>([
    [
      "another name, as of siblings",
      { ...ani, name: "Budi" },
      "name",
      /got a text of 4 characters that differs/,
    ],
    ["another school", { ...ani, schools: ["2"] }, "schools", /got a list of 1 entry that differs/],
    ["another period", { ...ani, until: "2026-12-31" }, "until", /got a text of 10 characters that differs/],
    ["a name that is missing", { email: ani.email, item: ani.item }, "name", /got nothing that differs/],
  ])("that say different things are refused before anything is sent: %s", async (_, second, name, words) => {
    const target = school();
    const run = runEnrollment({ target, source: enrollments([ani, second]), journal: newJournal() });
    await expect(run).rejects.toMatchObject({ total: 1, issues: [{ line: 3, field: name }] });
    await expect(run).rejects.toThrow(/the same as in line 2, because both are for one learner and item/);
    await expect(run).rejects.toThrow(words);
    expect(target.sent).toEqual([]);
  });

  it.each([
    ["in another case", { ...ani, email: "ANI@Example.com", name: "ANI" }],
    ["with spaces around", { ...ani, name: " Ani " }],
    ["composed of other characters", { ...ani, name: "Ani" }],
    ["with its columns in another order", { name: "Ani", item: "p1", email: "ani@example.com" }],
    ["with an empty field", { ...ani, schools: undefined }],
  ])("that say the same are one, and the second is a duplicate: %s", async (_, second) => {
    const target = school();
    const report = await runEnrollment({ target, source: enrollments([ani, second]), journal: newJournal() });
    expect(report).toMatchObject({ finished: true, total: 2, done: 1, duplicates: 1 });
    expect(target.sent).toEqual([ani]);
  });

  it("are one where the target can merge them", async () => {
    const target = school({ merge: mergeSchools });
    const rows = ["1", "2", "1", "3"].map((id) => ({ ...ani, schools: [id] }));
    const journal = newJournal();
    const source = enrollments([...rows, { ...ani, email: "budi@example.com" }]);
    for (let time = 1; time <= 2; time += 1) {
      const report = await runEnrollment({ target, source, journal });
      expect(report).toMatchObject({ finished: true, total: 5, done: 2, duplicates: 3, changed: 0 });
    }
    expect(target.sent).toEqual([
      { ...ani, schools: ["1", "2", "3"] },
      { ...ani, email: "budi@example.com" },
    ]);
  });

  it("are refused where the target cannot merge them, with the field that it names", async () => {
    const target = school({ merge: mergeSchools });
    const source = enrollments([ani, { ...ani, name: "Budi" }]);
    const run = runEnrollment({ target, source, journal: newJournal() });
    await expect(run).rejects.toMatchObject({ issues: [{ line: 3, field: "name", received: "another" }] });
    expect(target.sent).toEqual([]);
  });

  it("have both failed without the check, and the others are sent", async () => {
    const target = school();
    const journal = newJournal();
    const rows = [ani, { ...ani, email: "citra@example.com" }, { ...ani, name: "Budi" }, ani];
    const report = await runEnrollment({ target, source: enrollments(rows), journal, precheck: false });
    expect(report).toMatchObject({ finished: true, total: 4, done: 1, failed: 3, duplicates: 0 });
    expect(target.sent.map(({ email }) => email)).toEqual(["citra@example.com"]);
    const opened = openJournal(journal);
    const failed = [...opened.rows()].filter(({ state }) => state === "failed");
    opened.close();
    expect(failed.map(({ line, attempts, reason }) => [line, attempts, reason])).toEqual([
      [2, 0, expect.stringContaining("line 2, name: expected the same as in line 4")],
      [4, 0, expect.stringContaining("line 4, name: expected the same as in line 2")],
      [5, 0, expect.stringContaining("line 5, name: expected the same as in line 4")],
    ]);
  });

  it("are reported with everything else that is wrong", async () => {
    const target = school();
    const parse: Target<Enrollment>["parse"] = (record) =>
      record["email"] === "nobody"
        ? { issues: [{ field: "email", expected: "an address", received: "a text" }] }
        : target.parse(record);
    const rows = [ani, { email: "nobody" }, { ...ani, name: "Budi" }];
    const run = runEnrollment({
      target: { ...target, parse },
      source: enrollments(rows),
      journal: newJournal(),
    });
    await expect(run).rejects.toMatchObject({ total: 2, issues: [{ line: 3 }, { line: 4 }] });
  });

  it("are found wherever they are", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1300 }),
        fc.integer({ min: 0, max: 1300 }),
        async (place, second) => {
          fc.pre(place !== second);
          const rows = Array.from({ length: 1301 }, (_, index) => ({
            ...ani,
            email: `l${index}@example.com`,
          }));
          rows[Math.max(place, second)] = {
            ...ani,
            email: `l${Math.min(place, second)}@example.com`,
            name: "Budi",
          };
          const target = school();
          const run = runEnrollment({
            target,
            source: enrollments(rows, randomUUID()),
            journal: newJournal(),
          });
          await expect(run).rejects.toMatchObject({ issues: [{ line: Math.max(place, second) + 2 }] });
          expect(target.sent).toEqual([]);
        },
      ),
      { numRuns: 5 },
    );
  });
});

describe("a learner and item of an earlier run", () => {
  it("is sent again for another period, as a renewal", async () => {
    const target = school();
    const journal = newJournal();
    const year = (until: string) => enrollments([{ ...ani, until }], until);
    await runEnrollment({ target, source: year("2026-12-31"), journal });
    const options = { target, source: year("2027-12-31"), journal, acceptOtherSource: true };
    expect(await runEnrollment(options)).toMatchObject({ finished: true, total: 1, done: 1, gone: 1 });
    expect(target.sent.map(({ until }) => until)).toEqual(["2026-12-31", "2027-12-31"]);
    const opened = openJournal(journal);
    expect([...opened.rows()].map(({ period, isGone }) => [period, isGone])).toEqual([
      ["2026-12-31", true],
      ["2027-12-31", false],
    ]);
    opened.close();
  });

  it("is not sent again when it has changed in the source, and is counted", async () => {
    const target = school();
    const journal = newJournal();
    const rows = [ani, { ...ani, email: "citra@example.com" }];
    await runEnrollment({ target, source: enrollments(rows), journal });
    const now = enrollments(
      [
        { ...ani, name: "Ani Wijaya" },
        { ...ani, email: "CITRA@example.com" },
      ],
      "v2",
    );
    for (let time = 1; time <= 2; time += 1) {
      const report = await runEnrollment({ target, source: now, journal, acceptOtherSource: true });
      expect(report).toMatchObject({ finished: true, done: 2, changed: 1 });
    }
    expect(target.sent).toHaveLength(2);
    const opened = openJournal(journal);
    expect([...opened.rows()].map(({ isChanged }) => isChanged)).toEqual([true, false]);
    opened.close();
  });

  it("does not count as changed when it was sent as it is now", async () => {
    const journal = newJournal();
    const target = school();
    const refusing = school({ send: async (rows) => rows.map(() => ({ state: "failed", reason: "no" })) });
    await runEnrollment({ target: refusing, source: enrollments([ani]), journal });
    const source = enrollments([{ ...ani, name: "Ani Wijaya" }], "v2");
    const options = { target, source, journal, acceptOtherSource: true, retryFailed: true };
    expect(await runEnrollment(options)).toMatchObject({ done: 1, changed: 0 });
  });
});

it("leaves no secret in the journal, neither as it is nor as a digest", async () => {
  const contents = await Promise.all(
    ["sesame", "open"].map(async (name) => {
      const journal = newJournal();
      const secretName = { ...school(), fields: { ...school().fields, name: { ...field, secret: true } } };
      await runEnrollment({ target: secretName, source: enrollments([{ ...ani, name }]), journal });
      const { DatabaseSync } = await import("node:sqlite");
      const database = new DatabaseSync(journal);
      const row = database.prepare("SELECT content, sent_content FROM rows").get();
      database.close();
      return row;
    }),
  );
  expect(contents[0]).toEqual(contents[1]);
});
