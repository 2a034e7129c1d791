import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { describe, expect, it } from "vitest";
import type { VerifiedFile } from "../../src/verify/verified-file.ts";
import { desk, liar, type Verification, verify, witness } from "./support.ts";

/** What small runs and a large one must have in common. */
function verdictsOf({ operations }: VerifiedFile): unknown {
  return Object.fromEntries(
    Object.entries(operations).map(([name, { verdict, reason, triedIds, isEmpty }]) => [
      name,
      { verdict, reason, triedIds, isEmpty },
    ]),
  );
}

const some = ["--only", "users.*,badges.*,courses.list,courses.get"];

describe("an interrupted kelaskit verify", () => {
  it("ends at --max-requests, says so, and is continued by the same command", async () => {
    const mock = createMockAcademyOfMine();
    const from = await witness("academy-of-mine", mock);
    await using place = await desk();
    const first = await place.verify("academy-of-mine", from, [...some, "--max-requests", "4"]);
    expect(first).toMatchObject({ code: 1, file: { isComplete: false, traffic: { requests: 4 } } });
    expect(first.stderr).toContain("To continue, run the same command again.");
    const tried = new Set(mock.requests.map(({ operation }) => operation));
    mock.clear();
    const second = await place.verify("academy-of-mine", from, some);
    expect(second).toMatchObject({ code: 0, file: { isComplete: true } });
    // What needs an id reads the lists again, each once.
    const again = mock.requests.map(({ operation }) => operation).filter((name) => tried.has(name));
    expect(again).toHaveLength(new Set(again).size);
    expect(second.file.operations).toMatchObject(
      Object.fromEntries([...tried].map((name) => [name, { verdict: "answered" }])),
    );
    expect(second.file.operations["users.get"]).toMatchObject({ verdict: "answered" });
  });

  it("comes to the same end in many small runs as in one, and each of them finds out something", async () => {
    const from = await witness("academy-of-mine", createMockAcademyOfMine());
    await using place = await desk();
    const tried: number[] = [0];
    let last: Verification | undefined;
    while (last?.file.isComplete !== true) {
      last = await place.verify("academy-of-mine", from, ["--max-requests", "10"]);
      tried.push(Object.values(last.file.operations).filter(({ date }) => date !== undefined).length);
      // The last run may only find that nothing more can be tried.
      if (!last.file.isComplete) expect(tried.at(-1)).toBeGreaterThan(tried.at(-2) ?? 0);
    }
    const whole = await verify("academy-of-mine", from);
    expect(verdictsOf(last.file)).toEqual(verdictsOf(whole.file));
  });

  it("finds out something with a limit of one request, which an id alone costs", async () => {
    const mock = createMockAcademyOfMine();
    const from = await witness("academy-of-mine", mock);
    const words = ["--only", "courses.list,courses.get,users.list,orders.list", "--max-requests", "1"];
    await using place = await desk();
    for (let run = 0; run < 3; run += 1) await place.verify("academy-of-mine", from, words);
    mock.clear();
    const last = await place.verify("academy-of-mine", from, words);
    expect(last.file).toMatchObject({
      isComplete: true,
      operations: { "courses.get": { verdict: "answered" } },
    });
    // Only the list that has the id is read again.
    expect(mock.requests.map(({ operation }) => operation)).toEqual(["courses.list", "courses.get"]);
  });

  it("has seen the requests of all runs", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), ({ url }) =>
      url.includes("/badge/list")
        ? Response.json(
            { recordsTotal: 0, recordsFiltered: 0, records: [] },
            { headers: { "x-ratelimit-limit": "60", "x-request-id": "r-1" } },
          )
        : url.includes("/media/list")
          ? Response.json({ message: "No" }, { status: 404, headers: { "retry-after": "1" } })
          : undefined,
    );
    const words = ["--only", "badges.list,media.list,users.list"];
    await using place = await desk();
    await place.verify("academy-of-mine", from, [...words, "--max-requests", "1"]);
    const { file, report, stdout } = await place.verify("academy-of-mine", from, words);
    expect(file.traffic).toEqual({
      requests: 3,
      statuses: { 200: 2, 404: 1 },
      limitHeaders: { "retry-after": "present", "x-ratelimit-limit": 60 },
      requestIdHeaders: ["x-request-id"],
    });
    expect(report).toContain("3 requests");
    expect(stdout).toContain("2 requests (3 with those of earlier runs)");
  });

  it("writes what it has found when it is stopped", async () => {
    let count = 0;
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), () => {
      count += 1;
      if (count === 3) process.emit("SIGINT");
      return undefined;
    });
    await using place = await desk();
    const { file, code, stderr } = await place.verify("academy-of-mine", from, some);
    expect({ code, isComplete: file.isComplete }).toEqual({ code: 1, isComplete: false });
    expect(stderr).toContain("Stopping");
    expect(count).toBe(3);
    const answered = Object.values(file.operations).filter(({ verdict }) => verdict === "answered");
    expect(answered).toHaveLength(2);
    expect(Object.values(file.operations).filter(({ reason }) => reason === "interrupted")).not.toEqual([]);
  });

  it("has not tried an operation for which it has tried some of the ids", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), ({ url }) =>
      /\/user\/[12]$/.test(url) ? Response.json({ message: "No user" }, { status: 404 }) : undefined,
    );
    const words = ["--only", "users.list,users.get"];
    await using place = await desk();
    const first = await place.verify("academy-of-mine", from, [...words, "--max-requests", "2"]);
    expect(first.file).toMatchObject({
      isComplete: false,
      operations: { "users.get": { verdict: "not-tried" } },
    });
    const second = await place.verify("academy-of-mine", from, words);
    expect(second.file.operations["users.get"]?.verdict).not.toBe("not-tried");
  });

  it("continues the search for other routes where it was stopped", async () => {
    const mock = createMockAcademyOfMine({
      routes: { "badges.list": "GET /badges", "users.get": "GET /users/{id}" },
    });
    const from = await witness("academy-of-mine", mock);
    const words = ["--only", "badges.list,users.list,users.get", "--suggest"];
    await using place = await desk();
    for (const limit of ["4", "2"]) {
      const { file, stderr } = await place.verify("academy-of-mine", from, [
        ...words,
        "--max-requests",
        limit,
      ]);
      expect(file.isComplete).toBe(false);
      expect(stderr).toContain("To continue, run the same command again.");
    }
    const last = await place.verify("academy-of-mine", from, words);
    expect(last.file).toMatchObject({
      isComplete: true,
      routes: { "badges.list": "GET /badges", "users.get": "GET /users/{id}" },
    });
  });

  it("does not lose a complete result to a second run", async () => {
    const mock = createMockAcademyOfMine();
    const from = await witness("academy-of-mine", mock);
    await using place = await desk();
    await place.verify("academy-of-mine", from, ["--only", "badges.*"]);
    mock.clear();
    const second = await place.verify("academy-of-mine", from, ["--only", "badges.*"]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain("verified.json is complete");
    expect(mock.requests).toEqual([]);
    expect(second.stderr).toContain("Add what was not tried, with --only, --value or --suggest");
    const forced = await place.verify("academy-of-mine", from, ["--only", "badges.*", "--force"]);
    expect(forced.code).toBe(0);
  });

  it("adds to a complete result what other options allow", async () => {
    const routes = { "badges.list": "GET /badges" };
    const mock = createMockAcademyOfMine({ routes });
    const from = await witness("academy-of-mine", mock);
    const badges = ["--only", "badges.list"];
    const all = ["--only", "badges.list,courses.get"];
    await using place = await desk();
    const run = async (words: readonly string[]): Promise<Verification> => {
      mock.clear();
      return place.verify("academy-of-mine", from, words);
    };
    await run(badges);
    const suggested = await run([...badges, "--suggest"]);
    expect(suggested.file).toMatchObject({ isComplete: true, routes });
    const wider = await run(all);
    expect(wider.file.operations["courses.get"]?.reason).toContain("no reply contains id");
    expect((await run(all)).stderr).toContain("is complete");
    const given = await run([...all, "--value", "courses.get.id=1"]);
    expect(given.file).toMatchObject({
      isComplete: true,
      routes: { ...routes, "courses.get": "GET /course/{id}" },
    });
    expect(mock.requests.map(({ operation }) => operation)).toEqual(["courses.get"]);
    const widest = await run(["--only", "badges.list,courses.get,users.*"]);
    expect(widest.file.operations["users.get"]).toMatchObject({ verdict: "answered" });
    const last = await run([...all, "--value", "courses.get.id=1", "--suggest"]);
    expect({ code: last.code, requests: mock.requests }).toEqual({ code: 2, requests: [] });
  });

  it("tries an id that is given for what the vendor's own ids did not find, once", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), ({ url }) =>
      /\/user\/\d+$/.test(url) && !url.endsWith("/3")
        ? Response.json({ message: "No user" }, { status: 404 })
        : undefined,
    );
    const words = ["--only", "users.list,users.get"];
    await using place = await desk();
    await place.verify("academy-of-mine", from, words);
    const wrong = await place.verify("academy-of-mine", from, [...words, "--value", "users.get.id=99"]);
    expect(wrong.file.operations["users.get"]).toMatchObject({
      verdict: "not-found",
      reason: "no record for the value that was given with --value",
    });
    const again = await place.verify("academy-of-mine", from, [...words, "--value", "users.get.id=99"]);
    expect(again.stderr).toContain("is complete");
  });

  it.each([
    ["another file", '{"name":"mine"}', "was not written by kelaskit verify"],
    ["a file of another vendor", undefined, "is about skilvul, not academy-of-mine"],
  ])("does not overwrite %s", async (_, content, words) => {
    await using place = await desk();
    if (content === undefined) {
      const skilvul = await witness("skilvul", createMockSkilvul());
      await place.verify("skilvul", skilvul, ["--only", "provinces.list"]);
    } else await writeFile(place.out, content);
    const before = await readFile(place.out, "utf8");
    const mock = createMockAcademyOfMine();
    const { code, stderr } = await place.verify("academy-of-mine", await witness("academy-of-mine", mock));
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(mock.requests).toEqual([]);
    expect(await readFile(place.out, "utf8")).toBe(before);
  });

  it("does not overwrite a report of another origin", async () => {
    await using place = await desk();
    await writeFile(path.join(place.folder, "verified.md"), "# Mine");
    const mock = createMockAcademyOfMine();
    const { code, stderr } = await place.verify("academy-of-mine", await witness("academy-of-mine", mock));
    expect(code).toBe(2);
    expect(stderr).toContain("verified.md already exists");
    expect(mock.requests).toEqual([]);
  });
});

describe("the command line of kelaskit verify", () => {
  it.each([
    [["--out", "/no/such/folder/verified.json"], "/no/such/folder/verified.json cannot be written (ENOENT)"],
    [["--report", "package.json/verified.md"], "package.json/verified.md cannot be written (ENOTDIR)"],
    [["--out", "same.json", "--report", "./same.json"], "--report names the same file as --out"],
  ])("names files that can be written, or nothing is sent: %j", async (words, message) => {
    const mock = createMockAcademyOfMine();
    await using place = await desk();
    const from = await witness("academy-of-mine", mock);
    const { code, stderr } = await place.verify("academy-of-mine", from, words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(mock.requests).toEqual([]);
  });

  it.each([
    ["the file", ["--out"]],
    ["the report", ["--report"]],
    ["the file, even by force", ["--force", "--out"]],
    ["the report, even by force", ["--force", "--report"]],
  ])("does not name a folder for %s, or nothing is sent", async (_, words) => {
    const mock = createMockAcademyOfMine();
    await using place = await desk();
    const folder = path.join(place.folder, "results");
    await mkdir(folder);
    const from = await witness("academy-of-mine", mock);
    for (const name of [folder, path.join(place.folder, "new", path.sep)]) {
      const { code, stderr } = await place.verify("academy-of-mine", from, [...words, name]);
      expect(code).toBe(2);
      expect(stderr).toContain(`${name} cannot be written, because it is a folder; nothing was sent.`);
    }
    expect(mock.requests).toEqual([]);
  });

  it.each([
    [["--only", "badge.list"], 'has no operation "badge.list"'],
    [["--skip", "nothing.*"], 'has no operation "nothing.*"'],
    [["--value", "productID=1"], 'has the parameter "productID"'],
    [["--value", "productId"], "Expected parameter=value"],
    [["--value", "courses.get.ids=1"], 'courses.get has no parameter "ids"'],
    [["--value", "course.get.id=1"], 'has the parameter "course.get.id"'],
    [["--rate", "fast"], "Expected requests per second"],
    [["--max-requests", "0"], "Expected a whole number of at least 1"],
  ])("is checked before anything is sent: %j", async (words, message) => {
    const mock = createMockAcademyOfMine();
    await using place = await desk();
    const { code, stderr } = await place.verify(
      "academy-of-mine",
      await witness("academy-of-mine", mock),
      words,
    );
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(mock.requests).toEqual([]);
  });

  it("says what is missing when there are no credentials", async () => {
    await using place = await desk();
    const mock = createMockAcademyOfMine();
    const env = { ACADEMY_OF_MINE_PORTAL: "demo", ACADEMY_OF_MINE_TOKEN: "" };
    const { code, stderr, json } = await place.verify("academy-of-mine", { fetch: mock.fetch, env });
    expect({ code, json }).toEqual({ code: 2, json: "" });
    expect(stderr).toContain("ACADEMY_OF_MINE_TOKEN");
  });
});
