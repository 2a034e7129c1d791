// Copies the catalog of courses of an Academy of Mine portal into a SQLite database, page by page. Killed in the middle, it continues
// with the page that it had not stored; run again later, it brings the copy up to date.
//
//   node --conditions=kelaskit-source examples/academy-catalog.ts [catalog.db] [routes.json]
//
// Without credentials it runs against a mock that it starts itself. With ACADEMY_OF_MINE_PORTAL and ACADEMY_OF_MINE_TOKEN it reads
// your portal. It only reads. The route of the list is proposed: give the routes of your portal (examples/academy-routes.ts).
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { type AcademyOfMine, createAcademyOfMine } from "@kelaskit/academy-of-mine";
import type { CourseRecord } from "@kelaskit/academy-of-mine/courses";

/** Small, so that there are pages to see. Yours may be 50 or more. */
const pageSize = 5;

interface Session {
  readonly academy: AcademyOfMine;
  readonly file: string;
  close(): Promise<void>;
}

async function openSession(words: readonly string[]): Promise<Session> {
  const [given, routesFile] = words;
  if (words.length > 2)
    throw new Error(`Give a database and a file of routes, not ${words.length} arguments.`);
  const file = given ?? path.join(await mkdtemp(path.join(tmpdir(), "academy-catalog-")), "catalog.db");
  if (process.env["ACADEMY_OF_MINE_TOKEN"] !== undefined) {
    const text = routesFile === undefined ? "{}" : await readFile(routesFile, "utf8");
    const routes = JSON.parse(text) as Readonly<Record<string, string>>;
    return { academy: createAcademyOfMine({ routes }), file, close: () => Promise.resolve() };
  }
  const { createMockAcademyOfMine } = await import("@kelaskit/academy-of-mine/mock");
  const { serve } = await import("@kelaskit/core/testing/node");
  const mock = createMockAcademyOfMine();
  const served = await serve(mock);
  console.log(`No ACADEMY_OF_MINE_TOKEN is set: using a mock at ${served.url}.`);
  const academy = createAcademyOfMine({ ...mock.credentials, baseUrl: served.url });
  return { academy, file, close: () => served.close() };
}

/** A copy of the catalog, and how far it has been read. */
class Catalog {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS courses (
        id INTEGER PRIMARY KEY, name TEXT, status TEXT, categories TEXT, author TEXT, created_at TEXT,
        reading INTEGER NOT NULL -- the number of the reading that has seen it last
      ) STRICT;
      CREATE TABLE IF NOT EXISTS progress (
        reading INTEGER NOT NULL, page INTEGER NOT NULL,
        lengths TEXT NOT NULL -- every length of the list that its pages have reported
      ) STRICT;
      INSERT INTO progress SELECT 1, 1, '[]' WHERE NOT EXISTS (SELECT * FROM progress);
    `);
  }

  /** The number of this reading, and of the page that comes next. */
  position(): { readonly reading: number; readonly page: number } {
    const { reading, page } = this.#database.prepare("SELECT reading, page FROM progress").get() ?? {};
    return { reading: Number(reading), page: Number(page) };
  }

  /** Stores a page and that it was read: both or, if the process is killed, neither. */
  store(courses: readonly CourseRecord[], length: number): void {
    this.#atOnce(() => {
      const upsert = this.#database.prepare(
        "INSERT OR REPLACE INTO courses SELECT ?, ?, ?, ?, ?, ?, reading FROM progress",
      );
      for (const { id, name, status, categories, author, created_at: created } of courses) {
        upsert.run(id, name ?? null, status ?? null, categories ?? null, author ?? null, created ?? null);
      }
      const lengths = new Set(this.#lengths()).add(length);
      this.#database
        .prepare("UPDATE progress SET page = page + 1, lengths = ?")
        .run(JSON.stringify([...lengths]));
    });
  }

  /** How many courses this reading has seen, and whether these are all: the list had one length on all pages, and this is it. */
  seen(): { readonly seen: number; readonly isComplete: boolean } {
    const sql = "SELECT count(*) AS seen FROM courses JOIN progress USING (reading)";
    const seen = Number(this.#database.prepare(sql).get()?.["seen"]);
    return { seen, isComplete: this.#lengths().every((length) => length === seen) };
  }

  /** Begins the next reading. Returns how many courses were removed, because a complete reading has not seen them. */
  finish(isComplete: boolean): number {
    return this.#atOnce(() => {
      const gone = "DELETE FROM courses WHERE reading <> (SELECT reading FROM progress)";
      const removed = isComplete ? this.#database.prepare(gone).run().changes : 0;
      this.#database.exec("UPDATE progress SET reading = reading + 1, page = 1, lengths = '[]'");
      return Number(removed);
    });
  }

  close(): void {
    this.#database.close();
  }

  #lengths(): readonly number[] {
    const { lengths } = this.#database.prepare("SELECT lengths FROM progress").get() ?? {};
    return JSON.parse(String(lengths)) as readonly number[];
  }

  #atOnce<Result>(change: () => Result): Result {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = change();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

async function copy(academy: AcademyOfMine, catalog: Catalog): Promise<void> {
  const { reading, page: first } = catalog.position();
  console.log(`Reading ${reading} of the catalog, from page ${first}.`);
  const list = academy.courses.list({
    page_size: pageSize,
    page_number: first,
    // Courses that are created meanwhile are then on the last page, and move no other.
    order_by: { colName: "id", direction: "asc" },
  });
  let page = first;
  for await (const { records, recordsFiltered } of list.pages()) {
    catalog.store(records, recordsFiltered);
    console.log(`Page ${page}: ${records.length} courses`);
    page += 1;
  }
  const { seen, isComplete } = catalog.seen();
  const removed = catalog.finish(isComplete);
  if (!isComplete) {
    // The pages have moved: a course may be missing, although the portal has it.
    throw new Error("The catalog has changed while it was read. Nothing was removed. Run it again.");
  }
  console.log(`${seen} courses are in the database; ${removed} that the portal no longer has were removed.`);
}

function openCatalog(file: string): Catalog {
  try {
    return new Catalog(file);
  } catch (error) {
    // SQLite's own message does not name the file.
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${file} cannot be used as the database: ${reason}. Give another file, in a folder that exists.`,
      {
        cause: error,
      },
    );
  }
}

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const session = await openSession(positionals);
  const { academy, file } = session;
  try {
    const catalog = openCatalog(file);
    try {
      await copy(academy, catalog);
    } finally {
      catalog.close();
    }
    console.log(`The database is ${file}.`);
  } finally {
    await session.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
