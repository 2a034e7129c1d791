import type { CsvOptions, SourceOptions } from "./options.ts";
import { planColumns } from "./columns.ts";

/** How a CSV file is written. */
export interface Dialect {
  /** The character between cells. */
  readonly delimiter: string;
  /** Whether the first line is Excel's `sep=;`, which is neither header nor row. */
  readonly hasSeparatorLine: boolean;
}

const candidates = [",", ";", "\t"] as const;

/** The approximate cells of a header line: a delimiter within quotes does not count, but the quotes stay. */
function cellsOf(line: string, delimiter: string): string[] {
  const cells = [""];
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) cells.push("");
    else cells.push(`${cells.pop() ?? ""}${character}`);
  }
  return cells.map((cell) => cell.trim());
}

/** The delimiter with which the most fields are found in a header line; of equal ones, the most frequent. */
function delimiterOf(line: string, options: SourceOptions): string {
  let best = { delimiter: ",", found: 0, cells: 0 };
  for (const delimiter of candidates) {
    const cells = cellsOf(line, delimiter);
    const found = planColumns(cells, options).positions.size;
    if (found > best.found || (found === best.found && cells.length > best.cells)) {
      best = { delimiter, found, cells: cells.length };
    }
  }
  return best.delimiter;
}

/** The first line with a cell, once it is complete. A line end in quotes does not end a line. */
function headerLine(text: string, isAll: boolean): string | undefined {
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted || (character !== "\n" && character !== "\r")) continue;
    const line = text.slice(start, at);
    if (/[^\s,;"]/.test(line)) return line;
    start = at + 1;
  }
  return isAll ? text.slice(start) : undefined;
}

/** How many lines are searched for a header line below titles. */
const mostTitles = 20;

/** Finds a line after the first that has a header for every required field, such as below a title; from 1. */
export function laterHeaderLine(text: string, options: CsvOptions): number | undefined {
  const required = Object.keys(options.fields).filter((field) => options.fields[field]?.required === true);
  const lines = text.split(/\r\n|\r|\n/).slice(0, mostTitles + 1);
  const delimiters = options.delimiter === undefined ? candidates : [options.delimiter];
  const isHeader = (line: string): boolean =>
    delimiters.some((delimiter) => {
      const { positions, missing } = planColumns(cellsOf(line, delimiter), options);
      return positions.size > 0 && missing.length === 0 && required.every((field) => positions.has(field));
    });
  const at = lines.findIndex((line, position) => position > 0 && isHeader(line));
  return at === -1 ? undefined : at + 1;
}

/**
 * Detects the dialect of a CSV file.
 *
 * @param text - Its beginning.
 * @param isAll - Whether that is the whole file.
 * @returns Undefined if more of the file is needed.
 */
export function dialectOf(
  text: string,
  isAll: boolean,
  options: SourceOptions,
  given?: string,
): Dialect | undefined {
  const firstLine = /^[^\r\n]*(?=[\r\n])/.exec(text)?.[0] ?? (isAll ? text : undefined);
  if (firstLine === undefined) return undefined;
  // Excel adds the rest of the line when it saves such a file again.
  const separator = /^"?sep=([^"])"?[\s,;]*$/i.exec(firstLine)?.[1];
  if (separator !== undefined) return { delimiter: given ?? separator, hasSeparatorLine: true };
  if (given !== undefined) return { delimiter: given, hasSeparatorLine: false };
  const header = headerLine(text, isAll);
  if (header === undefined) return undefined;
  return { delimiter: delimiterOf(header, options), hasSeparatorLine: false };
}
