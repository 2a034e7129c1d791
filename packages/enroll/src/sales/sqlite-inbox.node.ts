import { ConfigurationError } from "@kelaskit/core";
import { JournalError } from "../journal/errors.ts";
import { JournalFile } from "../journal/file.ts";
import { refuseOtherUse } from "../journal/owner.ts";
import type { Inbox, InboxRow, InboxValue } from "./inbox.ts";

/** An inbox in a file, which is locked, marked and watched as a journal is. */
class SqliteInbox implements Inbox {
  readonly #path: string;
  readonly #file: JournalFile;
  #astray: JournalError | undefined;
  #isInTransaction = false;

  constructor(path: string) {
    this.#path = path;
    this.#file = new JournalFile(path, { mustExist: false });
    try {
      this.#claim();
    } catch (error) {
      this.#file.close();
      throw error;
    }
  }

  all(sql: string, ...values: readonly InboxValue[]): readonly InboxRow[] {
    return this.transaction(() => this.#file.database.all(sql, ...values));
  }

  transaction<Result>(work: () => Result): Result {
    if (this.#isInTransaction) return work();
    this.#requireInPlace();
    this.#isInTransaction = true;
    try {
      const result = this.#file.transaction(work);
      // What was written to a file that the next start will not find is not stored.
      this.#requireInPlace();
      return result;
    } finally {
      this.#isInTransaction = false;
    }
  }

  close(): void {
    this.#file.close();
  }

  #claim(): void {
    const { database } = this.#file;
    refuseOtherUse(database, "inbox");
    this.#file.transaction(() =>
      database.run("INSERT INTO meta VALUES ('use', 'inbox') ON CONFLICT DO NOTHING"),
    );
  }

  #requireInPlace(): void {
    this.#astray ??= this.#rescued();
    if (this.#astray !== undefined) throw this.#astray;
  }

  #rescued(): JournalError | undefined {
    const astray = this.#file.findAstray();
    if (astray === undefined) return undefined;
    const place = this.#file.rescue();
    return new JournalError(
      "moved",
      `${astray.message} Nothing more is received. What was received is in ${place}: move it to ${this.#path}, and start again.`,
      { cause: astray },
    );
  }
}

/**
 * Opens an inbox in an SQLite file, which is created if it is missing, readable only by its owner, and locked for this process.
 * Give it to several receivers of one process, and close it after them. Move and copy the file together with its `-wal`.
 *
 * If the file is removed or moved while it is used, nothing more is received, and what was is written to `<path>.rescued-1`.
 *
 * @param path The file, on a local disk: the locks of network drives are not reliable.
 * @throws JournalError when it is in use by another process, is something else, is incomplete, or cannot be written.
 * @throws ConfigurationError when the path is not a text, or this Node has no SQLite.
 */
export function openInbox(path: string): Inbox {
  if (typeof path !== "string" || path === "") {
    throw new ConfigurationError("openInbox requires the path of a file, such as sales.db.");
  }
  return new SqliteInbox(path);
}
