import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openJournal, type RowSource, runEnrollment } from "../src/index.ts";
import { type Learner, learners, listOf, newJournal, newsletter } from "./support/targets.ts";

/** A newsletter of another item, which is not in the rows but a setting of the target. */
const forItem = (item: string) =>
  newsletter({ keyOf: ({ email }: Learner) => ({ learner: email.toLowerCase(), item }) });

function statesOf(path: string) {
  const journal = openJournal(path);
  try {
    return [...journal.rows()].map(({ learner, item, state }) => [learner, item, state]);
  } finally {
    journal.close();
  }
}

/** Makes of a journal what version 1 of its tables was. */
function toVersion1(journal: string): void {
  const database = new DatabaseSync(journal);
  database.exec(
    "DROP INDEX waiting_rows; DROP INDEX delayed_rows; DROP INDEX renewed_rows;" +
      [
        "content",
        "sent_content",
        "operation",
        "record",
        "reference",
        "added_at",
        "due_at",
        "repetitions",
        "lost",
        "canceled_at",
        "renewed_at",
      ]
        .map((column) => `ALTER TABLE rows DROP COLUMN ${column};`)
        .join("") +
      "UPDATE meta SET value = '1' WHERE name = 'version'; DELETE FROM meta WHERE name = 'keys'",
  );
  database.close();
}

describe("a journal of the same content with other keys", () => {
  const source = listOf(learners(3));

  it.each([false, true])(
    "is refused for another item, with a name for another journal: %s",
    async (acceptOtherSource) => {
      const journal = `${newJournal()}.csv.journal`;
      await runEnrollment({ target: forItem("p1"), source, journal });
      const before = statesOf(journal);
      const target = forItem("p2 / autumn");
      const run = runEnrollment({ target, source, journal, acceptOtherSource });
      await expect(run).rejects.toMatchObject({ problem: "other-keys" });
      await expect(run).rejects.toThrow(
        /contains p1, and this run is for p2.*journal\.csv\.p2-autumn\.journal\.$/,
      );
      expect(target.sent).toEqual([]);
      expect(statesOf(journal)).toEqual(before);
      expect(await runEnrollment({ target: forItem("p1"), source, journal })).toMatchObject({
        finished: true,
      });
    },
  );

  it("is refused when the learners are read from another column", async () => {
    const journal = newJournal();
    const columns = (field: "work" | "home"): RowSource => ({
      name: "learners.csv",
      hash: async () => "v1",
      async *records() {
        yield { line: 2, record: { email: `ani@${field}.example.com` } };
      },
    });
    await runEnrollment({ target: forItem("p1"), source: columns("work"), journal });
    const target = forItem("p1");
    const run = runEnrollment({ target, source: columns("home"), journal });
    await expect(run).rejects.toThrow(/It contains other learners: check which columns are read/);
    expect(target.sent).toEqual([]);
  });

  /** As another version does, which cleans addresses in another way. */
  const cleaning = () =>
    newsletter({ keyOf: ({ email }) => ({ learner: email.replace("learner1@", "l1@"), item: "weekly" }) });

  it("is refused when some rows are known, and others would be sent anew", async () => {
    const journal = newJournal();
    await runEnrollment({ target: newsletter(), source, journal });
    const target = cleaning();
    const run = runEnrollment({ target, source, journal });
    await expect(run).rejects.toMatchObject({ problem: "other-keys" });
    await expect(run).rejects.toThrow(
      /of the first 3 rows it contains 2, and the others would be sent as new rows/,
    );
    expect(target.sent).toEqual([]);
  });

  it("goes on with the known rows where that is accepted", async () => {
    const journal = newJournal();
    await runEnrollment({ target: newsletter(), source, journal });
    const target = cleaning();
    const report = await runEnrollment({ target, source, journal, acceptOtherSource: true });
    expect(report).toMatchObject({ finished: true, total: 3, done: 3, pending: 0, gone: 1 });
    expect(target.sent).toEqual(["learner1@example.com"]);
  });
});

describe("a journal of the first version", () => {
  it("goes on where it was", async () => {
    const journal = newJournal();
    const emails = learners(4);
    const stop = new AbortController();
    const target = newsletter({
      answer: (email) => {
        if (email === emails[1]) stop.abort();
        return { state: "done" };
      },
    });
    const source = listOf(emails);
    await runEnrollment({ target, source, journal, concurrency: 1, signal: stop.signal });
    toVersion1(journal);
    const report = await runEnrollment({ target, source, journal });
    expect(report).toMatchObject({ finished: true, total: 4, done: 4, pending: 0, gone: 0, changed: 0 });
    expect(target.sent).toEqual(emails);
  });

  it("asks the vendor about what was on its way", async () => {
    const journal = newJournal();
    const giveUp = new AbortController();
    const source = listOf(learners(1));
    const lost = newsletter({
      answer: async () => {
        giveUp.abort();
        return Promise.race([]);
      },
    });
    await runEnrollment({ target: lost, source, journal, abandonSignal: giveUp.signal });
    toVersion1(journal);
    const target = newsletter({ settle: async (rows) => rows.map(() => "done") });
    expect(await runEnrollment({ target, source, journal })).toMatchObject({ finished: true, done: 1 });
    expect(target.sent).toEqual([]);
  });

  it("is refused for another item", async () => {
    const journal = newJournal();
    const source = listOf(learners(3));
    await runEnrollment({ target: forItem("p1"), source, journal });
    toVersion1(journal);
    const run = runEnrollment({ target: forItem("p2"), source, journal });
    await expect(run).rejects.toMatchObject({ problem: "other-keys" });
  });

  it("counts right again what it has taken in of two items", async () => {
    const journal = newJournal();
    const source = listOf(learners(3));
    await runEnrollment({ target: forItem("p1"), source, journal });
    // What that version did with a second item on the same journal.
    const database = new DatabaseSync(journal);
    database.exec(
      "INSERT INTO rows (key, line, generation, state, attempts) " +
        "SELECT replace(key, 'p1', 'p2'), line, generation, 'done', 1 FROM rows",
    );
    database.close();
    toVersion1(journal);
    const report = await runEnrollment({ target: forItem("p1"), source, journal });
    expect(report).toMatchObject({ finished: true, total: 3, done: 3, pending: 0, gone: 3 });
  });
});
