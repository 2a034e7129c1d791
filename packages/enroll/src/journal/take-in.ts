import type { RowState } from "../run-options.ts";
import type { JournalDatabase } from "./database.ts";
import { JournalError } from "./errors.ts";

/** How many rows of the current source are in each state. */
export type StateCounts = Record<RowState | "duplicates", number>;

/** What the source contains at a line: a row's key, or why it is not a valid row. */
export interface Arrival {
  readonly line: number;
  readonly key: string;
  /** A digest of the row's content. */
  readonly content?: Uint8Array | undefined;
  /** Set when the record is not a valid row: it has failed without being sent. */
  readonly flaw?: string | undefined;
}

/** The journal's entry of an arrival. */
export interface Known {
  readonly id: number;
  readonly state: RowState;
  /** Whether it was just added. */
  readonly isNew: boolean;
}

/** All counts at 0. */
export function noCounts(): StateCounts {
  return { pending: 0, sending: 0, done: 0, failed: 0, unknown: 0, duplicates: 0 };
}

/** A state in the file, whose tables allow no other text. */
export function stateOf(value: unknown): RowState {
  switch (value) {
    case "sending":
    case "done":
    case "failed":
    case "unknown":
      return value;
    default:
      return "pending";
  }
}

/** Adds one record, within a transaction. @returns Its entry; undefined for a duplicate. */
export function takeIn(
  database: JournalDatabase,
  { line, key, flaw, ...arrival }: Arrival,
  { generation, gained }: { readonly generation: number; readonly gained: StateCounts },
): Known | undefined {
  const content = arrival.content ?? null;
  const state = flaw === undefined ? "pending" : "failed";
  const added = database.run(
    "INSERT INTO rows (key, line, generation, state, reason, ended_at, content) VALUES (?, ?, ?, ?, ?, ?, ?) " +
      "ON CONFLICT (key) DO NOTHING",
    key,
    line,
    generation,
    state,
    flaw ?? null,
    flaw === undefined ? null : Date.now(),
    content,
  );
  if (added.changes > 0) {
    gained[state] += 1;
    return { id: Number(added.lastInsertRowid), state, isNew: true };
  }
  const found = database.get("SELECT id, line, generation, state FROM rows WHERE key = ?", key);
  if (found === undefined) throw new JournalError("unusable", `The journal ${database.path} has lost a row.`);
  const known: Known = {
    id: Number(found["id"]),
    state: stateOf(found["state"]),
    isNew: false,
  };
  if (found["generation"] !== generation) {
    database.run(
      "UPDATE rows SET generation = ?, line = ?, content = ? WHERE id = ?",
      generation,
      line,
      content,
      known.id,
    );
    gained[known.state] += 1;
    return known;
  }
  if (found["line"] === line) {
    // Its current content is what is sent.
    if (known.state === "pending")
      database.run(
        "UPDATE rows SET content = ? WHERE id = ? AND content IS NOT ?",
        content,
        known.id,
        content,
      );
    return known;
  }
  const duplicate = database.run(
    "INSERT INTO duplicates VALUES (?, ?) ON CONFLICT (line) DO NOTHING",
    line,
    Number(found["line"]),
  );
  gained.duplicates += Number(duplicate.changes);
  return undefined;
}
