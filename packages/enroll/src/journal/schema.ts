import { closeSync, openSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "@kelaskit/core";
import { cannotOpen, JournalError, journalError } from "./errors.ts";
import { markOpen, refuseWithoutWal, sizeOf, walOf } from "./marks.ts";
import { rescuedBeside } from "./rescue.ts";
import { openDatabase } from "./sqlite.ts";

/** Marks an SQLite file as a journal: "KLSE" in ASCII. */
const applicationId = 0x4b_4c_53_45;

/** The version of the tables; a later one is refused, since we could not know what it means. */
const schemaVersion = 2;

// A row is known by its key. `generation` counts the contents that the journal has belonged to, so that a row of an
// earlier content is told from a duplicate. `content` is a digest of what the source says of a row, `sent_content` of what
// it said when the row was sent.
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
    vendor_id TEXT,
    content BLOB,
    sent_content BLOB
  ) STRICT;
  CREATE INDEX open_rows ON rows (state) WHERE state IN ('sending', 'unknown');
  CREATE TABLE duplicates (line INTEGER PRIMARY KEY, first_line INTEGER NOT NULL) STRICT;
  INSERT INTO meta VALUES ('version', '${schemaVersion}');
  PRAGMA application_id = ${applicationId};
`;

/** What makes tables of version 1 such of version 2. */
const fromVersion1 = `
  ALTER TABLE rows ADD COLUMN content BLOB;
  ALTER TABLE rows ADD COLUMN sent_content BLOB;
  UPDATE meta SET value = '2' WHERE name = 'version';
`;

function versionOf(database: DatabaseSync): number {
  return readNumber(database, "SELECT value FROM meta WHERE name = 'version'", "value");
}

function readNumber(database: DatabaseSync, sql: string, column: string): number {
  return Number(database.prepare(sql).get()?.[column]);
}

/** Refuses to begin anew where a journal was before: it would send everything again. */
function refuseRemains(path: string): void {
  const [rescued] = rescuedBeside(path);
  if (rescued !== undefined) {
    throw new JournalError(
      "rescued",
      `The journal ${path} does not exist, and what it knew is in ${rescued}: it was removed or moved while a run was ` +
        "using it. Go on with that one as the journal, or move it away to begin anew.",
    );
  }
  if (sizeOf(walOf(path)) > 0) {
    throw new JournalError(
      "without-main",
      `The journal ${path} does not exist or is empty, and ${walOf(path)} holds what happened in it last. Bring the ` +
        "journal back beside that file, or move that file away to begin anew.",
    );
  }
}

/**
 * Creates the file when it is wanted, for its owner's eyes only: the keys of its rows are e-mail addresses. A file that
 * exists is not opened here: closing it would drop the lock of a run of the same process.
 */
function touch(path: string, mustExist: boolean): void {
  try {
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts !== undefined && facts.size > 0) return;
    if (!mustExist) refuseRemains(path);
    if (facts !== undefined) return;
    if (mustExist) throw new JournalError("missing", `The journal ${path} does not exist.`);
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // Another run has just created it; SQLite's lock decides whose it is.
    if (code === "EEXIST") return;
    if (code === "ENOENT") {
      const text = `The journal ${path} cannot be created: its folder does not exist.`;
      throw new JournalError("missing", text, { cause: error });
    }
    throw code === undefined ? error : cannotOpen(path, error);
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
  const version = versionOf(database);
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
  if (!fresh) refuseWithoutWal(database, path);
  // FULL: a row in `sending` is on the disk, not only with the kernel, before its request leaves.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000;");
  if (fresh) database.exec(`BEGIN; ${tables} COMMIT;`);
  else if (versionOf(database) === 1) database.exec(`BEGIN; ${fromVersion1} COMMIT;`);
  if (path !== "") markOpen(database);
}

function openOnce(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(path);
    prepare(database, path);
    return database;
  } catch (error) {
    database?.close();
    // It says nothing of the journal.
    throw ConfigurationError.isInstance(error) ? error : journalError(path, error);
  }
}

/** How often somebody tries who finds the journal locked. */
const mostTries = 6;
/** The longest wait between two tries, in milliseconds. */
const longestWait = 30;

/** Waits without letting anything else of this process run. */
function waitSync(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Opens a journal's file and locks it for this process; SQLite gives the lock back when the process ends, however it ends.
 *
 * @param path The file; an empty text for a journal that is gone when it is closed.
 * @throws JournalError when it is used by another process, is no journal, is incomplete, or was written by a newer version.
 */
export function openJournalDatabase(
  path: string,
  { mustExist }: { readonly mustExist: boolean },
): DatabaseSync {
  if (path !== "") touch(path, mustExist);
  for (let tries = 1; ; tries += 1) {
    try {
      return openOnce(path);
    } catch (error) {
      // Two that begin at the same moment keep each other out: one of them must get it.
      if (!JournalError.isInstance(error) || error.problem !== "in-use" || tries >= mostTries) throw error;
      waitSync(1 + Math.random() * longestWait);
    }
  }
}
