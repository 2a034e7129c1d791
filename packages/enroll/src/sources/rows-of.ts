import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { createHash } from "node:crypto";
import type { ReadOptions, RowSource, SourceRecord } from "../source.ts";
import { checkColumns, NeededFields } from "./columns.ts";
import { KeyColumns } from "./key-columns.ts";
import { Notes } from "./notes.ts";
import { sourceOptionNames, type SourceOptions } from "./options.ts";
import { SourceError } from "./source-error.ts";
import { objectReader, originalOf } from "./values.ts";

/** A program's own rows: an array, or the result of a query. */
export type Rows = Iterable<object> | AsyncIterable<object>;

/** Options of a source of a program's own rows. */
export interface RowsOptions extends SourceOptions {
  /** A name for messages: `learners of course 7`. */
  readonly name: string;
  /** Identifies their content, such as a version or a date. @default SHA-256 of all records, for which they are read once more */
  readonly hash?: string | undefined;
}

const optionNames = {
  ...sourceOptionNames,
  name: true,
  hash: true,
} as const satisfies OptionNames<RowsOptions>;

/** A text that is the same for the same record. JSON has no bigints, which are common as ids. */
function recordText(record: unknown): string {
  return JSON.stringify(record, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

/**
 * A program's own rows, whose keys are matched like the headers of a file. `line` is the row's number.
 *
 * @param rows - An array or another iterable, or a function that returns one. A run reads them more than once (to hash, to
 * check, to send): for a generator or a query, pass the function that starts it.
 * @throws {SourceError} At once if an option is wrong; from `hash` and `records` if a row is, or if the rows can be read
 * only once and already were.
 *
 * @example
 * ```ts
 * const source = rowsOf(() => database.learners(7), { name: "learners of course 7", fields: target.fields });
 * ```
 */
export function rowsOf(rows: Rows | (() => Rows), options: RowsOptions): RowSource {
  checkOptions("rowsOf()", options, optionNames);
  const { name } = options;
  checkColumns(name, options);
  const notes = new Notes(options);
  const columns = new KeyColumns();
  const used = new WeakSet<object>();

  const start = (): Rows => {
    const iterable = typeof rows === "function" ? rows() : rows;
    // An iterator that is its own iterable is empty after the first time, and rows would be lost silently.
    const iterator: object =
      Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
    if (iterator === iterable) {
      if (used.has(iterator)) {
        throw new SourceError(
          name,
          "the rows can be read only once, but a run reads them several times. Pass an array, or a function that starts anew.",
        );
      }
      used.add(iterator);
    }
    return iterable;
  };

  async function* records({ withOriginal = false }: ReadOptions = {}): AsyncGenerator<
    SourceRecord,
    void,
    undefined
  > {
    columns.clear();
    const read = objectReader(name, options, { note: notes.take, onColumns: columns.add });
    const needed = new NeededFields(name, options);
    let line = 0;
    for await (const row of start()) {
      line += 1;
      const record = read(row, line);
      needed.see(record);
      yield withOriginal ? { line, record, original: originalOf(row) } : { line, record };
    }
    // An empty list has no missing fields.
    if (line > 0) needed.checkAll();
    await notes.settled();
  }

  return {
    name,
    async hash() {
      if (options.hash !== undefined) return options.hash;
      const hash = createHash("sha256");
      for await (const { record } of records()) hash.update(`${recordText(record)}\n`);
      return hash.digest("hex");
    },
    records,
    columns: () => columns.all,
  };
}
