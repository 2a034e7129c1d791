/** A record of a source, with where it stands. */
export interface SourceRecord {
  /** The line in the file where it begins, from 1; for other sources its number, from 1. */
  readonly line: number;
  /** Its fields by the target's names: texts from CSV, values from JSON. */
  readonly record: Readonly<Record<string, unknown>>;
  /** Everything that stands there, by the source's own headers; only where `withOriginal` asks for it. */
  readonly original?: Readonly<Record<string, unknown>> | undefined;
}

/** A column of a source, and what it is read as. */
export interface ReadColumn {
  /** Its header, or the key of records that are objects. */
  readonly header: string;
  /** The target's field; undefined where no field reads it. */
  readonly field: string | undefined;
}

/** How a source is read. */
export interface ReadOptions {
  /** Gives each record's `original` too, for reports that keep the columns of a file. @default false */
  readonly withOriginal?: boolean | undefined;
}

/** Where rows come from. Read more than once: to check everything before the first request, and to send. */
export interface RowSource {
  /** What it is, for messages: a file's name. */
  readonly name: string;
  /** Identifies its content: a journal of other content is refused. */
  hash(): Promise<string>;
  /** The records from the first on. */
  records(options?: ReadOptions): AsyncIterable<SourceRecord>;
  /** The columns as the last reading has found them so far: none before its header line, or its first record. */
  columns?(): readonly ReadColumn[];
}
