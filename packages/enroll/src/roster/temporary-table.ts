import type { DatabaseSync, StatementSync } from "node:sqlite";
import { KelasError } from "@kelaskit/core";
import { openDatabase } from "../journal/sqlite.ts";
import { messageOf } from "../thrown.ts";

/** A value in a row of a result. */
export type Row = Readonly<Record<string, unknown>>;
type Value = string | number | null;

/** Tables in an unnamed temporary file that SQLite deletes when they are closed: lists of any length in constant memory. */
export class TemporaryTables implements Disposable {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @param schema The statements that create the tables. */
  constructor(schema: string) {
    this.#database = openDatabase("");
    this.#database.exec(
      `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000; BEGIN; ${schema}`,
    );
  }

  /** Runs a statement that changes something. @returns How many rows it has changed. */
  run(sql: string, ...values: readonly Value[]): number {
    return this.#guard(() => Number(this.#statement(sql).run(...values).changes));
  }

  /** The first row of a query. */
  get(sql: string, ...values: readonly Value[]): Row | undefined {
    return this.#guard(() => this.#statement(sql).get(...values));
  }

  /** The rows of a query, read lazily. */
  *iterate(sql: string, ...values: readonly Value[]): Generator<Row, void> {
    // A statement of its own: the same query may be read twice at once.
    const rows = this.#guard(() => this.#database.prepare(sql).iterate(...values));
    for (;;) {
      const next = this.#guard(() => rows.next());
      if (next.done === true) return;
      yield next.value;
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
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
      throw new KelasError(
        "Could not compare the lists, and nothing was sent: the folder for temporary files cannot be used " +
          `(${messageOf(error)}). Free some space in it, or set SQLITE_TMPDIR to another folder.`,
        { cause: error },
      );
    }
  }
}

/** A text of a row; undefined for NULL. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
