import { CsvError, type CsvErrorCode, parse } from "csv-parse";
import type { RowSource, SourceRecord } from "../source.ts";
import { checkColumns, checkHeaders, type ColumnPlan, noteTaker, planColumns } from "./columns.ts";
import { dialectOf } from "./dialect.ts";
import type { CsvOptions } from "./options.ts";
import { SourceError } from "./source-error.ts";
import { maximumRecordLength, type TextFile, textFile } from "./text.ts";

/** The beginning of a file, until its dialect is known. */
async function readStart(text: AsyncGenerator<string, void, undefined>, options: CsvOptions) {
  let start = "";
  for (;;) {
    const piece = await text.next();
    const isAll = piece.done === true;
    start += piece.value ?? "";
    // A header line that does not end is left to the parser, whose error says where its quote began.
    const dialect = dialectOf(start, isAll || start.length > maximumRecordLength, options, options.delimiter);
    if (dialect !== undefined) return { start, dialect };
  }
}

/** The cells of every line; all that stand before an error come before it is thrown. */
async function* parsed(
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<readonly string[], void, undefined> {
  const found: string[][] = [];
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    trim: true,
    max_record_size: maximumRecordLength,
    // Taken here and not from the stream, which drops what it holds when a later line is wrong.
    on_record: (cells) => {
      found.push(cells);
      return null;
    },
  });
  // Both callbacks below get the error too; without a listener it would end the process.
  parser.on("error", () => undefined);
  type Failure = Error | null | undefined;
  try {
    for await (const piece of text) {
      const failure = await new Promise<Failure>((resolve) => {
        parser.write(piece, resolve);
      });
      yield* found.splice(0);
      if (failure !== undefined && failure !== null) throw failure;
    }
    const failure = await new Promise<Failure>((resolve) => {
      parser.end(resolve);
    });
    yield* found.splice(0);
    if (failure !== undefined && failure !== null) throw failure;
  } finally {
    parser.destroy();
  }
}

/** How many lines the cells of a record stand on; a line end within quotes begins a new one. */
function linesOf(cells: readonly string[]): number {
  let lines = 1;
  for (const cell of cells) lines += cell.match(/\r\n|\r|\n/g)?.length ?? 0;
  return lines;
}

/** The cells without the empty ones at the end: spreadsheets write as many as the widest row ever had. */
function trimmed(cells: readonly string[]): string[] {
  const values = cells.map((cell) => cell.trim());
  return values.slice(0, values.findLastIndex((value) => value !== "") + 1);
}

const quoteAdvice = 'Put the cell in quotes and write every quote in it twice, as in "5"" screen".';

const parserProblems: Partial<Record<CsvErrorCode, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote begins here and is not closed before the file ends. Close it, or remove it.",
  INVALID_OPENING_QUOTE: `a quote stands in the middle of a cell that is not in quotes. ${quoteAdvice}`,
  CSV_INVALID_CLOSING_QUOTE: `a quote ends in the middle of a cell. ${quoteAdvice}`,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: `a quote ends in the middle of a cell. ${quoteAdvice}`,
  CSV_MAX_RECORD_SIZE:
    "a row of over 1 MiB begins here: most likely a quote is not closed. Close it, or remove it.",
};

/** The parser's error in our words: its own repeat the cell. */
async function parserError(file: TextFile, error: CsvError, headers: readonly string[] | undefined) {
  const { bytes, index } = error;
  const header = typeof index === "number" ? headers?.[index] : undefined;
  return new SourceError(
    file.name,
    parserProblems[error.code] ?? `it is no valid CSV (${error.code}). Save it again from a spreadsheet.`,
    // Its `bytes` is the end of the last good cell, and so on the line where the wrong one begins.
    {
      line: typeof bytes === "number" ? await file.lineAt(bytes) : undefined,
      column: header === "" ? undefined : header,
    },
  );
}

function checkDelimiter(name: string, delimiter: string | undefined): void {
  if (delimiter === undefined || /^[^"\r\n]$/u.test(delimiter)) return;
  throw new SourceError(
    name,
    "the delimiter must be one character, and no quote: a comma, a semicolon, a tab.",
  );
}

/** Tells of the columns that no field reads, so that nothing is left out in silence. */
function noteUnread(
  headers: readonly string[],
  plan: ColumnPlan,
  note: (note: string) => void,
  name: string,
): void {
  if (plan.unread.length > 0) {
    note(`${name}: no field reads these columns: ${plan.unread.map((header) => `"${header}"`).join(", ")}.`);
  }
  const nameless = headers.flatMap((header, at) => (header === "" ? [at + 1] : []));
  if (nameless.length > 0) {
    note(`${name}: these columns have no header and are not read: ${nameless.join(", ")}, counted from 1.`);
  }
}

async function* recordsOf(
  file: TextFile,
  options: CsvOptions,
  note: (note: string) => void,
): AsyncGenerator<SourceRecord, void, undefined> {
  const text = file.text();
  let headers: readonly string[] | undefined;
  try {
    const { start, dialect } = await readStart(text, options);
    const whole = async function* whole(): AsyncGenerator<string, void, undefined> {
      if (start !== "") yield start;
      yield* text;
    };
    let plan: ColumnPlan | undefined;
    let next = 1;
    for await (const cells of parsed(whole(), dialect.delimiter)) {
      const line = next;
      next += linesOf(cells);
      const values = trimmed(cells);
      if (values.length === 0 || (line === 1 && dialect.hasSeparatorLine)) continue;
      if (plan === undefined || headers === undefined) {
        headers = values;
        plan = planColumns(values, options);
        checkHeaders(file.name, values, plan, options, line);
        noteUnread(values, plan, note, file.name);
        continue;
      }
      if (values.length > headers.length) {
        throw new SourceError(
          file.name,
          `the row has ${values.length} cells and the header line ${headers.length}. Put cells that hold the ` +
            "delimiter in quotes, or give every column a header.",
          { line },
        );
      }
      // Without a prototype: a field that is not there is not found there either.
      const record = Object.create(null) as Record<string, unknown>;
      for (const [field, position] of plan.positions) {
        const value = values[position];
        if (value !== undefined && value !== "") record[field] = value;
      }
      yield { line, record };
    }
    if (headers === undefined) {
      const wanted = Object.keys(options.fields).join(dialect.delimiter);
      throw new SourceError(
        file.name,
        `it is empty. Expected a header line such as ${wanted}, and rows below it.`,
      );
    }
  } catch (error) {
    throw error instanceof CsvError ? await parserError(file, error, headers) : error;
  } finally {
    await text.return();
  }
}

/**
 * Rows from a CSV file with comma, semicolon or tab, as Excel and Google Sheets write it: UTF-8, UTF-16 with a byte order
 * mark, or what `encoding` says. Cells are trimmed, an empty cell is an absent field, empty lines are skipped. Read as a
 * stream, in constant memory; the file is opened anew for every reading.
 *
 * @param path - The file.
 * @throws {SourceError} At once when an option is wrong; from `hash` and `records` when the file is, the header line's
 * faults before the first record.
 *
 * @example
 * ```ts
 * const source = csvFile("learners.csv", { fields: target.fields, columns: { email: "Work address" } });
 * ```
 */
export function csvFile(path: string, options: CsvOptions): RowSource {
  const file = textFile(path, options.encoding);
  checkColumns(file.name, options);
  checkDelimiter(file.name, options.delimiter);
  const note = noteTaker(options);
  return { name: file.name, hash: async () => file.hash(), records: () => recordsOf(file, options, note) };
}
