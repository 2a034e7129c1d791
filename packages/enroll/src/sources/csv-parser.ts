import { CsvError, type CsvErrorCode, parse } from "csv-parse";
import { maximumRecordLength } from "./text.ts";

/** The cells of every line; all lines before an error are returned before it is thrown. */
export async function* parseCells(
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
    // Collected here instead of from the stream, which drops buffered rows when a later line is invalid.
    on_record: (cells) => {
      found.push(cells);
      // For a row whose length differs from the first, the parser creates an error that is never used, which takes twenty
      // times as long as the row. So every row is made the first.
      Object.assign(parser.info, { records: 0 });
      return null;
    },
  });
  // Both callbacks below also receive the error; without a listener it would end the process.
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

const quoteAdvice = 'Put the cell in quotes and double every quote in it, such as "5"" screen".';

const parserProblems: Partial<Record<CsvErrorCode, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote begins here and is not closed before the file ends. Close it, or remove it.",
  INVALID_OPENING_QUOTE: `a quote is in the middle of a cell that is not in quotes. ${quoteAdvice}`,
  CSV_INVALID_CLOSING_QUOTE: `a quote ends in the middle of a cell. ${quoteAdvice}`,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: `a quote ends in the middle of a cell. ${quoteAdvice}`,
  CSV_MAX_RECORD_SIZE:
    "a row of more than 1 MiB begins here: most likely a quote is not closed. Close it, or remove it.",
};

/** Describes an error of the parser, whose own message repeats the cell; `undefined` for any other error. */
export function describeParserError(
  error: unknown,
):
  | { readonly problem: string; readonly byte: number | undefined; readonly column: number | undefined }
  | undefined {
  if (!(error instanceof CsvError)) return undefined;
  const { bytes, index } = error;
  return {
    problem:
      parserProblems[error.code] ?? `it is not valid CSV (${error.code}). Save it again from a spreadsheet.`,
    // The end of the last valid cell, which is on the line where the invalid one begins.
    byte: typeof bytes === "number" ? bytes : undefined,
    column: typeof index === "number" ? index : undefined,
  };
}
