import { checkOptions } from "@kelaskit/core/vendor";
import { isBlank } from "../reading/characters.ts";
import type { ReadColumn, ReadOptions, RowSource, SourceRecord } from "../source.ts";
import { checkColumns, checkHeaders, type ColumnPlan, planColumns, readColumns } from "./columns.ts";
import { describeParserError, parseCells } from "./csv-parser.ts";
import { dialectOf, laterHeaderLine } from "./dialect.ts";
import { LinesAbove } from "./lines-above.ts";
import { Notes } from "./notes.ts";
import { csvOptionNames, type CsvOptions } from "./options.ts";
import { SourceError } from "./source-error.ts";
import { maximumRecordLength, type TextFile, textFile } from "./text.ts";

/** Reads the beginning of a file until its dialect is known. */
async function readStart(text: AsyncGenerator<string, void, undefined>, options: CsvOptions) {
  let start = "";
  for (;;) {
    const piece = await text.next();
    const isAll = piece.done === true;
    start += piece.value ?? "";
    // A header line that does not end is left to the parser, whose error reports where its quote begins.
    const dialect = dialectOf(start, isAll || start.length > maximumRecordLength, options, options.delimiter);
    if (dialect !== undefined) return { start, dialect };
  }
}

/** How many lines a record takes; a line end within quotes begins a new one. */
function countLines(cells: readonly string[]): number {
  let lines = 1;
  for (const cell of cells) lines += cell.match(/\r\n|\r|\n/g)?.length ?? 0;
  return lines;
}

/** The cells without the empty ones at the end: spreadsheets write as many as the widest row they ever had. */
function trimmed(cells: readonly string[]): string[] {
  const values = cells.map((cell) => (isBlank(cell) ? "" : cell.trim()));
  return values.slice(0, values.findLastIndex((value) => value !== "") + 1);
}

function checkDelimiter(name: string, delimiter: string | undefined): void {
  if (delimiter === undefined || /^[^"\r\n]$/u.test(delimiter)) return;
  throw new SourceError(
    name,
    "the delimiter must be one character other than a quote, such as a comma, a semicolon or a tab.",
  );
}

function checkHeaderLine(name: string, headerLine: number | undefined): void {
  if (headerLine === undefined || (Number.isSafeInteger(headerLine) && headerLine > 0)) return;
  throw new SourceError(name, "headerLine must be a line number, from 1.");
}

function recordOf(values: readonly string[], plan: ColumnPlan): Readonly<Record<string, unknown>> {
  // Without a prototype, an absent field is not found there either.
  const record = Object.create(null) as Record<string, unknown>;
  for (const [field, position] of plan.positions) {
    const value = values[position];
    if (value !== undefined && value !== "") record[field] = value;
  }
  return record;
}

/** Reports the columns that are not used, so that nothing is left out silently. */
function noteUnread(
  headers: readonly string[],
  plan: ColumnPlan,
  note: (note: string) => void,
  name: string,
): void {
  if (plan.unread.length > 0) {
    note(`${name}: these columns are not used: ${plan.unread.map((header) => `"${header}"`).join(", ")}.`);
  }
  const nameless = headers.flatMap((header, at) => (header === "" ? [at + 1] : []));
  if (nameless.length > 0) {
    note(`${name}: these columns have no header and are not used: ${nameless.join(", ")} (counted from 1).`);
  }
}

/** The cells of a line by unique headers, in the order of the columns. */
function originalCells(
  keys: readonly string[],
  values: readonly string[],
): Readonly<Record<string, unknown>> {
  const original = Object.create(null) as Record<string, unknown>;
  for (const [at, key] of keys.entries()) original[key] = values[at] ?? "";
  return original;
}

/** Headers as unique keys: one that occurs twice or is empty gets the number of its column. */
function keysOf(headers: readonly string[]): string[] {
  const taken = new Set(headers);
  const keys = new Set<string>();
  for (const [at, header] of headers.entries()) {
    let key = header === "" ? `column ${at + 1}` : header;
    while (keys.has(key) || (key !== header && taken.has(key))) key = `${key} (column ${at + 1})`;
    keys.add(key);
  }
  return [...keys];
}

/** One reading of a file, with its header line and the start of the parsed text. */
class CsvReading {
  headers: readonly string[] | undefined;
  /** The columns with the fields they are read as. */
  columns: readonly ReadColumn[] = [];
  readonly #file: TextFile;
  readonly #options: CsvOptions;
  readonly #notes: Notes;
  readonly #above: LinesAbove;
  #start = "";

  constructor(file: TextFile, options: CsvOptions, notes: Notes) {
    this.#file = file;
    this.#options = options;
    this.#notes = notes;
    this.#above = new LinesAbove(options.headerLine ?? 1);
  }

  async *records({ withOriginal = false }: ReadOptions): AsyncGenerator<SourceRecord, void, undefined> {
    const { headerLine: firstLine = 1, allowEmpty = false } = this.#options;
    const text = this.#above.skip(this.#file.text());
    try {
      const { start, dialect } = await readStart(text, this.#options);
      this.#start = start;
      const whole = async function* whole(): AsyncGenerator<string, void, undefined> {
        if (start !== "") yield start;
        yield* text;
      };
      let plan: ColumnPlan | undefined;
      let keys: readonly string[] = [];
      let isEmpty = true;
      let next = firstLine;
      for await (const cells of parseCells(whole(), dialect.delimiter)) {
        const line = next;
        next += countLines(cells);
        const values = trimmed(cells);
        if (values.length === 0 || (line === firstLine && dialect.hasSeparatorLine)) continue;
        if (plan === undefined || this.headers === undefined) {
          keys = keysOf(values);
          plan = this.#planOf(values, line);
          await this.#notes.settled();
          this.headers = values;
          continue;
        }
        isEmpty = false;
        if (values.length > this.headers.length) throw this.#tooLong(values, this.headers, line);
        const record = recordOf(values, plan);
        yield withOriginal ? { line, record, original: originalCells(keys, values) } : { line, record };
      }
      if (this.headers === undefined) throw this.#noHeaders(dialect.delimiter);
      if (isEmpty && !allowEmpty) throw this.#noRows();
    } catch (error) {
      throw (await this.#parserError(error)) ?? error;
    } finally {
      await text.return();
    }
  }

  #planOf(headers: readonly string[], line: number): ColumnPlan {
    const { name } = this.#file;
    const plan = planColumns(headers, this.#options);
    try {
      checkHeaders(name, headers, plan, this.#options, line);
    } catch (error) {
      throw this.#withLaterHeader(error) ?? error;
    }
    if (this.#above.lines > 0) {
      const { lines } = this.#above;
      this.#notes.take(
        `${name}: ${lines === 1 ? "line 1 is above the header line and is" : `lines 1 to ${lines} are above the header line and are`} not read.`,
      );
    }
    noteUnread(headers, plan, this.#notes.take, name);
    this.columns = readColumns(headers, plan);
    return plan;
  }

  /** The same error, with the number of a later line that looks like the header line. */
  #withLaterHeader(error: unknown): SourceError | undefined {
    const later = this.headers === undefined ? laterHeaderLine(this.#start, this.#options) : undefined;
    if (later === undefined || !SourceError.isInstance(error)) return undefined;
    const line = later + this.#above.lines;
    return new SourceError(
      this.#file.name,
      `line ${error.line ?? 1} is not a header line, but line ${line} looks like one. Set headerLine: ${line} to skip the ` +
        "lines above it.",
      { line: error.line },
      { cause: error },
    );
  }

  #tooLong(values: readonly string[], headers: readonly string[], line: number): SourceError {
    return new SourceError(
      this.#file.name,
      `the row has ${values.length} cells, but the header line has ${headers.length}. Quote cells that contain the ` +
        "delimiter, or give every column a header.",
      { line },
    );
  }

  #noHeaders(delimiter: string): SourceError {
    const { headerLine = 1, fields } = this.#options;
    const wanted = Object.keys(fields).join(delimiter);
    const problem = headerLine > 1 ? `it is empty from line ${headerLine} on` : "it is empty";
    return new SourceError(
      this.#file.name,
      `${problem}. Expected a header line such as ${wanted}, and rows below it.`,
    );
  }

  #noRows(): SourceError {
    return new SourceError(
      this.#file.name,
      "it has a header line but no rows. Check that the export is complete; if an empty file is correct, set allowEmpty.",
    );
  }

  /** The parser's error as a `SourceError`, with its place. */
  async #parserError(error: unknown): Promise<SourceError | undefined> {
    const described = describeParserError(error);
    if (described === undefined) return undefined;
    const { problem, byte, column } = described;
    const header = column === undefined ? undefined : this.headers?.[column];
    const failure = new SourceError(this.#file.name, problem, {
      line: byte === undefined ? undefined : await this.#file.lineAt(byte + this.#above.bytes),
      column: header === "" ? undefined : header,
    });
    return this.#withLaterHeader(failure) ?? failure;
  }
}

/**
 * Rows from a CSV file with commas, semicolons or tabs, as written by Excel and Google Sheets, in UTF-8, in UTF-16 with a
 * byte order mark, or in `encoding`. Cells are trimmed, an empty cell is an absent field, empty lines are skipped. The file
 * is read as a stream, in constant memory, and opened anew for every reading.
 *
 * @param path - The file.
 * @throws {SourceError} At once if an option is wrong; from `hash` and `records` if the file is. Errors in the header line
 * come before the first record.
 *
 * @example
 * ```ts
 * const source = csvFile("learners.csv", { fields: target.fields, columns: { email: "Work address" } });
 * ```
 */
export function csvFile(path: string, options: CsvOptions): RowSource {
  checkOptions("csvFile()", options, csvOptionNames);
  const file = textFile(path, options.encoding);
  checkColumns(file.name, options);
  checkDelimiter(file.name, options.delimiter);
  checkHeaderLine(file.name, options.headerLine);
  const notes = new Notes(options);
  let last: CsvReading | undefined;
  return {
    name: file.name,
    hash: async () => file.hash(),
    records(how = {}) {
      last = new CsvReading(file, options, notes);
      return last.records(how);
    },
    columns: () => last?.columns ?? [],
  };
}
