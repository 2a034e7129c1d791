import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import type { RowState } from "./run-options.ts";

/** A row of a run, as the report tells of it. */
export interface ReportRow {
  /** The line of the source where the row begins. */
  readonly line: number;
  /** Who: the learner of the row's key. */
  readonly learner: string;
  /** What: the item of the row's key. */
  readonly item: string;
  readonly state: RowState;
  /** The vendor's id of what was made. */
  readonly vendorId?: string | undefined;
  /** Why the row has failed or is unknown, or what else there is to know. */
  readonly reason?: string | undefined;
  /** How often the row was sent. */
  readonly attempts: number;
  /** What the source has on its line, by its own headers; see `SourceRecord`. */
  readonly original?: Readonly<Record<string, unknown>> | undefined;
}

/** How a report is written. */
export interface ReportOptions {
  /**
   * The source's own headers, in the order in which they are kept. The report then begins with these columns, and its own
   * follow under the names in `reportColumns`, so that rows can be corrected and enrolled from the report again.
   */
  readonly columns?: readonly string[] | undefined;
}

const optionNames = { columns: true } as const satisfies OptionNames<ReportOptions>;

const ownColumns = ["line", "learner", "item", "state", "vendor id", "reason", "attempts"] as const;

/** The headers of a report's own columns beside those of the source: `kelaskit line`, `kelaskit state` and so on. */
export const reportColumns: readonly string[] = ownColumns.map((name) => `kelaskit ${name}`);

/** Excel takes UTF-8 without the mark for another encoding. */
const byteOrderMark = "\uFEFF";

/** A value of the source as a cell that the sources read again as the same. */
function cellOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return value.join(";");
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** The cells of every line, the headers first. */
async function* linesOf(
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
 * Writes the report of a run: a CSV file in UTF-8 with one line a row (line, learner, item, state, vendor id, reason,
 * attempts), which spreadsheets open with a double click. With the option `columns` it keeps the columns of the source.
 *
 * A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab, a line end, or the
 * full-width form of one of these) gets an apostrophe in front, as OWASP recommends against CSV injection: a telephone
 * number `+62…` reads `'+62…` in the file.
 *
 * The file appears whole or not at all: it is written under another name beside its place, flushed to the disk, and then
 * takes the place of a file of that name. It holds people's data and only its owner may read it.
 *
 * @param path - The file to write; its folder must be there.
 * @param rows - The rows in the order of the report; read once, never held in memory together.
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
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const file = await open(unfinished, "wx", 0o600);
  try {
    const stringifier = stringify({
      bom: true,
      escape_formulas: true,
      // A line end of any kind ends a row for those who read it, if it is not in quotes.
      quoted_match: /[\r\n]/,
      // OWASP names the line feed too, which the option leaves alone.
      cast: { string: (value) => (value.startsWith("\n") ? `'${value}` : value) },
    });
    await pipeline(linesOf(rows, kept), stringifier, file.createWriteStream({ flush: true }));
    await rename(unfinished, path);
  } catch (error) {
    // What failed first is what the caller must know. What stays is readable by its owner only.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    // The stream has closed it, unless it never began: then nothing was written, and what failed first is what counts.
    await file.close().catch(() => undefined);
  }
}

/** How far into a file its header line is looked for, in bytes. */
const headerLength = 262_144;

/**
 * Says whether a file is a report as `writeReport` has written it, and may be written over. One that a spreadsheet has saved
 * again mostly is not: it has other line ends, another delimiter or no byte order mark.
 *
 * @throws The file system's error when the file cannot be read.
 */
export async function isReport(path: string): Promise<boolean> {
  await using file = await open(path, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headerLength), 0, headerLength, 0);
  const start = buffer.toString("utf8", 0, bytesRead);
  if (start.startsWith(`${byteOrderMark}${ownColumns.join(",")}\n`)) return true;
  const own = start.indexOf(`${reportColumns.join(",")}\n`);
  // The headers before it are on the same line: whatever line ends they hold are in quotes.
  return (
    own > 0 &&
    start.startsWith(byteOrderMark) &&
    !/["\n]/.test(start.slice(0, own).replaceAll(/"[^"]*"/g, ""))
  );
}
