import { writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createMockAcademyOfMine, type MockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { type ServableMock, serve } from "@kelaskit/core/testing/node";
import { describe, expect, it } from "vitest";
import { newFolder } from "./example-process.ts";
import { type ExampleRun, runExample } from "./run-example.ts";

type Answer = ServableMock["answer"];

async function copyCatalog(mock: MockAcademyOfMine, file: string, answer?: Answer): Promise<ExampleRun> {
  const served = await serve({
    baseUrl: mock.baseUrl,
    answer: answer ?? ((request) => mock.answer(request)),
  });
  try {
    return await runExample("academy-catalog.ts", [file], {
      ACADEMY_OF_MINE_BASE_URL: served.url,
      ACADEMY_OF_MINE_TOKEN: mock.credentials.token,
    });
  } finally {
    await served.close();
  }
}

function storedNames(file: string): readonly unknown[] {
  const database = new DatabaseSync(file);
  try {
    return database
      .prepare("SELECT name FROM courses ORDER BY id")
      .all()
      .map(({ name }) => name);
  } finally {
    database.close();
  }
}

const namesOf = (mock: MockAcademyOfMine): readonly string[] =>
  [...mock.store.courses.values()].map(({ name }) => name);

it("without credentials it copies the catalog of a mock of its own", async () => {
  const { exitCode, output, problems } = await runExample("academy-catalog.ts", [], {});
  expect(problems).toBe("");
  expect(output).toContain("24 courses are in the database");
  expect(exitCode).toBe(0);
});

it.for([
  ["none/catalog.db", "unable to open database file"],
  ["text.db", "file is not a database"],
] as const)("ends with a sentence when %s cannot be the database", async ([name, reason]) => {
  const folder = newFolder();
  writeFileSync(path.join(folder, "text.db"), "Somebody's notes, longer than a header.\n".repeat(20));
  const file = path.join(folder, name);
  const { exitCode, problems } = await runExample("academy-catalog.ts", [file], {});
  expect(problems).toContain(`${file} cannot be used as the database: ${reason}.`);
  expect(exitCode).toBe(1);
});

describe("a copy of a portal's catalog", () => {
  it("continues with the page that it had not stored when it failed", async () => {
    const mock = createMockAcademyOfMine();
    const file = path.join(newFolder(), "catalog.db");
    let pages = 0;
    const failed = await copyCatalog(mock, file, (request) => {
      pages += 1;
      return pages > 2 ? Promise.resolve(Response.error()) : mock.answer(request);
    });
    expect(failed.exitCode).toBe(1);
    expect(storedNames(file)).toEqual(namesOf(mock).slice(0, 10));

    mock.clear();
    const { exitCode, output } = await copyCatalog(mock, file);
    expect(exitCode).toBe(0);
    expect(output).toContain("Reading 1 of the catalog, from page 3.");
    expect(mock.requests).toHaveLength(3);
    expect(storedNames(file)).toEqual(namesOf(mock));
  });

  it("is brought up to date by the next run: renamed, new and deleted courses", async () => {
    const mock = createMockAcademyOfMine();
    const file = path.join(newFolder(), "catalog.db");
    await copyCatalog(mock, file);
    const [first, second] = [...mock.store.courses.values()];
    if (first === undefined || second === undefined) throw new Error("The mock has no courses.");
    first.name = "Renamed";
    mock.store.courses.delete(second.id);
    mock.store.courses.set(1000, { ...second, id: 1000, name: "New" });

    const { output } = await copyCatalog(mock, file);
    expect(output).toContain("Reading 2 of the catalog, from page 1.");
    expect(output).toContain("24 courses are in the database; 1 that the portal no longer has were removed.");
    expect(storedNames(file)).toEqual(namesOf(mock));
  });

  it("removes nothing when a course disappears while it reads, because the pages have moved", async () => {
    const mock = createMockAcademyOfMine();
    const file = path.join(newFolder(), "catalog.db");
    await copyCatalog(mock, file);
    const [first] = [...mock.store.courses.keys()];
    let pages = 0;
    const { exitCode, problems } = await copyCatalog(mock, file, (request) => {
      pages += 1;
      if (pages === 2) mock.store.courses.delete(Number(first));
      return mock.answer(request);
    });
    expect(exitCode).toBe(1);
    expect(problems).toContain(
      "The catalog has changed while it was read. Nothing was removed. Run it again.",
    );
    expect(storedNames(file)).toHaveLength(24);
  });
});
