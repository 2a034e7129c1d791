import { keyOfFlawed, keyOfRow, type RunKeys } from "../journal/key.ts";
import type { Target } from "../target.ts";
import { describeIssue } from "./errors.ts";
import { digestOfRow, secretFields } from "./row-digest.ts";
import type { SeveralRows } from "./several-rows.ts";
import type { SteadySource } from "./steady-source.ts";

/** A record as it is sent, or why it cannot be sent. */
export interface CheckedRow<Row extends object> {
  readonly line: number;
  /** The record as the source gave it. */
  readonly record: Readonly<Record<string, unknown>>;
  /** Who gets what; for a record that is not a valid row, its line. */
  readonly key: string;
  /** Undefined when the record is not a valid row. */
  readonly row: Row | undefined;
  /** Why the record is not a valid row. */
  readonly flaw?: string | undefined;
  /** A digest of everything in the row except its secrets. */
  readonly content?: Uint8Array | undefined;
}

/** A source that was read to its end once, so that its errors are known. */
export class CheckedSource<Row extends object> {
  readonly keys: RunKeys;
  readonly #source: SteadySource;
  readonly #target: Target<Row>;
  readonly #several: SeveralRows<Row>;
  readonly #secrets: ReadonlySet<string>;

  constructor(
    source: SteadySource,
    target: Target<Row>,
    { keys, several }: { readonly keys: RunKeys; readonly several: SeveralRows<Row> },
  ) {
    this.keys = keys;
    this.#source = source;
    this.#target = target;
    this.#several = several;
    this.#secrets = secretFields(target);
  }

  /** The rows from the first on, some hundreds at a time. @throws SourceError when they differ from those that were checked. */
  async *rows(signal: AbortSignal): AsyncGenerator<readonly CheckedRow<Row>[], void> {
    for await (const chunk of this.#source.readAgain(signal)) {
      yield chunk.map(({ line, record }) => this.#check(line, record));
    }
  }

  #check(line: number, record: Readonly<Record<string, unknown>>): CheckedRow<Row> {
    const { name } = this.#target;
    const parsed = this.#target.parse(record);
    if ("issues" in parsed) {
      const flaw = parsed.issues.map((issue) => describeIssue({ line, ...issue })).join("; ");
      return { line, record, key: keyOfFlawed(name, line), row: undefined, flaw };
    }
    const ruling = this.#several.rulingOn(line, parsed.row) ?? parsed;
    if ("flaw" in ruling)
      return { line, record, key: keyOfFlawed(name, line), row: undefined, flaw: ruling.flaw };
    const { row } = ruling;
    return {
      line,
      record,
      key: keyOfRow(name, this.#target.keyOf(row)),
      row,
      content: digestOfRow(row, this.#secrets),
    };
  }
}
