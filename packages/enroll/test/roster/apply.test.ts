import { readFile, rm, writeFile } from "node:fs/promises";
import { ConfigurationError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { openJournal, RunStoppedError } from "../../src/index.ts";
import { apply, addresses, planFor, pupils, recordsOf, schoolWith } from "./support.ts";

describe("applyRoster", () => {
  it("adds and takes out, so that the vendor's list is equal to the source", async () => {
    const school = schoolWith({ maths: ["ann@example.com", "bob@example.com"] });
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    const report = await apply(school, plan, { remove: true });
    expect(report).toMatchObject({
      finished: true,
      additions: { done: 1 },
      removals: { done: 1 },
      notRemoved: 0,
    });
    expect(school.members("maths")).toEqual(["ann@example.com", "eve@example.com"]);
    expect(school.sent).toEqual(["+eve@example.com", "-bob@example.com"]);
  });

  it("only adds unless it is told to take out", async () => {
    const school = schoolWith({ maths: ["bob@example.com"] });
    const { plan } = await planFor(school, addresses(["eve@example.com"]));
    expect(await apply(school, plan)).toMatchObject({ finished: true, removals: undefined, notRemoved: 1 });
    expect(school.members("maths")).toEqual(["bob@example.com", "eve@example.com"]);
  });

  it("sends nothing a second time, also when it takes out only then", async () => {
    const school = schoolWith({ maths: ["ann@example.com", "bob@example.com"] });
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    await apply(school, plan);
    await apply(school, plan, { remove: true });
    await apply(school, plan, { remove: true });
    expect(school.sent).toEqual(["+eve@example.com", "-bob@example.com"]);
  });

  it("merges records of one learner as a run does", async () => {
    const school = schoolWith(
      { maths: [] },
      { merge: (first, second) => ({ row: { ...first, name: `${first.name}, ${second.name}` } }) },
    );
    const source = recordsOf(["A", "B", "A"].map((name) => ({ email: "ann@example.com", name })));
    const { plan, counts } = await planFor(school, source);
    await apply(school, plan);
    expect(counts.add).toBe(1);
    expect(school.lists.get("maths")).toEqual([{ email: "ann@example.com", name: "A, B" }]);
  });

  it("tells each operation and the progress of both runs", async () => {
    const school = schoolWith({ maths: ["ann@example.com", "bob@example.com"] });
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    const seen: unknown[] = [];
    await apply(school, plan, {
      remove: true,
      onRow: ({ action, state }) => void seen.push([action, state]),
      onProgress: ({ action, done, totalIsFinal }) => {
        if (totalIsFinal && done === 1 && seen.at(-1) !== action) seen.push(action);
      },
    });
    expect(seen).toEqual([["add", "done"], "add", ["remove", "done"], "remove"]);
  });

  it("takes out although an addition has failed, since a full course may be the reason", async () => {
    const school = schoolWith(
      { maths: ["ann@example.com", "bob@example.com"] },
      { send: async (rows) => rows.map(() => ({ state: "failed", reason: "the course is full" })) },
    );
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    expect(await apply(school, plan, { remove: true })).toMatchObject({
      additions: { failed: 1 },
      removals: { done: 1 },
    });
    const retried = schoolWith({ maths: ["ann@example.com"] });
    expect(await apply(retried, plan, { remove: true, retryFailed: true })).toMatchObject({
      additions: { done: 1 },
    });
  });

  it("does not begin to take out when the additions were stopped", async () => {
    const school = schoolWith(
      { maths: ["ann@example.com", "bob@example.com"] },
      {
        send: async () => {
          throw new ConfigurationError("The token is missing. Nothing was sent.");
        },
      },
    );
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    await expect(apply(school, plan, { remove: true })).rejects.toThrow(RunStoppedError);
    expect(school.members("maths")).toEqual(["ann@example.com", "bob@example.com"]);
  });

  it("ends at a signal, and continues", async () => {
    const stop = new AbortController();
    const school = schoolWith(
      { maths: ["ann@example.com", "bob@example.com"] },
      {
        at: (moment) => {
          if (moment === "after adding") stop.abort();
        },
      },
    );
    const { plan } = await planFor(
      school,
      addresses(["ann@example.com", "eve@example.com", "joe@example.com"]),
    );
    const options = { remove: true, concurrency: 1 };
    expect(await apply(school, plan, { ...options, signal: stop.signal })).toMatchObject({
      finished: false,
      removals: undefined,
    });
    expect(school.sent).toEqual(["+eve@example.com"]);
    expect(await apply(school, plan, options)).toMatchObject({ finished: true });
    expect(school.sent).toEqual(["+eve@example.com", "+joe@example.com", "-bob@example.com"]);
  });

  it("leaves an operation unknown whose result is not, and does not send it again", async () => {
    const school = schoolWith(
      { maths: ["ann@example.com", "bob@example.com"] },
      { settle: undefined, send: async () => [{ state: "unknown", reason: "the reply was lost" }] },
    );
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    await apply(school, plan);
    expect(await apply(school, plan)).toMatchObject({ finished: true, additions: { unknown: 1 } });
  });
});

describe("a plan that is not applied", () => {
  const changes: readonly (readonly [string, (text: string) => string])[] = [
    ["cut in a line", (text) => text.slice(0, -40)],
    ["without its last line", (text) => text.slice(0, text.trimEnd().lastIndexOf("\n") + 1)],
    ["edited", (text) => text.replace("bob@", "ann@")],
    ["with a line less", (text) => text.replace(/^\{"action":"keep".*\n/m, "")],
    ["with a line more", (text) => `${text}{"action":"add"}\n`],
    ["with other line ends", (text) => text.replaceAll("\n", "\r\n")],
    ["with another header", (text) => text.replace(/"members":2/, '"members":9000')],
  ];
  it.each(changes)("is refused when it is %s", async (_how, change) => {
    const school = schoolWith({ maths: ["ann@example.com", "bob@example.com"] });
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    const text = await readFile(plan, "utf8");
    expect(change(text)).not.toBe(text);
    await writeFile(plan, change(text));
    await expect(apply(school, plan, { remove: true })).rejects.toMatchObject({ problem: "damaged-plan" });
    expect(school.sent).toEqual([]);
  });

  it.each([
    ["not-a-plan", "email\nann@example.com\n"],
    ["not-a-plan", ""],
    ["newer-version", '{"kelaskitRoster":2}\n'],
  ])("is refused as %s", async (problem, text) => {
    const school = schoolWith({ maths: [] });
    const { plan } = await planFor(school, addresses(["ann@example.com"]));
    await writeFile(plan, text);
    await expect(apply(school, plan)).rejects.toMatchObject({ problem });
    await rm(plan);
    await expect(apply(school, plan)).rejects.toThrow("cannot be read (ENOENT)");
  });

  it.each([
    ["another name", { name: "school-b" }],
    ["another item", { keyOf: ({ email }: { email: string }) => ({ learner: email, item: "course:art" }) }],
    [
      "other values",
      {
        parse: ({ email }: Readonly<Record<string, unknown>>) => ({
          row: { email: String(email), course: "maths", name: "other" },
        }),
      },
    ],
    ["stricter checks", { parse: () => ({ issues: [{ field: "email", expected: "x", received: "y" }] }) }],
  ])("is refused for a target with %s", async (_what, change) => {
    const school = schoolWith({ maths: [] });
    const { plan } = await planFor(school, addresses(["ann@example.com"]));
    await expect(apply({ target: { ...school.target, ...change } }, plan)).rejects.toMatchObject({
      problem: "other-target",
    });
    expect(school.sent).toEqual([]);
  });

  it("is refused if the target cannot do what it requires", async () => {
    const school = schoolWith({ maths: [] });
    const { plan } = await planFor(school, addresses(["ann@example.com"]));
    const { members: _members, removal: _removal, ...adding } = school.target;
    await expect(apply({ target: adding }, plan)).rejects.toMatchObject({ problem: "cannot-list" });
    await expect(
      apply({ target: { ...adding, members: school.target.members } }, plan, { remove: true }),
    ).rejects.toMatchObject({ problem: "cannot-remove" });
  });

  it("is refused when the vendor's list has changed, with what has changed beside a message without names", async () => {
    const school = schoolWith({ maths: ["ann@example.com", "bob@example.com", "joe@example.com"] });
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    school.lists.set("maths", [
      { email: "bob@example.com" },
      { email: "joe@example.com" },
      { email: "new@example.com" },
    ]);
    const error: unknown = await apply(school, plan, { remove: true }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      problem: "list-changed",
      changes: [
        { what: "joined", item: "course:maths", learner: "new@example.com" },
        { what: "left", item: "course:maths", learner: "ann@example.com" },
      ],
    });
    expect(String(error)).toMatch(/1 learner was added, 1 learner was taken out/);
    expect(String(error)).not.toMatch(/@/);
    expect(school.sent).toEqual([]);
  });

  it("is refused when somebody else has added whom it would add", async () => {
    const school = schoolWith({ maths: [] });
    const { plan } = await planFor(school, addresses(["eve@example.com"]));
    school.lists.set("maths", [{ email: "eve@example.com" }]);
    await expect(apply(school, plan)).rejects.toMatchObject({ problem: "list-changed" });
    expect(school.sent).toEqual([]);
  });

  it("is refused when somebody whom it takes out was enrolled anew", async () => {
    const enrollment = { number: 1 };
    const school = schoolWith(
      { maths: [] },
      {
        async *members({ course }) {
          const row = { email: "bob@example.com", course, ...enrollment };
          yield { identity: { learner: row.email, item: `course:${course}` }, row };
        },
      },
    );
    const { plan } = await planFor(school, addresses(["ann@example.com"]));
    enrollment.number = 2;
    await expect(apply(school, plan, { remove: true, maxRemovals: 1 })).rejects.toMatchObject({
      changes: [{ what: "changed" }],
    });
  });

  it("is refused when its journal is gone, so that nobody is added twice", async () => {
    const school = schoolWith({ maths: [] });
    const { plan } = await planFor(school, addresses(["eve@example.com"]));
    await apply(school, plan);
    await rm(`${plan}.additions.journal`);
    await expect(apply(school, plan)).rejects.toMatchObject({ problem: "list-changed" });
    expect(school.sent).toEqual(["+eve@example.com"]);
  });

  it("is refused with the journal of another plan", async () => {
    const school = schoolWith({ maths: [] });
    const { plan } = await planFor(school, addresses(["eve@example.com"]));
    await apply(school, plan);
    const other = await planFor(school, addresses(["eve@example.com", "joe@example.com"]));
    await expect(apply(school, other.plan, { journal: plan })).rejects.toMatchObject({
      problem: "other-journal",
    });
  });

  it("continues when the list shows those it has added without addresses", async () => {
    const school = schoolWith({ maths: ["ann@example.com"] });
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    await apply(school, plan);
    school.lists.set("maths", [{ email: "ann@example.com" }, { name: "Eve" }]);
    expect(await apply(school, plan)).toMatchObject({ finished: true });
    school.lists.set("maths", [{ email: "ann@example.com" }, { name: "Eve" }, { name: "Joe" }]);
    await expect(apply(school, plan)).rejects.toMatchObject({ problem: "list-changed" });
  });

  it("records everything in journals beside it", async () => {
    const school = schoolWith({ maths: ["ann@example.com", "bob@example.com"] });
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    await apply(school, plan, { remove: true });
    const rows = ["additions", "removals"].map((run) => {
      const journal = openJournal(`${plan}.${run}.journal`);
      const [row] = journal.rows();
      journal.close();
      return [row?.learner, row?.state];
    });
    expect(rows).toEqual([
      ["eve@example.com", "done"],
      ["bob@example.com", "done"],
    ]);
  });
});

describe("the limit of removals", () => {
  const everybody = pupils(100);

  it.each([
    ["half of the file is missing", everybody.slice(0, 50), 100],
    ["the file is that of another course", ["x@example.com", "y@example.com"], 100],
    ["a small course would be empty", ["x@example.com"], 3],
    ["a course with one member would be empty", ["x@example.com"], 1],
  ])("stops before anything is sent when %s", async (_what, list, size) => {
    const school = schoolWith({ maths: everybody.slice(0, size) });
    const { plan } = await planFor(school, addresses(list));
    await expect(apply(school, plan, { remove: true })).rejects.toMatchObject({
      problem: "too-many-removals",
    });
    expect(school.sent).toEqual([]);
    expect(await apply(school, plan)).toMatchObject({ finished: true });
  });

  it("applies to each item, so that a large course does not cover for a small one", async () => {
    const school = schoolWith({ maths: everybody, art: everybody.slice(0, 8) });
    const source = recordsOf([
      ...everybody.map((email) => ({ email, course: "maths" })),
      { email: "learner1@example.com", course: "art" },
    ]);
    const { plan } = await planFor(school, source);
    await expect(apply(school, plan, { remove: true })).rejects.toThrow(
      "course:art would lose 7 of its 8 members, and at most 5 may be taken out",
    );
  });

  it.each([
    [10, undefined],
    [50, "50%"],
    [50, 50],
    [99, "100%"],
  ] as const)("allows %i of 100 with %s", async (count, maxRemovals) => {
    const school = schoolWith({ maths: everybody });
    const { plan } = await planFor(school, addresses(everybody.slice(count)));
    expect(await apply(school, plan, { remove: true, maxRemovals })).toMatchObject({
      removals: { done: count },
    });
  });

  it.each([
    [11, undefined],
    [51, "50%"],
    [51, 50],
    [1, 0],
  ] as const)("refuses %i of 100 with %s", async (count, maxRemovals) => {
    const school = schoolWith({ maths: everybody });
    const { plan } = await planFor(school, addresses(everybody.slice(count)));
    await expect(apply(school, plan, { remove: true, maxRemovals })).rejects.toMatchObject({
      problem: "too-many-removals",
    });
  });

  it.each([-1, 1.5, "half", "101%", "-5%"])("is itself refused if it is %s", async (maxRemovals) => {
    const school = schoolWith({ maths: ["bob@example.com"] });
    const { plan } = await planFor(school, addresses(["ann@example.com"]));
    await expect(apply(school, plan, { remove: true, maxRemovals: maxRemovals as number })).rejects.toThrow(
      "maxRemovals: expected a number of members or a percentage",
    );
  });
});
