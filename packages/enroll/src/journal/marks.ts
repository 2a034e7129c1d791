import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { JournalDatabase } from "./database.ts";
import { JournalError } from "./errors.ts";

/** The file beside a journal that holds its newest changes while it is open. */
export function walOf(path: string): string {
  return `${path}-wal`;
}

/** How many bytes a file has; 0 where there is none. Opens nothing: closing a journal's file would drop SQLite's lock on it. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

const isMarked = "SELECT value FROM meta WHERE name = 'open'";

/**
 * Refuses a journal that says it is open and has lost its `-wal`. Its newest changes are missing, so that rows would be sent
 * again that were sent already.
 */
export function refuseWithoutWal(database: DatabaseSync, path: string): void {
  if (sizeOf(walOf(path)) > 0 || database.prepare(isMarked).get() === undefined) return;
  throw new JournalError(
    "without-wal",
    `The journal ${path} lacks the file ${walOf(path)}, which holds what happened last: a run was killed, and the ` +
      "journal was moved or copied without it. Bring that file back beside it. Only where another SQLite program had the " +
      `journal open since, and so has taken that file in, is nothing missing: then accept it with sqlite3 "${path}" ` +
      "\"DELETE FROM meta WHERE name = 'open'\".",
  );
}

/**
 * Lets the main file itself say that it is open, so that it is known as incomplete when it is found without its `-wal`. That
 * file is there and not empty before the main file says so, at whatever moment the process is killed.
 */
export function markOpen(database: DatabaseSync): void {
  const now = new Date().toISOString();
  database.exec(
    `INSERT INTO meta VALUES ('open', '${now}') ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );
  database.exec("PRAGMA wal_checkpoint(PASSIVE)");
}

/** Takes the mark away, so that the main file is complete by itself once it is closed. */
export function unmark(database: JournalDatabase): void {
  // Then the change goes to the beginning of the `-wal` and needs no more room: a disk may be full.
  database.get("PRAGMA wal_checkpoint(PASSIVE)");
  database.run("DELETE FROM meta WHERE name = 'open'");
}
