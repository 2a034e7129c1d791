import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { open } from "node:fs/promises";
import { byteOrderMark, writeCsvFile } from "./report/csv-file.ts";
import type { RowState } from "./run-options.ts";

/** A row of a run, as written to the report. */
export interface ReportRow {
  /** The line of the source where the row begins. */
  readonly line: number;
  /** Who: the learner of the row's key. */
  readonly learner: string;
  /** What: the item of the row's key. */
  readonly item: string;
  readonly state: RowState;
  /** The vendor's id of what was created. */
  readonly vendorId?: string | undefined;
  /** Why the row has failed or is unknown, or another detail. */
  readonly reason?: string | undefined;
  /** How often the row was sent. */
  readonly attempts: number;
  /** The values of its line in the source, by the source's own headers; see `SourceRecord`. */
  readonly original?: Readonly<Record<string, unknown>> | undefined;
}

/** How a report is written. */
export interface ReportOptions {
  /**
   * The source's own headers, in the order to keep. The report then begins with these columns, followed by its own under
   * the names in `reportColumns`, so that rows can be corrected in the report and enrolled from it again.
   */
  readonly columns?: readonly string[] | undefined;
}

const optionNames = { columns: true } as const satisfies OptionNames<ReportOptions>;

const ownColumns = ["line", "learner", "item", "state", "vendor id", "reason", "attempts"] as const;

/** The headers of a report's own columns when it also has those of the source: `kelaskit line`, `kelaskit state` and so on. */
export const reportColumns: readonly string[] = ownColumns.map((name) => `kelaskit ${name}`);

/** A value of the source as a cell that is read back as the same value. */
function cellOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return value.join(";");
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** The cells of every line, the headers first. */
async function* cellsOfLines(
  rows: AsyncIterable<ReportRow> | Iterable<ReportRow>,
  kept: readonly string[] | undefined,
): AsyncGenerator<readonly string[], void> {
  yield kept === undefined ? ownColumns : [...kept, ...reportColumns];
  for await (const { line, learner, item, state, vendorId = "", reason = "", attempts, original } of rows) {
    yield [
      ...(kept ?? []).map((header) => cellOf(original?.[header])),
      String(line),
      learner,
      item,
      state,
      vendorId,
      reason,
      String(attempts),
    ];
  }
}

/**
 * Writes the report of a run: a CSV file in UTF-8 with one line per row (line, learner, item, state, vendor id, reason,
 * attempts), which spreadsheets open with a double click. With the option `columns` it keeps the columns of the source.
 *
 * A text that a spreadsheet would read as a formula (it begins with `=`, `+`, `-`, `@`, a tab, a line end, or the
 * full-width form of one of these) is prefixed with an apostrophe, as OWASP recommends against CSV injection: a telephone
 * number `+62…` becomes `'+62…` in the file.
 *
 * The file appears whole or not at all: it is written under a temporary name in the same folder, flushed to the disk, and
 * then renamed, replacing an existing file. It contains personal data, so only its owner can read it.
 *
 * @param path - The file to write; its folder must exist.
 * @param rows - The rows in the order of the report; read once, never all in memory at once.
 * @throws What reading the rows throws, or the file system's error. The unfinished file is removed.
 * @see {@link https://owasp.org/www-community/attacks/CSV_Injection}
 */
export async function writeReport(
  path: string,
  rows: AsyncIterable<ReportRow> | Iterable<ReportRow>,
  options: ReportOptions = {},
): Promise<void> {
  checkOptions("writeReport()", options, optionNames);
  const { columns } = options;
  const kept = columns?.filter((header) => !reportColumns.includes(header));
  await writeCsvFile(path, cellsOfLines(rows, kept));
}

/** How many bytes at the start of a file are searched for its header line. */
const headerLength = 262_144;

/**
 * Returns whether a file is a report exactly as `writeReport` wrote it, and so may be overwritten. A report that was saved
 * again by a spreadsheet usually is not: its line ends, delimiter or byte order mark differ.
 *
 * @throws The file system's error when the file cannot be read.
 */
export async function isReport(path: string): Promise<boolean> {
  await using file = await open(path, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headerLength), 0, headerLength, 0);
  const start = buffer.toString("utf8", 0, bytesRead);
  if (start.startsWith(`${byteOrderMark}${ownColumns.join(",")}\n`)) return true;
  const own = start.indexOf(`${reportColumns.join(",")}\n`);
  // The headers before it are on the same line: any line ends in them are in quotes.
  return (
    own > 0 &&
    start.startsWith(byteOrderMark) &&
    !/["\n]/.test(start.slice(0, own).replaceAll(/"[^"]*"/g, ""))
  );
}
