import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { JournalDatabase } from "./database.ts";
import { systemCode } from "../thrown.ts";
import { journalError } from "./errors.ts";

const mostRescued = 1000;

/** Creates an empty file under the first free name, readable only by its owner. */
function createBeside(path: string): string {
  for (let number = 1; number <= mostRescued; number += 1) {
    const file = `${path}.rescued-${number}`;
    try {
      closeSync(openSync(file, "wx", 0o600));
      return file;
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
    }
  }
  throw new Error(`there are already ${mostRescued} rescued journals`);
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
 * Copies a journal that is no longer at its path to a new file: beside its former place, or in the folder for temporary
 * files if its folder is gone.
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
      // The error at its own place is the more useful one.
      throw journalError(path, error);
    }
  }
}

/** The journals that were rescued when the one at this path was moved or removed. */
export function rescuedBeside(path: string): readonly string[] {
  const start = `${basename(path)}.rescued-`;
  try {
    return readdirSync(dirname(path))
      .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
      .map((name) => join(dirname(path), name));
  } catch (error) {
    // A folder that does not exist or cannot be listed: creating the journal in it reports what is wrong.
    if (systemCode(error) !== undefined) return [];
    throw error;
  }
}
