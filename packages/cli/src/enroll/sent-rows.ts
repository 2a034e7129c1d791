import { existsSync } from "node:fs";
import { JournalError, openJournal, reportColumns, type RowSource } from "@kelaskit/enroll";
import { InputError } from "../context.ts";
import { rowCount } from "./words.ts";

const stateColumn = "kelaskit state";
/** Rows in these states were sent, or may have been. */
const sentStates: ReadonlySet<unknown> = new Set(["done", "sending", "unknown"]);

/** Whether a journal has been used by a run, or cannot be looked into: what is wrong with it the run itself says. */
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
 * Refuses a report of an earlier run that still has rows which were sent: a new journal does not know that.
 *
 * @throws InputError when there are some.
 */
export async function refuseSentRows(source: RowSource): Promise<void> {
  const lines: number[] = [];
  let count = 0;
  for await (const { line, original } of source.records({ withOriginal: true })) {
    // A source without the column has no such row at all: its first record says so.
    if (original === undefined || !reportColumns.every((header) => header in original)) return;
    if (!sentStates.has(original[stateColumn])) continue;
    count += 1;
    if (lines.length < 5) lines.push(line);
  }
  if (count === 0) return;
  const more = count > lines.length ? ` and ${count - lines.length} more` : "";
  throw new InputError(
    `${source.name} is the report of a run, and ${rowCount(count)} of it ${count === 1 ? "was" : "were"} sent then or may ` +
      `have been (lines ${lines.join(", ")}${more}, by the column "${stateColumn}"); a new journal would send them again. ` +
      "Keep only the rows that failed, or go on with that run's journal: --journal FILE --accept-other-file",
  );
}
