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
}

const columns = [
  { key: "line", header: "line" },
  { key: "learner", header: "learner" },
  { key: "item", header: "item" },
  { key: "state", header: "state" },
  { key: "vendorId", header: "vendor id" },
  { key: "reason", header: "reason" },
  { key: "attempts", header: "attempts" },
];

/**
 * Writes the report of a run: a CSV file in UTF-8 with one line a row (line, learner, item, state, vendor id, reason,
 * attempts), which spreadsheets open with a double click.
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
): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const file = await open(unfinished, "wx", 0o600);
  try {
    const stringifier = stringify({
      // Excel takes UTF-8 without the mark for another encoding.
      bom: true,
      header: true,
      columns,
      escape_formulas: true,
      // OWASP names the line feed too, which the option leaves alone.
      cast: { string: (value) => (value.startsWith("\n") ? `'${value}` : value) },
    });
    await pipeline(rows, stringifier, file.createWriteStream({ flush: true }));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    // The stream has closed it, unless it never began.
    await file.close();
  }
}
