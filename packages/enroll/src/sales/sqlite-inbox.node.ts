import { closeSync, openSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "@kelaskit/core";
import { JournalDatabase } from "../journal/database.ts";
import { cannotOpen, JournalError, journalError } from "../journal/errors.ts";
import { openDatabase } from "../journal/sqlite.ts";
import { systemCode } from "../thrown.ts";
import type { Inbox } from "./inbox.ts";

/** Marks an SQLite file as an inbox: "KLSI" in ASCII. */
const applicationId = 0x4b_4c_53_49;

/** Creates the file unless it exists, readable only by its owner: it contains the addresses of buyers. */
function touch(path: string): void {
  try {
    closeSync(openSync(path, "ax", 0o600));
  } catch (error) {
    const code = systemCode(error);
    if (code === "EEXIST") return;
    if (code === "ENOENT") {
      const text = `The inbox ${path} cannot be created: its folder does not exist. Create the folder.`;
      throw new JournalError("missing", text, { cause: error });
    }
    throw code === undefined ? error : cannotOpen(path, error);
  }
}

function numberIn(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}

function prepare(database: DatabaseSync, path: string): void {
  // SQLite's own lock, held until the file is closed; the kernel releases it when the process is killed. A file of another
  // program is recognized before anything in it is changed.
  database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;");
  const id = numberIn(database, "PRAGMA application_id");
  const isEmpty = id === 0 && numberIn(database, "SELECT count(*) FROM sqlite_schema") === 0;
  if (id !== applicationId && !isEmpty) {
    throw new JournalError(
      "not-a-journal",
      `The inbox ${path} is a file of another kind, such as a journal, and was left unchanged. Choose another file.`,
    );
  }
  // FULL: an event is on the disk, not only with the kernel, before its sender is told that it was received.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  if (isEmpty) database.exec(`PRAGMA application_id = ${applicationId}`);
}

/**
 * Opens an inbox in an SQLite file, which is created if it is missing, readable only by its owner, and locked for this process.
 * Give it to several receivers of one process, and close it after them. Move and copy the file together with its `-wal`.
 *
 * @param path The file, on a local disk: the locks of network drives are not reliable.
 * @throws JournalError when it is in use by another process, is something else, or cannot be written.
 * @throws ConfigurationError when the path is not a text, or this Node has no SQLite.
 */
export function openInbox(path: string): Inbox {
  if (typeof path !== "string" || path === "") {
    throw new ConfigurationError("openInbox requires the path of a file, such as sales.db.");
  }
  touch(path);
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(path);
    prepare(database, path);
    return new JournalDatabase(path, database);
  } catch (error) {
    database?.close();
    // A ConfigurationError is not about the inbox.
    throw ConfigurationError.isInstance(error) ? error : journalError(path, error);
  }
}
