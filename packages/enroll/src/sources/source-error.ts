import { KelasError } from "@kelaskit/core";

/** Where in a source something is wrong. */
export interface SourcePlace {
  /** The line, from 1; for other sources the record's number, from 1. */
  readonly line?: number | undefined;
  /** The header of the column, or the field of a JSON record. */
  readonly column?: string | undefined;
  /** The field of the target that must have a column and has none. */
  readonly missingField?: string | undefined;
}

/**
 * A source cannot be read: its columns, its encoding or a line is wrong. The message contains the source, the line, the
 * column, and what to do; it never repeats the content of a cell.
 */
export class SourceError extends KelasError implements SourcePlace {
  static override readonly brand: string = "SourceError";
  /** The source's name. */
  readonly source: string;
  /** The line, from 1, if one line is wrong. */
  readonly line: number | undefined;
  /** The header of the column, if one column is wrong. */
  readonly column: string | undefined;
  /** The field of the target that must have a column and has none, if that is wrong. */
  readonly missingField: string | undefined;

  constructor(source: string, problem: string, place: SourcePlace = {}, options?: ErrorOptions) {
    const line = place.line === undefined ? "" : `, line ${place.line}`;
    const column = place.column === undefined ? "" : `, column "${place.column}"`;
    super(`${source}${line}${column}: ${problem}`, options);
    this.source = source;
    this.line = place.line;
    this.column = place.column;
    this.missingField = place.missingField;
  }
}
