import { JournalDatabase } from "./database.ts";
import { JournalError } from "./errors.ts";
import { unmark } from "./marks.ts";
import { JournalPlace } from "./place.ts";
import { rescueJournal } from "./rescue.ts";
import { openJournalDatabase } from "./schema.ts";

/** The file of a journal, locked for one process, whatever is recorded in it. Every method throws only `JournalError`. */
export class JournalFile {
  readonly database: JournalDatabase;
  readonly #place: JournalPlace | undefined;
  #astray: JournalError | undefined;
  #isClosed = false;

  /** Opens a file; it is created if missing, unless it must exist. With an empty path the journal is temporary. */
  constructor(path: string, options: { readonly mustExist: boolean }) {
    this.database = new JournalDatabase(path, openJournalDatabase(path, options));
    try {
      this.#place = path === "" ? undefined : new JournalPlace(path);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Runs the work as one transaction. On the disk when it returns. */
  transaction<Result>(work: () => Result): Result {
    try {
      return this.database.transaction(work);
    } finally {
      // A commit that has failed, as on a full disk, may have made the `-wal` longer as well.
      this.#place?.wrote();
    }
  }

  /** The error when it is no longer at its path. The next run would not find it, so nothing may be sent from then on. */
  findAstray(): JournalError | undefined {
    const change = this.#astray === undefined ? this.#place?.change() : undefined;
    if (change !== undefined) {
      const { path } = this.database;
      this.#astray = new JournalError("moved", `The journal ${path} ${change} while the run was using it.`);
    }
    return this.#astray;
  }

  /** Copies it to a new file, because it is no longer at its path. @returns That file's path. */
  rescue(): string {
    return rescueJournal(this.database);
  }

  /** Closes the file and lets others open it. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.database.endReadings();
    try {
      if (this.#place !== undefined) unmark(this.database);
    } catch {
      // If it cannot be written, SQLite keeps the `-wal` as well, and the next run uses both.
    }
    this.database.close();
  }
}
