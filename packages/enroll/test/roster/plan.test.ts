import { existsSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { csvFile, InvalidRowsError, SourceError } from "../../src/index.ts";
import type { RosterEntry } from "../../src/roster/index.ts";
import { addresses, newPlan, planFor, recordsOf, schoolWith } from "./support.ts";

/** The actions of a plan, such as `add ann@example.com`. */
async function actionsOf(...[school, source, options]: Parameters<typeof planFor>): Promise<string[]> {
  const entries: RosterEntry[] = [];
  await planFor(school, source, {
    ...options,
    onEntry: (entry) => {
      entries.push(entry);
    },
  });
  return entries.map(({ action, learner, name }) => `${action} ${learner === "" ? name : learner}`);
}

describe("planRoster", () => {
  it("compares a source with who is enrolled, and sends nothing", async () => {
    const school = schoolWith({ maths: ["ann@example.com", "bob@example.com"] });
    const plan = await planFor(school, addresses(["ANN@example.com", "eve@example.com"]));
    expect(plan).toMatchObject({
      target: "school",
      source: "class.csv",
      counts: { add: 1, keep: 1, remove: 1, unknown: 0 },
      items: [{ item: "course:maths", members: 2, add: 1, keep: 1, remove: 1, unknown: 0 }],
    });
    expect(await actionsOf(school, addresses(["ANN@example.com", "eve@example.com"]))).toEqual([
      "keep ann@example.com",
      "add eve@example.com",
      "remove bob@example.com",
    ]);
    expect(school.sent).toEqual([]);
  });

  it("covers the items that occur in the source, each with its own list", async () => {
    const school = schoolWith({
      maths: ["ann@example.com"],
      art: ["bob@example.com"],
      music: ["eve@example.com"],
    });
    const source = recordsOf([
      { email: "ann@example.com", course: "maths" },
      { email: "ann@example.com", course: "art" },
    ]);
    const { items } = await planFor(school, source);
    expect(items.map(({ item, add, remove }) => ({ item, add, remove }))).toEqual([
      { item: "course:maths", add: 0, remove: 0 },
      { item: "course:art", add: 1, remove: 1 },
    ]);
  });

  it("counts a learner who is in the source twice once", async () => {
    const school = schoolWith({ maths: [] });
    const plan = await planFor(school, addresses(["ann@example.com", "Ann@example.com"]));
    expect(plan).toMatchObject({ duplicates: 1, counts: { add: 1 } });
  });

  it("finds a learner by another text of the vendor's list, such as a user id", async () => {
    const school = schoolWith({ maths: [{ email: "ann@example.com", otherLearners: ["@7"] }] });
    expect(await actionsOf(school, addresses(["@7"]))).toEqual(["keep @7"]);
  });

  it("takes nobody out because of an entry that does not show whose it is", async () => {
    const school = schoolWith({ maths: [{ name: "Bob Lee" }] });
    const source = recordsOf([{ email: "ann@example.com", name: "Ann Example" }]);
    expect(await actionsOf(school, source)).toEqual(["add ann@example.com", "unknown Bob Lee"]);
  });

  it.each([
    ["of that name", { name: "lee, BÓB" }, "Bob Lee"],
    ["if the list shows no name", {}, "Bob Lee"],
    ["if the row has no name", { name: "Bob Lee" }, undefined],
  ])("does not add a learner who may be such an entry: %s", async (_when, entry, name) => {
    const school = schoolWith({ maths: [entry] });
    const actions = await actionsOf(school, recordsOf([{ email: "bob@example.com", name }]));
    expect(actions[0]).toBe("unknown bob@example.com");
  });

  it("takes nobody out who is in the vendor's list twice", async () => {
    const school = schoolWith({ maths: ["bob@example.com", "bob@example.com"] });
    expect(await actionsOf(school, addresses(["ann@example.com"]))).toEqual([
      "add ann@example.com",
      "keep bob@example.com",
      "keep bob@example.com",
    ]);
  });

  it("gives lists in another order the same digest, and other lists another", async () => {
    const digestOf = async (...emails: readonly string[]) =>
      (await planFor(schoolWith({ maths: emails }), addresses(["ann@example.com"]))).items[0]?.digest;
    const digest = await digestOf("bob@example.com", "eve@example.com");
    expect(await digestOf("eve@example.com", "bob@example.com")).toBe(digest);
    expect(await digestOf("eve@example.com")).not.toBe(digest);
  });

  it("writes a file that only its owner can read, with the settings and the vendor's list", async () => {
    const { plan } = await planFor(
      schoolWith({ maths: ["bob@example.com"] }),
      addresses(["ann@example.com"]),
      {
        settings: { course: "maths" },
      },
    );
    expect((await stat(plan)).mode & 0o777).toBe(0o600);
    const lines = (await readFile(plan, "utf8")).trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { kelaskitRoster: 1, target: "school", settings: { course: "maths" }, source: { name: "class.csv" } },
      { action: "add", line: 2, learner: "ann@example.com", record: { email: "ann@example.com" } },
      { action: "remove", learner: "bob@example.com", row: { email: "bob@example.com" } },
      { action: "end", sha256: expect.stringMatching(/^[\da-f]{64}$/) as string },
    ]);
  });

  it("reports its progress, and everything about the source that a run does", async () => {
    const school = schoolWith({ maths: ["bob@example.com"] });
    const seen: unknown[] = [];
    await planFor(school, addresses(["ann@example.com"]), {
      onPlanned: (row) => void seen.push(row),
      onProgress: (progress) => void seen.push(progress),
    });
    expect(seen).toContainEqual({ line: 2, learner: "ann@example.com", item: "course:maths" });
    expect(seen.at(-1)).toEqual({ rows: 1, members: 1 });
  });
});

describe("a plan that would be wrong", () => {
  it("is refused before the source is read if the target cannot list", async () => {
    const { target } = schoolWith({}, { members: undefined });
    const source = {
      ...addresses([]),
      hash: (): Promise<string> => {
        throw new Error("The source was read.");
      },
    };
    await expect(planFor({ target }, source)).rejects.toMatchObject({ problem: "cannot-list" });
  });

  it("is refused for a source without rows, even if that is allowed elsewhere", async () => {
    const school = schoolWith({ maths: ["bob@example.com"] });
    await expect(planFor(school, recordsOf([]))).rejects.toMatchObject({ problem: "empty-source" });
    const file = `${newPlan()}.csv`;
    await writeFile(file, "email,course\n");
    const empty = csvFile(file, { fields: school.target.fields, allowEmpty: true });
    await expect(planFor(school, empty)).rejects.toMatchObject({ problem: "empty-source" });
    await expect(planFor(school, csvFile(file, { fields: school.target.fields }))).rejects.toThrow(
      SourceError,
    );
  });

  it("is refused if a single row is invalid, whose learner would be taken out", async () => {
    const school = schoolWith({ maths: ["bob@example.com"] });
    const error: unknown = await planFor(school, addresses(["ann@example.com", "bob"])).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InvalidRowsError);
    expect(String(error)).toMatch(/line 3, email/);
    expect(String(error)).not.toMatch(/skip/);
  });

  it("is refused if the source changes while it is read", async () => {
    const school = schoolWith({ maths: [] });
    let readings = 0;
    const source = {
      ...addresses([]),
      async *records() {
        readings += 1;
        yield { line: 2, record: { email: readings === 1 ? "ann@example.com" : "eve@example.com" } };
      },
    };
    await expect(planFor(school, source)).rejects.toThrow("changed while it was being read");
  });

  it("is refused if the vendor's list ends with an error, whatever it contained before", async () => {
    const school = schoolWith(
      {},
      {
        async *members() {
          yield {
            identity: { learner: "bob@example.com", item: "course:maths" },
            row: { email: "bob@example.com", course: "maths" },
          };
          throw new Error("the second page is missing");
        },
      },
    );
    const plan = newPlan();
    await expect(planFor(school, addresses(["ann@example.com"]), { plan })).rejects.toThrow("second page");
    expect(existsSync(plan)).toBe(false);
  });

  it.each([
    ["another item", { learner: "bob@example.com", item: "course:art" }, {}],
    ["no learner", { learner: " ", item: "course:maths" }, {}],
    ["a row that is not JSON", { learner: "bob@example.com", item: "course:maths" }, { since: new Date(0) }],
  ])("is refused if the vendor's list has an entry with %s", async (_what, identity, extra) => {
    const school = schoolWith(
      {},
      {
        async *members() {
          yield { identity, row: { email: "bob@example.com", course: "maths", ...extra } };
        },
      },
    );
    await expect(planFor(school, addresses(["ann@example.com"]))).rejects.toMatchObject({
      problem: "wrong-list",
    });
  });

  it("is refused with secrets, and with values that JSON does not keep", async () => {
    const school = schoolWith({ maths: [] });
    const row = { email: "ann@example.com", password: "correct horse" };
    const error: unknown = await planFor(school, recordsOf([row])).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/password: expected no value/);
    expect(String(error)).not.toMatch(/horse/);
    const numbered = { ...recordsOf([{ email: "ann@example.com", name: 7n }]), hash: async () => "numbered" };
    await expect(planFor(school, numbered)).rejects.toThrow("name: expected a value that JSON can store");
  });

  it("replaces a plan of which nothing was carried out, but nothing else", async () => {
    const school = schoolWith({ maths: [] });
    const plan = newPlan();
    await planFor(school, addresses(["ann@example.com"]), { plan });
    await planFor(school, addresses(["eve@example.com"]), { plan });
    expect(await readFile(plan, "utf8")).toMatch(/eve@/);
    await writeFile(plan, "my notes");
    await expect(planFor(school, addresses(["ann@example.com"]), { plan })).rejects.toMatchObject({
      problem: "exists",
    });
    await planFor(school, addresses(["ann@example.com"]), { plan, overwrite: true });
    await writeFile(`${plan}.additions.journal`, "");
    await expect(
      planFor(school, addresses(["ann@example.com"]), { plan, overwrite: true }),
    ).rejects.toMatchObject({ problem: "exists" });
  });

  it("is not written when it is ended, or a function of the user fails", async () => {
    const school = schoolWith({ maths: ["bob@example.com"] });
    const plan = newPlan();
    const stop = new AbortController();
    const source = addresses(["ann@example.com"]);
    await expect(
      planFor(school, source, {
        plan,
        signal: stop.signal,
        onPlanned() {
          stop.abort();
        },
      }),
    ).rejects.toMatchObject({ name: "AbortError" });
    const failing = (): never => {
      throw new RangeError("the screen is full");
    };
    await expect(planFor(school, source, { plan, onEntry: failing })).rejects.toThrow("the screen is full");
    expect(existsSync(plan)).toBe(false);
  });
});
