import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { KelasError } from "@kelaskit/core";
import { openDatabase } from "../journal/sqlite.ts";

/** Whether a row has come before, and whether it said the same. */
export type Sighting = "new" | "same" | "other";

/**
 * Remembers of every row who gets what, and what else it says, in constant memory: as salted digests in a database that
 * SQLite keeps in a temporary file without a name.
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

  /** @param identity Who gets what. @param content All that the row says. */
  see(identity: string, content: string): Sighting {
    try {
      return this.#look(this.#digest(identity).readBigInt64BE(0), this.#digest(content).subarray(0, 16));
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new KelasError(
        "Whether rows are in the source twice could not be checked, and nothing was sent: the folder for temporary files " +
          `cannot be used (${words}). Make room in it, or name another one in SQLITE_TMPDIR.`,
        { cause: error },
      );
    }
  }

  close(): void {
    this.#database.close();
  }

  #look(id: bigint, digest: Buffer): Sighting {
    if (this.#insert.run(id, digest).changes > 0) return "new";
    const known = this.#select.get(id)?.["content"];
    return known instanceof Uint8Array && digest.equals(known) ? "same" : "other";
  }

  #digest(text: string): Buffer {
    return createHash("sha256").update(this.#salt).update(text).digest();
  }
}
