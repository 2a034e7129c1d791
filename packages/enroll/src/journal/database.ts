import type { DatabaseSync, StatementSync } from "node:sqlite";
import { journalError } from "./errors.ts";

type Value = string | number | bigint | Uint8Array | null;

/** A journal's database: statements are prepared once, and every error is a `JournalError`. */
export class JournalDatabase {
  readonly path: string;
  readonly #database: DatabaseSync;
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

  /** The rows of a query, read lazily. */
  *iterate(sql: string): Generator<Record<string, unknown>, void> {
    try {
      yield* this.#statement(sql).iterate();
    } catch (error) {
      throw journalError(this.path, error);
    }
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
