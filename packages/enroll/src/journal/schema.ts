import { closeSync, openSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "@kelaskit/core";
import { systemCode } from "../thrown.ts";
import { JournalDatabase } from "./database.ts";
import { cannotOpen, JournalError, journalError } from "./errors.ts";
import { markOpen, refuseWithoutWal, sizeOf, unmark, walOf } from "./marks.ts";
import { rescuedBeside } from "./rescue.ts";
import { openDatabase } from "./sqlite.ts";
import { applicationId, schemaVersion, tables, upgrades } from "./tables.ts";

function versionOf(database: DatabaseSync): number {
  return readNumber(database, "SELECT value FROM meta WHERE name = 'version'", "value");
}

function readNumber(database: DatabaseSync, sql: string, column: string): number {
  return Number(database.prepare(sql).get()?.[column]);
}

/** Refuses to start a new journal where there was one before: it would send everything again. */
function refuseRemains(path: string): void {
  const [rescued] = rescuedBeside(path);
  if (rescued !== undefined) {
    throw new JournalError(
      "rescued",
      `The journal ${path} does not exist, and its content is in ${rescued}: it was removed or moved while a run was ` +
        "using it. Continue with that file as the journal, or move it away to start over.",
    );
  }
  // Looked at in this order: a run that begins at the same moment writes the journal before the other file.
  if (sizeOf(walOf(path)) > 0 && sizeOf(path) === 0) {
    throw new JournalError(
      "without-main",
      `The journal ${path} does not exist or is empty, but ${walOf(path)} contains its latest changes. Put the journal ` +
        "back beside that file, or move that file away to start over.",
    );
  }
}

/**
 * Creates the file unless it must exist, readable only by its owner: the keys of its rows are e-mail addresses. An existing
 * file is not opened here: closing it would drop the lock of a run of the same process.
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
    const code = systemCode(error);
    // Another run has just created it; SQLite's lock decides which run gets it.
    if (code === "EEXIST") return;
    if (code === "ENOENT") {
      const text = `The journal ${path} cannot be created: its folder does not exist.`;
      throw new JournalError("missing", text, { cause: error });
    }
    throw code === undefined ? error : cannotOpen(path, error);
  }
}

/** Refuses a file that is not a journal; returns whether the tables must still be created. */
function isFresh(database: DatabaseSync, path: string): boolean {
  const id = readNumber(database, "PRAGMA application_id", "application_id");
  if (id === 0 && readNumber(database, "SELECT count(*) AS tables FROM sqlite_schema", "tables") === 0)
    return true;
  if (id !== applicationId) {
    throw new JournalError(
      "not-a-journal",
      `The journal ${path} is an SQLite database of another program and was left unchanged. Choose another file.`,
    );
  }
  return false;
}

function refuseNewer(database: DatabaseSync, path: string): void {
  const version = versionOf(database);
  if (version <= schemaVersion) return;
  throw new JournalError(
    "newer-version",
    `The journal ${path} was written by a newer @kelaskit/enroll (its tables have version ${version}; this one ` +
      `supports ${schemaVersion}). Continue with the newer one.`,
  );
}

function upgrade(database: DatabaseSync): void {
  for (let version = versionOf(database); version < schemaVersion; version += 1) {
    database.exec(`BEGIN; ${upgrades[version] ?? ""} COMMIT;`);
  }
}

/**
 * Prepares a complete journal that cannot be used after all to be closed. Closing merges its `-wal`, so its mark must go: without
 * that file, a marked journal is refused.
 */
function leave(database: DatabaseSync, path: string): void {
  try {
    if (database.isTransaction) database.exec("ROLLBACK");
    unmark(new JournalDatabase(path, database));
  } catch {
    // If it cannot be written, SQLite keeps the `-wal` as well. The caller throws the original error.
  }
}

function setUp(database: DatabaseSync, path: string, fresh: boolean): void {
  if (!fresh) refuseNewer(database, path);
  // FULL: a row in `sending` is on the disk, not only with the kernel, before its request is sent.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000;");
  if (fresh) database.exec(`BEGIN; ${tables} COMMIT;`);
  else upgrade(database);
  if (path !== "") markOpen(database);
}

function prepare(database: DatabaseSync, path: string): void {
  // SQLite's own lock, taken before anything is read and held until the file is closed: the kernel releases it when the
  // process is killed. A file of another program is recognized before anything in it is changed.
  database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;");
  const fresh = isFresh(database, path);
  if (!fresh) refuseWithoutWal(database, path);
  try {
    setUp(database, path, fresh);
  } catch (error) {
    leave(database, path);
    throw error;
  }
}

function openOnce(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(path);
    prepare(database, path);
    return database;
  } catch (error) {
    database?.close();
    // A ConfigurationError is not about the journal.
    throw ConfigurationError.isInstance(error) ? error : journalError(path, error);
  }
}

/** How often opening a locked journal is tried. */
const mostTries = 6;
/** The longest wait between two tries, in milliseconds. */
const longestWait = 30;

/** Waits without running anything else in this process. */
function waitSync(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Opens a journal's file and locks it for this process; SQLite releases the lock when the process ends, however it ends.
 *
 * @param path The file; an empty text for a temporary journal.
 * @throws JournalError when it is in use by another process, is not a journal, is incomplete, or was written by a newer version.
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
      // Two that start at the same moment lock each other out: one of them must get it.
      if (!JournalError.isInstance(error) || error.problem !== "in-use" || tries >= mostTries) throw error;
      waitSync(1 + Math.random() * longestWait);
    }
  }
}
