import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { describe, expect, it } from "vitest";
import { desk, liar, witness } from "./support.ts";

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
    const forced = await place.verify("academy-of-mine", from, ["--only", "badges.*", "--force"]);
    expect(forced.code).toBe(0);
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
    [["--only", "badge.list"], 'has no operation "badge.list"'],
    [["--skip", "nothing.*"], 'has no operation "nothing.*"'],
    [["--value", "productID=1"], 'has the parameter "productID"'],
    [["--value", "productId"], "Expected parameter=value"],
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
