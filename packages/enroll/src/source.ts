/** A record of a source, with where it stands. */
export interface SourceRecord {
  /** The line in the file where it begins, from 1; for other sources its number, from 1. */
  readonly line: number;
  /** Its fields by the target's names: texts from CSV, values from JSON. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** Where rows come from. Read more than once: to check everything before the first request, and to send. */
export interface RowSource {
  /** What it is, for messages: a file's name. */
  readonly name: string;
  /** Identifies its content: a journal of other content is refused. */
  hash(): Promise<string>;
  /** The records from the first on. */
  records(): AsyncIterable<SourceRecord>;
}
