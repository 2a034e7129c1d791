import { closeSync, openSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { JournalError, journalError } from "./errors.ts";
import { openDatabase } from "./sqlite.ts";

/** Marks an SQLite file as a journal: "KLSE" in ASCII. */
const applicationId = 0x4b_4c_53_45;

/** The version of the tables; a later one is refused, since we could not know what it means. */
const schemaVersion = 1;

// A row is known by its key. `generation` counts the contents that the journal has belonged to, so that a row of an
// earlier content is told from a duplicate.
const tables = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE rows (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    line INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'done', 'failed', 'unknown')),
    attempts INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    ended_at INTEGER,
    reason TEXT,
    vendor_id TEXT
  ) STRICT;
  CREATE INDEX open_rows ON rows (state) WHERE state IN ('sending', 'unknown');
  CREATE TABLE duplicates (line INTEGER PRIMARY KEY, first_line INTEGER NOT NULL) STRICT;
  INSERT INTO meta VALUES ('version', '${schemaVersion}');
  PRAGMA application_id = ${applicationId};
`;

function readNumber(database: DatabaseSync, sql: string, column: string): number {
  return Number(database.prepare(sql).get()?.[column]);
}

/** Makes the file when it is wanted, for its owner's eyes only: the keys of its rows are e-mail addresses. */
function touch(path: string, mustExist: boolean): void {
  try {
    closeSync(openSync(path, mustExist ? "r+" : "a", 0o600));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOENT") {
      const text = "cannot be opened for writing. Look at its folder and at its permissions.";
      throw new JournalError("unusable", `The journal ${path} ${text}`, { cause: error });
    }
    const text = mustExist ? "does not exist." : "cannot be made: its folder does not exist.";
    throw new JournalError("missing", `The journal ${path} ${text}`, { cause: error });
  }
}

/** Refuses what is no journal of a version that we know; returns whether the tables are still to be made. */
function isFresh(database: DatabaseSync, path: string): boolean {
  const id = readNumber(database, "PRAGMA application_id", "application_id");
  if (id === 0 && readNumber(database, "SELECT count(*) AS tables FROM sqlite_schema", "tables") === 0)
    return true;
  if (id !== applicationId) {
    throw new JournalError(
      "not-a-journal",
      `The journal ${path} is an SQLite database of another program, and was left as it is. Name another file.`,
    );
  }
  const version = readNumber(database, "SELECT value FROM meta WHERE name = 'version'", "value");
  if (version > schemaVersion) {
    throw new JournalError(
      "newer-version",
      `The journal ${path} was written by a newer @kelaskit/enroll (version ${version} of its tables; this one knows ` +
        `${schemaVersion}). Go on with the newer one.`,
    );
  }
  return false;
}

function prepare(database: DatabaseSync, path: string): void {
  // SQLite's own lock, taken before anything is read and held until the file is closed: the kernel lets go of it when
  // the process is killed. Nothing of a foreign file is changed before it was looked at.
  database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;");
  const fresh = isFresh(database, path);
  // FULL: a row in `sending` is on the disk, not only with the kernel, before its request leaves.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000;");
  if (!fresh) return;
  database.exec(`BEGIN; ${tables} COMMIT;`);
}

/**
 * Opens a journal's file and locks it for this process; SQLite gives the lock back when the process ends, however it ends.
 *
 * @param path The file; an empty text for a journal that is gone when it is closed.
 * @throws JournalError when it is used by another process, is no journal, or was written by a newer version.
 */
export function openJournalDatabase(
  path: string,
  { mustExist }: { readonly mustExist: boolean },
): DatabaseSync {
  if (path !== "") touch(path, mustExist);
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(path);
    prepare(database, path);
    return database;
  } catch (error) {
    database?.close();
    throw journalError(path, error);
  }
}
