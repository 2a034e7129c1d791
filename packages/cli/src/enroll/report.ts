import {
  type Journal,
  openJournal,
  type ReportRow,
  type RowSource,
  SourceError,
  type Target,
  writeReport,
} from "@kelaskit/enroll";
import type { Issues } from "./issues.ts";
import { type OriginalColumns, originalColumns } from "./original-columns.ts";
import type { UnknownRow } from "./summary.ts";

/** How many unknown rows are listed; the report contains all of them. */
const listed = 20;

/** What a report is made from, besides the journal. */
export interface ReportSubject {
  readonly source: RowSource;
  readonly target: Pick<Target, "fields">;
  /** The header of a field's column, from `--map`. */
  readonly columns: Readonly<Record<string, string>> | undefined;
}

/** A report that was written. */
export interface WrittenReport {
  /** The first unknown rows. */
  readonly unknownRows: readonly UnknownRow[];
  /** Notes about its columns, in sentences. */
  readonly notes: readonly string[];
}

/** The reason for a row that is done and was changed in the file since. */
function withChange(reason: string | undefined): string {
  const changed = "changed in the file since, and the change was not sent";
  return reason === undefined ? changed : `${reason}; ${changed}`;
}

/** Rows and duplicates by line. A duplicate has the state of the row that was sent for it. */
function* journalRows(journal: Journal): Generator<ReportRow, void> {
  const repeated = new Set<number>();
  for (const { firstLine } of journal.duplicates()) repeated.add(firstLine);
  const sent = new Map<number, ReportRow>();
  const duplicates = journal.duplicates();
  let next = duplicates.next();
  const duplicatesBefore = function* duplicatesBefore(line: number): Generator<ReportRow, void> {
    while (next.done !== true && next.value.line < line) {
      const { line: place, firstLine } = next.value;
      const first = sent.get(firstLine);
      const reason = `the same learner and item as line ${firstLine}, sent once`;
      if (first !== undefined) yield { ...first, line: place, reason, attempts: 0 };
      next = duplicates.next();
    }
  };
  for (const row of journal.rows()) {
    if (row.isGone) continue;
    const { line, learner, item, state, vendorId, attempts } = row;
    yield* duplicatesBefore(line);
    const reason = row.isChanged ? withChange(row.reason) : row.reason;
    const reported = { line, learner, item, state, vendorId, reason, attempts };
    if (repeated.has(line)) sent.set(line, reported);
    yield reported;
  }
  yield* duplicatesBefore(Infinity);
}

/** A row of the source that is not yet in the journal. */
function notReached(line: number): ReportRow {
  return { line, learner: "", item: "", state: "pending", reason: "not sent yet", attempts: 0 };
}

/** Joins the lines of the source with the rows of the journal. Both are read in order, and neither is kept in memory. */
async function* withOriginals(
  rows: Iterator<ReportRow, void>,
  source: RowSource,
  { secret }: OriginalColumns,
): AsyncGenerator<ReportRow, void> {
  const emptied = Object.fromEntries(secret.map((header) => [header, ""]));
  let next = rows.next();
  for await (const { line, original } of source.records({ withOriginal: true })) {
    while (next.done !== true && next.value.line < line) {
      yield next.value;
      next = rows.next();
    }
    const kept = { ...original, ...emptied };
    if (next.done === true || next.value.line > line) yield { ...notReached(line), original: kept };
    while (next.done !== true && next.value.line === line) {
      yield { ...next.value, original: kept };
      next = rows.next();
    }
  }
  while (next.done !== true) {
    yield next.value;
    next = rows.next();
  }
}

/** Passes rows on, and collects the first unknown ones. */
async function* noteUnknown(
  rows: AsyncIterable<ReportRow> | Iterable<ReportRow>,
  unknownRows: UnknownRow[],
): AsyncGenerator<ReportRow, void> {
  for await (const row of rows) {
    if (row.state === "unknown" && unknownRows.length < listed) {
      unknownRows.push({ line: row.line, reason: row.reason ?? "it may have been carried out" });
    }
    yield row;
  }
}

function secretNote({ secret }: OriginalColumns): readonly string[] {
  if (secret.length === 0) return [];
  const names = secret.map((header) => `"${header}"`).join(", ");
  return [
    `The report does not contain secrets: ${names} is empty. Fill it in before you enroll rows from the report.`,
  ];
}

/** The columns of the source of a journal, if it is unchanged. */
async function sameColumns(
  { owner }: Journal,
  { source, target, columns }: ReportSubject,
): Promise<OriginalColumns | "none" | "changed"> {
  try {
    if (owner === undefined || (await source.hash()) !== owner.hash) return "changed";
    return (await originalColumns(source, target, columns)) ?? "none";
  } catch (error) {
    if (SourceError.isInstance(error)) return "changed";
    throw error;
  }
}

async function writeJoined(
  journal: Journal,
  file: string,
  originals: OriginalColumns,
  source: RowSource,
): Promise<WrittenReport | undefined> {
  const unknownRows: UnknownRow[] = [];
  try {
    const rows = noteUnknown(withOriginals(journalRows(journal), source, originals), unknownRows);
    await writeReport(file, rows, { columns: originals.headers });
    return { unknownRows, notes: secretNote(originals) };
  } catch (error) {
    if (SourceError.isInstance(error)) return undefined;
    throw error;
  }
}

/** Writes a journal's report with the source's columns; without them if the source was changed since. */
async function writeJournalReport(
  journal: Journal,
  file: string,
  subject: ReportSubject,
): Promise<WrittenReport> {
  const { source } = subject;
  const originals = await sameColumns(journal, subject);
  if (typeof originals === "object") {
    const written = await writeJoined(journal, file, originals, source);
    if (written !== undefined) return written;
  }
  const unknownRows: UnknownRow[] = [];
  await writeReport(file, noteUnknown(journalRows(journal), unknownRows));
  const changed = `The report does not include the columns of ${source.name}, which was changed since its rows were sent.`;
  return { unknownRows, notes: originals === "none" ? [] : [changed] };
}

/**
 * Writes the report of a journal, overwriting that of an earlier run.
 *
 * @throws JournalError when the journal cannot be read, or the file system's error.
 */
export async function reportOn(
  journalFile: string,
  reportFile: string,
  subject: ReportSubject,
): Promise<WrittenReport> {
  const journal = openJournal(journalFile);
  try {
    return await writeJournalReport(journal, reportFile, subject);
  } finally {
    journal.close();
  }
}

/**
 * Writes a report of the invalid rows, with what is wrong in each.
 *
 * @throws SourceError when the source can no longer be read, or the file system's error.
 */
export async function reportOnIssues(
  issues: Issues,
  reportFile: string,
  { source, target, columns }: ReportSubject,
): Promise<readonly string[]> {
  const wrong = issues.lines().map(([line, reason]): ReportRow => ({
    line,
    learner: "",
    item: "",
    state: "failed",
    reason,
    attempts: 0,
  }));
  const originals = await originalColumns(source, target, columns);
  if (originals === undefined) {
    await writeReport(reportFile, wrong);
    return [];
  }
  const onlyWrong = async function* onlyWrong(): AsyncGenerator<ReportRow, void> {
    for await (const row of withOriginals(wrong.values(), source, originals)) {
      if (row.state === "failed") yield row;
    }
  };
  await writeReport(reportFile, onlyWrong(), { columns: originals.headers });
  return secretNote(originals);
}
