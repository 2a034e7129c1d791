import { existsSync } from "node:fs";
import { JournalError, openJournal, reportColumns, type RowSource } from "@kelaskit/enroll";
import { InputError } from "../context.ts";
import { rowCount } from "./words.ts";

const stateColumn = "kelaskit state";
/** The states of rows that were sent or may have been sent. */
const sentStates: ReadonlySet<unknown> = new Set(["done", "sending", "unknown"]);

/** Whether a journal was used by a run, or cannot be read: the run itself reports what is wrong with it. */
export function knowsRows(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const journal = openJournal(file);
    const { owner } = journal;
    journal.close();
    return owner !== undefined;
  } catch (error) {
    if (JournalError.isInstance(error)) return true;
    throw error;
  }
}

/**
 * Rejects a report of an earlier run that still contains rows that were sent: a new journal does not contain them.
 *
 * @throws InputError when there are such rows.
 */
export async function refuseSentRows(source: RowSource): Promise<void> {
  const lines: number[] = [];
  let count = 0;
  for await (const { line, original } of source.records({ withOriginal: true })) {
    // The first record shows whether the source has the columns of a report.
    if (original === undefined || !reportColumns.every((header) => header in original)) return;
    if (!sentStates.has(original[stateColumn])) continue;
    count += 1;
    if (lines.length < 5) lines.push(line);
  }
  if (count === 0) return;
  const more = count > lines.length ? ` and ${count - lines.length} more` : "";
  throw new InputError(
    `${source.name} is the report of a run, and ${rowCount(count)} in it ${count === 1 ? "was" : "were"} sent or may ` +
      `have been sent (lines ${lines.join(", ")}${more}; see the column "${stateColumn}"). A new journal would send them again. ` +
      "Keep only the failed rows, or continue with that run's journal: --journal FILE --accept-other-file",
  );
}
