import type { RowState } from "../run-options.ts";
import { JournalDatabase } from "./database.ts";
import { JournalError } from "./errors.ts";
import { partsOf } from "./key.ts";
import { unmark } from "./marks.ts";
import { type JournalOwner, metaOf, ownerOf, refuseOtherKeys, refuseOtherOwner } from "./owner.ts";
import { JournalPlace } from "./place.ts";
import { rescueJournal } from "./rescue.ts";
import { openJournalDatabase } from "./schema.ts";
import { type Arrival, type Known, noCounts, type StateCounts, stateOf, takeIn } from "./take-in.ts";

/** A row as the journal knows it. */
export interface JournalRow {
  /** Its line in the source, from 1. */
  readonly line: number;
  /** Who gets what: the JSON text of `[target, learner, item]` and, where it has one, the period; of `[target, line]` for a record that is no row. */
  readonly key: string;
  /** Who, as the key says; empty for a record that is no row. */
  readonly learner: string;
  /** What, as the key says; empty for a record that is no row. */
  readonly item: string;
  /** Which of several enrollments of the learner in the item, where the key says so. */
  readonly period: string | undefined;
  readonly state: RowState;
  /** How many times it was sent. */
  readonly attempts: number;
  /** When it was last sent, by the clock of the machine. */
  readonly sentAt: Date | undefined;
  /** When it was found to be done, failed or unknown. */
  readonly endedAt: Date | undefined;
  /** Why it has failed, is unknown or is pending again; what is to be known of it where it is done. */
  readonly reason: string | undefined;
  /** The vendor's id of what was made. */
  readonly vendorId: string | undefined;
  /** Whether the source that the journal belongs to has it no longer. */
  readonly isGone: boolean;
  /** Whether it is done, and the source now says something else of it than when it was sent. */
  readonly isChanged: boolean;
}

/** A record whose row stands further up already. */
export interface JournalDuplicate {
  /** Its line. */
  readonly line: number;
  /** The line of the record that was sent for it. */
  readonly firstLine: number;
}

/** What has become of a row that was in `sending` or `unknown`. */
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

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The states of rows in one SQLite file, locked for one process. Every method throws `JournalError` only. */
export class Journal {
  /** Rows of the present source by state; kept in step with the file. */
  readonly counts: StateCounts = noCounts();
  readonly #database: JournalDatabase;
  readonly #place: JournalPlace | undefined;
  #astray: JournalError | undefined;
  #generation = 1;
  #isClosed = false;

  /** Opens a file; it is created when it is missing, unless it must exist. An empty path is a journal for this once. */
  constructor(path: string, options: { readonly mustExist: boolean }) {
    this.#database = new JournalDatabase(path, openJournalDatabase(path, options));
    try {
      this.#place = path === "" ? undefined : new JournalPlace(path);
      this.#generation = Number(metaOf(this.#database, "generation") ?? 1);
      this.#recount();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Whom it belongs to; nobody before its first run. */
  get owner(): JournalOwner | undefined {
    return ownerOf(this.#database);
  }

  /**
   * Looks whether a run may have it; changes nothing, so that a run which goes no further leaves it as it was.
   *
   * @throws JournalError when it belongs to another target, or to other content and that was not accepted.
   */
  check(
    owner: Omit<JournalOwner, "keys">,
    { acceptOtherSource }: { readonly acceptOtherSource: boolean },
  ): void {
    const former = this.owner;
    if (former !== undefined) refuseOtherOwner(this.#database, former, owner, acceptOtherSource);
  }

  /**
   * Takes it for a run that it has been checked for. With other content, rows that it still has keep their states.
   *
   * @throws JournalError when it belongs to the same content with other keys; then it is as it was.
   */
  claim(
    owner: Omit<JournalOwner, "keys">,
    keys: { readonly digest: string; readonly first: readonly string[] },
    { acceptOtherSource }: { readonly acceptOtherSource: boolean },
  ): void {
    const former = this.owner;
    const isSame = former?.hash === owner.hash;
    if (former !== undefined && isSame) refuseOtherKeys(this.#database, former, keys, acceptOtherSource);
    this.#transaction(() => {
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
      // Records that were no rows are judged anew; nothing was sent for them.
      this.#database.run("DELETE FROM rows WHERE state = 'failed' AND attempts = 0");
    });
    this.#recount();
  }

  /** Makes the rows pending again that have failed. */
  retryFailed(): void {
    this.#transaction(() => {
      this.#database.run(
        "UPDATE rows SET state = 'pending', reason = NULL, ended_at = NULL WHERE state = 'failed'",
      );
    });
    this.#recount();
  }

  /** Learns of records in one transaction. @returns What it knows of each; undefined for duplicates. */
  takeIn(arrivals: readonly Arrival[]): readonly (Known | undefined)[] {
    const gained = noCounts();
    const generation = this.#generation;
    const known = this.#transaction(() =>
      arrivals.map((arrival) => takeIn(this.#database, arrival, { generation, gained })),
    );
    for (const state of [...states, "duplicates"] as const) this.counts[state] += gained[state];
    return known;
  }

  /** Writes in one transaction that rows are about to be sent, and what has become of others. On the disk when it returns. */
  record(sending: readonly number[], changes: readonly RowChange[]): void {
    const now = Date.now();
    this.#transaction(() => {
      for (const { id, to, reason, vendorId } of changes) {
        const endedAt = to === "pending" ? null : now;
        this.#database.run(
          "UPDATE rows SET state = ?, reason = ?, vendor_id = ?, ended_at = ? WHERE id = ?",
          to,
          reason ?? null,
          vendorId ?? null,
          endedAt,
          id,
        );
      }
      for (const id of sending) {
        this.#database.run(
          "UPDATE rows SET state = 'sending', attempts = attempts + 1, sent_at = ?, sent_content = content, " +
            "reason = NULL, ended_at = NULL WHERE id = ?",
          now,
          id,
        );
      }
    });
    for (const { from, to } of changes) {
      this.counts[from] -= 1;
      this.counts[to] += 1;
    }
    this.counts.pending -= sending.length;
    this.counts.sending += sending.length;
  }

  /** How many rows are in a state, with those of an earlier content, which the source may have no longer. */
  countAll(state: "sending" | "unknown"): number {
    const [row] = this.#database.all("SELECT count(*) AS rows FROM rows WHERE state = ?", state);
    return Number(row?.["rows"] ?? 0);
  }

  /** How many records of the present source it has taken in; all of them once that was read to its end. */
  get takenIn(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** How many rows the source has no longer. Known once it was read to its end. */
  countGone(): number {
    const row = this.#database.get(
      "SELECT count(*) AS rows FROM rows WHERE generation < ?",
      this.#generation,
    );
    return Number(row?.["rows"] ?? 0);
  }

  /** How many rows are done of which the source now says something else. */
  countChanged(): number {
    const row = this.#database.get(
      "SELECT count(*) AS rows FROM rows WHERE generation = ? AND state = 'done' AND content <> sent_content",
      this.#generation,
    );
    return Number(row?.["rows"] ?? 0);
  }

  /** All rows by their lines, read as they are asked for. */
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
        reason: textOf(row["reason"]),
        vendorId: textOf(row["vendor_id"]),
        isGone: Number(row["generation"]) < this.#generation,
        isChanged: row["state"] === "done" && row["changed"] === 1,
      };
    }
  }

  /** The duplicates by their lines, read as they are asked for. */
  *duplicates(): Generator<JournalDuplicate, void> {
    for (const row of this.#database.iterate("SELECT line, first_line FROM duplicates ORDER BY line")) {
      yield { line: Number(row["line"]), firstLine: Number(row["first_line"]) };
    }
  }

  /** Whether its name leads to it no longer. The next run would not find it, and so nothing may be sent from then on. */
  findAstray(): JournalError | undefined {
    const change = this.#astray === undefined ? this.#place?.change() : undefined;
    if (change !== undefined) {
      const { path } = this.#database;
      this.#astray = new JournalError("moved", `The journal ${path} ${change} while the run was using it.`);
    }
    return this.#astray;
  }

  /** Writes all of it into a new file, since its name leads to it no longer. @returns That file's path. */
  rescue(): string {
    return rescueJournal(this.#database);
  }

  /** Closes the file and lets others open it. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      if (this.#place !== undefined) unmark(this.#database);
    } catch {
      // Where it cannot be written, SQLite keeps the `-wal` too, and the next run takes up both.
    }
    this.#database.close();
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

  #transaction<Result>(work: () => Result): Result {
    const result = this.#database.transaction(work);
    this.#place?.wrote();
    return result;
  }
}

/**
 * Opens the journal of an earlier run, to look at it: whom it belongs to, its rows, its duplicates. Close it in the end; no
 * run can use it before that.
 *
 * @throws JournalError when it is missing, is no journal, or a run is using it.
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
