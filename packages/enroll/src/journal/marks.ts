import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { JournalDatabase } from "./database.ts";
import { JournalError } from "./errors.ts";

/** The file beside a journal that contains its latest changes while it is open. */
export function walOf(path: string): string {
  return `${path}-wal`;
}

/** The size of a file in bytes; 0 if it does not exist. Opens nothing: closing a journal's file would drop SQLite's lock on it. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

const isMarked = "SELECT value FROM meta WHERE name = 'open'";

/**
 * Refuses a journal that is marked as open and has lost its `-wal`. Without its latest changes, rows that were already sent
 * would be sent again.
 */
export function refuseWithoutWal(database: DatabaseSync, path: string): void {
  if (sizeOf(walOf(path)) > 0 || database.prepare(isMarked).get() === undefined) return;
  throw new JournalError(
    "without-wal",
    `The journal ${path} is missing its file ${walOf(path)}, which contains the latest changes: a run was killed, and the ` +
      "journal was moved or copied without it. Put that file back beside the journal. If another SQLite program has opened " +
      `the journal since, it has merged that file and nothing is lost: then accept the journal with sqlite3 "${path}" ` +
      "\"DELETE FROM meta WHERE name = 'open'\".",
  );
}

/**
 * Marks the main file itself as open, so that it is recognized as incomplete if it is found without its `-wal`. That file
 * exists and is not empty before the mark is written, at whatever moment the process is killed.
 */
export function markOpen(database: DatabaseSync): void {
  const now = new Date().toISOString();
  // The mark of a killed process stays as it is, which needs no space: the disk may be full.
  database.exec(`INSERT INTO meta VALUES ('open', '${now}') ON CONFLICT (name) DO NOTHING`);
  database.exec("PRAGMA wal_checkpoint(PASSIVE)");
}

/** Writes the mark anew, within a transaction: the only way to find out whether anything can be written. */
export function markAgain(database: JournalDatabase): void {
  database.run("UPDATE meta SET value = ? WHERE name = 'open'", new Date().toISOString());
}

/** Removes the mark, so that the main file is complete by itself once it is closed. */
export function unmark(database: JournalDatabase): void {
  // Then the change goes to the beginning of the `-wal` and needs no more space: the disk may be full.
  database.get("PRAGMA wal_checkpoint(PASSIVE)");
  database.run("DELETE FROM meta WHERE name = 'open'");
}
