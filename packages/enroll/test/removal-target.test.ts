import { ConfigurationError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import {
  openJournal,
  removalRecord,
  removalTarget,
  rowsOf,
  runEnrollment,
  type Settlement,
  type TargetRemoval,
} from "../src/index.ts";
import { type Learner, newJournal, newsletter } from "./support/targets.ts";

const context = { signal: new AbortController().signal };

/** Somebody on the list, as `members` returns it. */
function member(email: string) {
  return { identity: { learner: email, item: "weekly" }, row: { email } };
}

/** A newsletter that people can leave, and whom it took out. */
function leavable(changes: Partial<TargetRemoval<Learner>> = {}) {
  const left: string[] = [];
  const target = newsletter({
    removal: {
      send: async (rows) => {
        left.push(...rows.map(({ email }) => email));
        return rows.map(() => ({ state: "done" }));
      },
      ...changes,
    },
  });
  return { target, left };
}

describe("a removal target", () => {
  it("takes members out in a run, each once, and adds nobody", async () => {
    const { target, left } = leavable();
    const removing = removalTarget(target);
    const records = ["ann@example.com", "bob@example.com"].map((email) => removalRecord(member(email)));
    const journal = newJournal();
    const run = () =>
      runEnrollment({
        target: removing,
        // As in a file: written as JSON and read again.
        source: rowsOf(
          records.map((record): object => JSON.parse(JSON.stringify(record))),
          {
            name: "leavers",
            fields: removing.fields,
          },
        ),
        journal,
      });
    expect(await run()).toMatchObject({ done: 2, finished: true });
    expect(await run()).toMatchObject({ done: 2, finished: true });
    expect(left).toEqual(["ann@example.com", "bob@example.com"]);
    expect(target.sent).toEqual([]);
    const opened = openJournal(journal);
    expect([...opened.rows()].map(({ learner, item }) => [learner, item])).toEqual([
      ["ann@example.com", "weekly"],
      ["bob@example.com", "weekly"],
    ]);
    opened.close();
  });

  it("has another name than the target, so that a journal of enrollments is refused", async () => {
    const { target } = leavable();
    const journal = newJournal();
    const fields = target.fields;
    await runEnrollment({
      target,
      source: rowsOf([{ email: "a@b.example" }], { name: "l", fields }),
      journal,
    });
    const removing = removalTarget(target);
    expect(removing.name).toBe("newsletter-removal");
    const source = rowsOf([removalRecord(member("a@b.example"))], { name: "l", fields: removing.fields });
    await expect(runEnrollment({ target: removing, source, journal })).rejects.toMatchObject({
      problem: "other-target",
    });
  });

  it("keeps the identity of the member, whatever its row says", () => {
    const { target } = leavable();
    const removing = removalTarget(target);
    const identity = { learner: "ann@example.com", item: "weekly", period: "2030-01-01" };
    const parsed = removing.parse({ ...removalRecord({ identity, row: { email: "7" } }) });
    if ("issues" in parsed) throw new Error("Expected a row.");
    expect(removing.keyOf(parsed.row)).toEqual(identity);
  });

  it("settles as the removal does, and cannot settle when the removal cannot", async () => {
    const settle = async (rows: readonly Learner[]): Promise<Settlement[]> => rows.map(() => "not-done");
    const { row, identity } = member("ann@example.com");
    expect(await removalTarget(leavable({ settle }).target).settle?.([{ row, identity }], context)).toEqual([
      "not-done",
    ]);
    expect(removalTarget(leavable().target)).not.toHaveProperty("settle");
  });

  it.each([
    [{}, ["learner", "item", "row"]],
    [{ learner: " ", item: 7, row: {} }, ["learner", "item"]],
    [{ learner: "ann", item: "weekly", period: "", row: {} }, ["period"]],
    [{ learner: "ann", item: "weekly", row: ["ann"] }, ["row"]],
    [{ learner: "ann", item: "weekly", row: "ann@example.com" }, ["row"]],
  ])("refuses a record that is not one of a member: %j", (record, wrong) => {
    const parsed = removalTarget(leavable().target).parse(record);
    expect("issues" in parsed ? parsed.issues.map(({ field }) => field) : []).toEqual(wrong);
  });

  it("names the field within the row that the removal refuses", () => {
    const issue = { field: "email", expected: "an e-mail address", received: "nothing" };
    const { target } = leavable({ parse: () => ({ issues: [issue] }) });
    expect(removalTarget(target).parse({ learner: "ann", item: "weekly", row: {} })).toEqual({
      issues: [{ ...issue, field: "row.email" }],
    });
  });

  it("is refused for a target that cannot take learners out", () => {
    expect(() => removalTarget(newsletter())).toThrow(ConfigurationError);
    expect(() => removalTarget(newsletter())).toThrow("newsletter cannot take learners out");
  });
});
