import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { JournalDatabase } from "./database.ts";
import { journalError } from "./errors.ts";

const mostRescued = 1000;

/** Creates an empty file under the first free name, for its owner's eyes only. */
function createBeside(path: string): string {
  for (let number = 1; number <= mostRescued; number += 1) {
    const file = `${path}.rescued-${number}`;
    try {
      closeSync(openSync(file, "wx", 0o600));
      return file;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
  throw new Error(`there are ${mostRescued} rescued journals already`);
}

function copyTo(database: JournalDatabase, path: string): string {
  const file = createBeside(path);
  try {
    database.run("VACUUM INTO ?", file);
    const opened = openSync(file, "r+");
    fsyncSync(opened);
    closeSync(opened);
    return file;
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

/**
 * Writes all that a journal knows into a new file, when its own name leads to it no longer: beside its former place, or in
 * the folder for temporary files when its folder is gone.
 *
 * @returns The new file, which is a journal.
 */
export function rescueJournal(database: JournalDatabase): string {
  // The copy is complete by itself, and so is the former file, wherever it is now.
  database.run("DELETE FROM meta WHERE name = 'open'");
  const { path } = database;
  try {
    return copyTo(database, path);
  } catch (error) {
    try {
      return copyTo(database, join(tmpdir(), basename(path)));
    } catch {
      // What went wrong at its own place says more.
      throw journalError(path, error);
    }
  }
}

/** The journals that were rescued when this one lost its place. */
export function rescuedBeside(path: string): readonly string[] {
  const start = `${basename(path)}.rescued-`;
  try {
    return readdirSync(dirname(path))
      .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
      .map((name) => join(dirname(path), name));
  } catch (error) {
    // A folder that is not there, or may not be listed: creating the journal in it says what is wrong.
    if (error instanceof Error && "code" in error) return [];
    throw error;
  }
}
