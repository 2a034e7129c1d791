/** A record of a source, with its line. */
export interface SourceRecord {
  /** The line of the file where it begins, from 1; for other sources its number, from 1. */
  readonly line: number;
  /** Its fields by the target's names: texts from CSV, values from JSON. */
  readonly record: Readonly<Record<string, unknown>>;
  /** All of its values by the source's own headers; only with `withOriginal`. */
  readonly original?: Readonly<Record<string, unknown>> | undefined;
}

/** A column of a source, and what it is read as. */
export interface ReadColumn {
  /** Its header, or the key of records that are objects. */
  readonly header: string;
  /** The target's field; undefined if the column is not used. */
  readonly field: string | undefined;
}

/** How a source is read. */
export interface ReadOptions {
  /** Includes each record's `original`, for reports that keep the columns of a file. @default false */
  readonly withOriginal?: boolean | undefined;
}

/** Where rows come from. It is read more than once: to check everything before the first request, and to send. */
export interface RowSource {
  /** What it is, for messages: a file's name. */
  readonly name: string;
  /** Identifies its content: a journal of other content is refused. */
  hash(): Promise<string>;
  /** All records, from the first. */
  records(options?: ReadOptions): AsyncIterable<SourceRecord>;
  /** The columns found so far by the last reading: none before its header line, or its first record. */
  columns?(): readonly ReadColumn[];
}
