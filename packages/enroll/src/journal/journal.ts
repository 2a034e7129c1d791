import type { RowState } from "../run-options.ts";
import type { JournalDatabase } from "./database.ts";
import type { JournalError } from "./errors.ts";
import { JournalFile } from "./file.ts";
import { partsOf, type RunKeys } from "./key.ts";
import {
  type JournalOwner,
  metaOf,
  ownerOf,
  refuseOtherKeys,
  refuseOtherOwner,
  refuseOtherUse,
} from "./owner.ts";
import { type Arrival, type Known, noCounts, type StateCounts, stateOf, takeIn } from "./take-in.ts";

/** A row in the journal. */
export interface JournalRow {
  /** Its line in the source, from 1. */
  readonly line: number;
  /** Who gets what: the JSON text of `[target, learner, item]`, then the period if there is one; of `[target, line]` for a record that is not a valid row. */
  readonly key: string;
  /** The learner in the key; empty for a record that is not a valid row. */
  readonly learner: string;
  /** The item in the key; empty for a record that is not a valid row. */
  readonly item: string;
  /** Which of several enrollments of the learner in the item, if the key contains it. */
  readonly period: string | undefined;
  readonly state: RowState;
  /** How many times it was sent. */
  readonly attempts: number;
  /** When it was last sent, by the clock of the machine. */
  readonly sentAt: Date | undefined;
  /** When it became done, failed or unknown. */
  readonly endedAt: Date | undefined;
  /** Why it has failed, is unknown or is pending again; for a row that is done, a detail. */
  readonly reason: string | undefined;
  /** The vendor's id of what was created. */
  readonly vendorId: string | undefined;
  /** Whether the journal's source no longer contains it. */
  readonly isGone: boolean;
  /** Whether it is done, and its content in the source has changed since it was sent. */
  readonly isChanged: boolean;
}

/** A record whose row is already on an earlier line. */
export interface JournalDuplicate {
  /** Its line. */
  readonly line: number;
  /** The line of the record that was sent for it. */
  readonly firstLine: number;
}

/** The new state of a row that was in `sending` or `unknown`. */
export interface RowChange {
  readonly id: number;
  readonly from: RowState;
  readonly to: RowState;
  readonly reason?: string | undefined;
  readonly vendorId?: string | undefined;
}

const states: readonly RowState[] = ["pending", "sending", "done", "failed", "unknown"];

function dateOf(value: unknown): Date | undefined {
  return typeof value === "number" ? new Date(value) : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The states of rows in one SQLite file, locked for one process. Every method throws only `JournalError`. */
export class Journal {
  /** Rows of the current source by state; kept in sync with the file. */
  readonly counts: StateCounts = noCounts();
  readonly #file: JournalFile;
  #generation = 1;
  /** By how much the transaction under way changes the counts. */
  #gained = noCounts();

  /** Opens a file; it is created if missing, unless it must exist. With an empty path the journal is temporary. */
  constructor(path: string, options: { readonly mustExist: boolean }) {
    this.#file = new JournalFile(path, options);
    try {
      this.#generation = Number(metaOf(this.#database, "generation") ?? 1);
      this.#recount();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** What it was started from; undefined before its first run. */
  get owner(): JournalOwner | undefined {
    return ownerOf(this.#database);
  }

  /**
   * Checks whether a run may use it; changes nothing, so that a run that goes no further leaves it unchanged.
   *
   * @throws JournalError when it belongs to another target, or to other content and that is not accepted.
   */
  check(
    owner: Omit<JournalOwner, "keys">,
    { acceptOtherSource }: { readonly acceptOtherSource: boolean },
  ): void {
    refuseOtherUse(this.#database, "run");
    const former = this.owner;
    if (former !== undefined) refuseOtherOwner(this.#database, former, owner, acceptOtherSource);
  }

  /**
   * Takes it over for a run it was checked for. With other content, rows that it still has keep their states.
   *
   * @throws JournalError when it belongs to the same content with other keys; then it is unchanged.
   */
  claim(
    owner: Omit<JournalOwner, "keys">,
    keys: RunKeys,
    { acceptOtherSource }: { readonly acceptOtherSource: boolean },
  ): void {
    const former = this.owner;
    const isSame = former?.hash === owner.hash;
    if (former !== undefined && isSame) refuseOtherKeys(this.#database, former, keys, acceptOtherSource);
    this.#file.transaction(() => {
      if (former !== undefined && !(isSame && former.keys === keys.digest)) {
        this.#generation += 1;
        this.#database.run("DELETE FROM duplicates");
      }
      const meta = { ...owner, keys: keys.digest, generation: String(this.#generation) };
      for (const [name, value] of Object.entries(meta)) {
        this.#database.run(
          "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
          name,
          value,
        );
      }
      // Invalid records are checked again; nothing was sent for them.
      this.#database.run("DELETE FROM rows WHERE state = 'failed' AND attempts = 0");
    });
    this.#recount();
  }

  /** Makes failed rows pending again. */
  retryFailed(): void {
    this.#file.transaction(() => {
      this.#database.run(
        "UPDATE rows SET state = 'pending', reason = NULL, ended_at = NULL WHERE state = 'failed'",
      );
    });
    this.#recount();
  }

  /** Adds records in one transaction. @returns The entry of each; undefined for duplicates. */
  takeIn(arrivals: readonly Arrival[]): readonly (Known | undefined)[] {
    const generation = this.#generation;
    return this.transaction(() =>
      arrivals.map((arrival) => takeIn(this.#database, arrival, { generation, gained: this.#gained })),
    );
  }

  /** Runs the work as one transaction. On the disk when it returns; the counts are those of the file again. */
  transaction<Result>(work: () => Result): Result {
    this.#gained = noCounts();
    const result = this.#file.transaction(work);
    for (const [state, count] of Object.entries(this.#gained))
      this.counts[state as keyof StateCounts] += count;
    return result;
  }

  /** Records, within a transaction, that rows are about to be sent. */
  begin(ids: readonly number[]): void {
    const now = Date.now();
    for (const id of ids) {
      this.#database.run(
        "UPDATE rows SET state = 'sending', attempts = attempts + 1, sent_at = ?, sent_content = content, " +
          "reason = NULL, ended_at = NULL WHERE id = ?",
        now,
        id,
      );
    }
    this.#gained.pending -= ids.length;
    this.#gained.sending += ids.length;
  }

  /** Records, within a transaction, the results of rows. */
  end(changes: readonly RowChange[]): void {
    const now = Date.now();
    for (const { id, from, to, reason, vendorId } of changes) {
      const endedAt = to === "pending" ? null : now;
      this.#database.run(
        "UPDATE rows SET state = ?, reason = ?, vendor_id = ?, ended_at = ? WHERE id = ?",
        to,
        reason ?? null,
        vendorId ?? null,
        endedAt,
        id,
      );
      this.#gained[from] -= 1;
      this.#gained[to] += 1;
    }
  }

  /** How many rows are in a state, including those of earlier content, which the source may no longer contain. */
  countAll(state: "sending" | "unknown"): number {
    const [row] = this.#database.all("SELECT count(*) AS rows FROM rows WHERE state = ?", state);
    return Number(row?.["rows"] ?? 0);
  }

  /** How many records of the current source were added; all of them once it was read to its end. */
  get takenIn(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** How many rows the source no longer contains. Known once it was read to its end. */
  countGone(): number {
    const row = this.#database.get(
      "SELECT count(*) AS rows FROM rows WHERE generation < ?",
      this.#generation,
    );
    return Number(row?.["rows"] ?? 0);
  }

  /** How many rows are done and have since changed in the source. */
  countChanged(): number {
    const row = this.#database.get(
      "SELECT count(*) AS rows FROM rows WHERE generation = ? AND state = 'done' AND content <> sent_content",
      this.#generation,
    );
    return Number(row?.["rows"] ?? 0);
  }

  /** All rows by line, read lazily. */
  *rows(): Generator<JournalRow, void> {
    for (const row of this.#database.iterate(
      "SELECT *, content <> sent_content AS changed FROM rows ORDER BY line, id",
    )) {
      yield {
        line: Number(row["line"]),
        ...partsOf(String(row["key"])),
        state: stateOf(row["state"]),
        attempts: Number(row["attempts"]),
        sentAt: dateOf(row["sent_at"]),
        endedAt: dateOf(row["ended_at"]),
        reason: stringOf(row["reason"]),
        vendorId: stringOf(row["vendor_id"]),
        isGone: Number(row["generation"]) < this.#generation,
        isChanged: row["state"] === "done" && row["changed"] === 1,
      };
    }
  }

  /** The duplicates by line, read lazily. */
  *duplicates(): Generator<JournalDuplicate, void> {
    for (const row of this.#database.iterate("SELECT line, first_line FROM duplicates ORDER BY line")) {
      yield { line: Number(row["line"]), firstLine: Number(row["first_line"]) };
    }
  }

  /** The error when it is no longer at its path. The next run would not find it, so nothing may be sent from then on. */
  findAstray(): JournalError | undefined {
    return this.#file.findAstray();
  }

  /** Copies it to a new file, because it is no longer at its path. @returns That file's path. */
  rescue(): string {
    return this.#file.rescue();
  }

  /** Closes the file and lets others open it. */
  close(): void {
    this.#file.close();
  }

  get #database(): JournalDatabase {
    return this.#file.database;
  }

  #recount(): void {
    for (const state of states) this.counts[state] = 0;
    const counted = this.#database.all(
      "SELECT state, count(*) AS rows FROM rows WHERE generation = ? GROUP BY state",
      this.#generation,
    );
    for (const row of counted) this.counts[stateOf(row["state"])] = Number(row["rows"]);
    this.counts.duplicates = Number(
      this.#database.all("SELECT count(*) AS rows FROM duplicates")[0]?.["rows"] ?? 0,
    );
  }
}

/**
 * Opens the journal of an earlier run to read its rows, its duplicates and what it was started from. Close it afterwards;
 * no run can use it before that.
 *
 * @throws JournalError when it is missing, is not a journal, or is in use by a run.
 * @example
 * ```ts
 * const journal = openJournal("learners.csv.journal");
 * for (const { line, reason } of journal.rows()) if (reason !== undefined) console.log(line, reason);
 * journal.close();
 * ```
 */
export function openJournal(path: string): Journal {
  return new Journal(path, { mustExist: true });
}
