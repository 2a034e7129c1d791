import type { DatabaseSync, StatementSync } from "node:sqlite";
import { JournalError, journalError } from "./errors.ts";

type Value = string | number | bigint | Uint8Array | null;

/** A journal's database: statements are prepared once, and every error is a `JournalError`. */
export class JournalDatabase {
  readonly path: string;
  readonly #database: DatabaseSync;
  /** What is being read. */
  readonly #readings = new Set<ReturnType<StatementSync["iterate"]>>();
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, database: DatabaseSync) {
    this.path = path;
    this.#database = database;
  }

  /** Runs a statement that changes something. */
  run(sql: string, ...values: readonly Value[]) {
    return this.#guard(() => this.#statement(sql).run(...values));
  }

  /** The first row of a query. */
  get(sql: string, ...values: readonly Value[]) {
    return this.#guard(() => this.#statement(sql).get(...values));
  }

  /** All rows of a query. */
  all(sql: string, ...values: readonly Value[]) {
    return this.#guard(() => this.#statement(sql).all(...values));
  }

  /** The rows of a query, read lazily. @throws JournalError when it is closed before the last of them. */
  *iterate(sql: string): Generator<Record<string, unknown>, void> {
    // A statement of its own: two readings of one query must not disturb each other.
    const rows = this.#guard(() => this.#database.prepare(sql).iterate());
    this.#readings.add(rows);
    try {
      for (;;) {
        if (!this.#readings.has(rows)) {
          const text = "was closed while its rows were being read.";
          throw new JournalError("unusable", `The journal ${this.path} ${text}`);
        }
        const { done, value } = this.#guard(() => rows.next());
        if (done === true) return;
        yield value;
      }
    } finally {
      if (this.#readings.delete(rows)) rows.return?.();
    }
  }

  /** Ends everything that is being read: SQLite cannot complete the main file meanwhile. */
  endReadings(): void {
    for (const rows of this.#readings) rows.return?.();
    this.#readings.clear();
  }

  /** Runs the work as one transaction. On the disk when it returns. */
  transaction<Result>(work: () => Result): Result {
    return this.#guard(() => {
      this.#database.exec("BEGIN");
      try {
        const result = work();
        this.#database.exec("COMMIT");
        return result;
      } catch (error) {
        this.#rollBack();
        throw error;
      }
    });
  }

  close(): void {
    this.#guard(() => {
      this.#database.close();
    });
  }

  #rollBack(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // After errors such as a full disk, SQLite has already rolled back; the caller throws the original error.
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }

  #guard<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw journalError(this.path, error);
    }
  }
}
