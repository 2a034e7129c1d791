import { type Journal, type JournalRow, openJournal, type ReportRow, writeReport } from "@kelaskit/enroll";
import type { UnknownRow } from "./output.ts";

/** How many unknown rows are listed; the report has them all. */
const listed = 20;

/** Learner and item of a row's key; a record that was no row has neither. */
function partsOf(key: string): { readonly learner: string; readonly item: string } {
  const parts: unknown = JSON.parse(key);
  const [, learner = "", item = ""] = Array.isArray(parts) && parts.length === 3 ? parts.map(String) : [];
  return { learner, item };
}

function reportRow({ line, key, state, vendorId, reason, attempts }: JournalRow): ReportRow {
  return { line, ...partsOf(key), state, vendorId, reason, attempts };
}

/** Rows and duplicates by their lines. A duplicate has the state of the row that was sent for it. */
function* reportRows(journal: Journal, unknownRows: UnknownRow[]): Generator<ReportRow, void> {
  const repeated = new Set<number>();
  for (const { firstLine } of journal.duplicates()) repeated.add(firstLine);
  const sent = new Map<number, ReportRow>();
  const duplicates = journal.duplicates();
  let next = duplicates.next();
  const duplicatesBefore = function* duplicatesBefore(line: number): Generator<ReportRow, void> {
    while (next.done !== true && next.value.line < line) {
      const { line: place, firstLine } = next.value;
      const first = sent.get(firstLine);
      const reason = `the same learner and item as in line ${firstLine}, sent once`;
      if (first !== undefined) yield { ...first, line: place, reason, attempts: 0 };
      next = duplicates.next();
    }
  };
  for (const row of journal.rows()) {
    if (row.isGone) continue;
    yield* duplicatesBefore(row.line);
    const reported = reportRow(row);
    if (repeated.has(row.line)) sent.set(row.line, reported);
    if (row.state === "unknown" && unknownRows.length < listed) {
      unknownRows.push({ line: row.line, reason: row.reason ?? "it may have been carried out" });
    }
    yield reported;
  }
  yield* duplicatesBefore(Infinity);
}

/**
 * Writes the report of a journal, over that of an earlier run.
 *
 * @returns The first unknown rows.
 * @throws JournalError when the journal cannot be read, or the file system's error.
 */
export async function reportOn(journalFile: string, reportFile: string): Promise<readonly UnknownRow[]> {
  const journal = openJournal(journalFile);
  try {
    const unknownRows: UnknownRow[] = [];
    await writeReport(reportFile, reportRows(journal, unknownRows));
    return unknownRows;
  } finally {
    journal.close();
  }
}
