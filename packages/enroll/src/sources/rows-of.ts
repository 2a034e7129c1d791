import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { createHash } from "node:crypto";
import type { ReadOptions, RowSource, SourceRecord } from "../source.ts";
import { checkColumns, NeededFields } from "./columns.ts";
import { KeyColumns } from "./key-columns.ts";
import { Notes } from "./notes.ts";
import { sourceOptionNames, type SourceOptions } from "./options.ts";
import { SourceError } from "./source-error.ts";
import { objectReader, originalOf } from "./values.ts";

/** Rows that a program has: an array, or what a query gives. */
export type Rows = Iterable<object> | AsyncIterable<object>;

/** What a source of a program's own rows is told. */
export interface RowsOptions extends SourceOptions {
  /** What they are, for messages: `learners of course 7`. */
  readonly name: string;
  /** Identifies their content, as a version or a date does. @default SHA-256 over all records, for which they are read once more */
  readonly hash?: string | undefined;
}

const optionNames = {
  ...sourceOptionNames,
  name: true,
  hash: true,
} as const satisfies OptionNames<RowsOptions>;

/** A text that is the same for the same record; JSON has no large integers, and they are common as ids. */
function textOf(record: unknown): string {
  return JSON.stringify(record, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

/**
 * Rows that a program has already, matched by their keys like a file's by its headers. A `line` is the row's number.
 *
 * @param rows - An array or another iterable, or a function that gives one. A run reads them more than once (to hash, to
 * check, to send): for a generator or a query give the function that starts it.
 * @throws {SourceError} At once when an option is wrong; from `hash` and `records` when a row is, or when the rows can be
 * read once only and were.
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
    // An iterator that is its own iterable has nothing left after the first time, and rows would be lost in silence.
    const iterator: object =
      Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
    if (iterator === iterable) {
      if (used.has(iterator)) {
        throw new SourceError(
          name,
          "the rows can be read only once, and a run reads them more often. Give an array, or a function that starts anew.",
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
    // A list of nobody lacks nothing.
    if (line > 0) needed.checkAll();
    await notes.settled();
  }

  return {
    name,
    async hash() {
      if (options.hash !== undefined) return options.hash;
      const hash = createHash("sha256");
      for await (const { record } of records()) hash.update(`${textOf(record)}\n`);
      return hash.digest("hex");
    },
    records,
    columns: () => columns.all,
  };
}
