import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { KelasError } from "@kelaskit/core";
import { openDatabase } from "../journal/sqlite.ts";
import { messageOf } from "../thrown.ts";

/** Whether a row has occurred before, and whether its content was the same. */
export type Occurrence = "new" | "same" | "other";

/**
 * Remembers the identity and the content of every row in constant memory: as salted digests in a database that SQLite
 * keeps in an unnamed temporary file.
 */
export class SeenRows {
  readonly #salt = randomBytes(32);
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;

  constructor() {
    this.#database = openDatabase("");
    this.#database.exec(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000; BEGIN;" +
        "CREATE TABLE seen (identity INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;",
    );
    this.#insert = this.#database.prepare("INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING");
    this.#select = this.#database.prepare("SELECT content FROM seen WHERE identity = ?");
  }

  /** @param identity Who gets what. @param content Everything in the row. */
  see(identity: string, content: string): Occurrence {
    try {
      return this.#look(this.#digest(identity).readBigInt64BE(0), this.#digest(content).subarray(0, 16));
    } catch (error) {
      throw new KelasError(
        "Could not check for duplicate rows, and nothing was sent: the folder for temporary files cannot be used " +
          `(${messageOf(error)}). Free some space in it, or set SQLITE_TMPDIR to another folder.`,
        { cause: error },
      );
    }
  }

  close(): void {
    this.#database.close();
  }

  #look(id: bigint, digest: Buffer): Occurrence {
    if (this.#insert.run(id, digest).changes > 0) return "new";
    const known = this.#select.get(id)?.["content"];
    return known instanceof Uint8Array && digest.equals(known) ? "same" : "other";
  }

  #digest(text: string): Buffer {
    return createHash("sha256").update(this.#salt).update(text).digest();
  }
}
