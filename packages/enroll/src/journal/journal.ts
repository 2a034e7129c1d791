import type { RowState } from "../run-options.ts";
import { JournalDatabase } from "./database.ts";
import { JournalError } from "./errors.ts";
import { partsOf } from "./key.ts";
import { unmark } from "./marks.ts";
import { JournalPlace } from "./place.ts";
import { rescueJournal } from "./rescue.ts";
import { openJournalDatabase } from "./schema.ts";

/** Whom a journal belongs to. */
export interface JournalOwner {
  /** The target's name. */
  readonly target: string;
  /** The source's name. */
  readonly source: string;
  /** The hash of the source's content. */
  readonly hash: string;
}

/** A row as the journal knows it. */
export interface JournalRow {
  /** Its line in the source, from 1. */
  readonly line: number;
  /** Who gets what: the JSON text of `[target, learner, item]`; of `[target, line]` for a record that is no row. */
  readonly key: string;
  /** Who, as the key says; empty for a record that is no row. */
  readonly learner: string;
  /** What, as the key says; empty for a record that is no row. */
  readonly item: string;
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
}

/** A record whose row stands further up already. */
export interface JournalDuplicate {
  /** Its line. */
  readonly line: number;
  /** The line of the record that was sent for it. */
  readonly firstLine: number;
}

/** How many rows of the present source are in each state. */
export type StateCounts = Record<RowState | "duplicates", number>;

/** What the source holds at a line: a row's key, or why it is none. */
export interface Arrival {
  readonly line: number;
  readonly key: string;
  /** Set when the record is no row: it has failed without being sent. */
  readonly flaw?: string | undefined;
}

/** What the journal knows of an arrival. */
export interface Known {
  readonly id: number;
  readonly state: RowState;
  readonly attempts: number;
  /** In milliseconds since 1970. */
  readonly sentAt: number | undefined;
  /** Whether the journal has just learnt of it. */
  readonly isNew: boolean;
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
  readonly counts: StateCounts = { pending: 0, sending: 0, done: 0, failed: 0, unknown: 0, duplicates: 0 };
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
      this.#generation = Number(this.#meta("generation") ?? 1);
      this.#recount();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Whom it belongs to; nobody before its first run. */
  get owner(): JournalOwner | undefined {
    const target = this.#meta("target");
    const source = this.#meta("source");
    const hash = this.#meta("hash");
    if (target === undefined || source === undefined || hash === undefined) return undefined;
    return { target, source, hash };
  }

  /**
   * Looks whether a run may have it; changes nothing, so that a run which goes no further leaves it as it was.
   *
   * @throws JournalError when it belongs to another target, or to other content and that was not accepted.
   */
  check(owner: JournalOwner, { acceptOtherSource }: { readonly acceptOtherSource: boolean }): void {
    const former = this.owner;
    if (former === undefined) return;
    if (former.target !== owner.target) {
      throw new JournalError(
        "other-target",
        `The journal ${this.#database.path} belongs to the target "${former.target}", and this run is for "${owner.target}". ` +
          "Name another journal.",
      );
    }
    if (former.hash === owner.hash || acceptOtherSource) return;
    throw new JournalError(
      "other-source",
      `The journal ${this.#database.path} belongs to other content: ${former.source} as it was, and now came ${owner.source} ` +
        "as it is. Name another journal; or accept the other source, when it is the same list with changes: rows " +
        "that the journal knows keep their states.",
    );
  }

  /** Takes it for a run that it has been checked for. With other content, rows that it still has keep their states. */
  claim(owner: JournalOwner): void {
    const former = this.owner;
    this.#transaction(() => {
      if (former !== undefined && former.hash !== owner.hash) {
        this.#generation += 1;
        this.#database.run("DELETE FROM duplicates");
      }
      const meta = { ...owner, generation: String(this.#generation) };
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
    const gained = { pending: 0, sending: 0, done: 0, failed: 0, unknown: 0, duplicates: 0 };
    const known = this.#transaction(() => arrivals.map((arrival) => this.#takeInOne(arrival, gained)));
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
          "UPDATE rows SET state = 'sending', attempts = attempts + 1, sent_at = ?, reason = NULL, ended_at = NULL " +
            "WHERE id = ?",
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

  /** How many rows the source has no longer. Known once it was read to its end. */
  countGone(): number {
    const [row] = this.#database.all(
      "SELECT count(*) AS gone FROM rows WHERE generation < ?",
      this.#generation,
    );
    return Number(row?.["gone"] ?? 0);
  }

  /** All rows by their lines, read as they are asked for. */
  *rows(): Generator<JournalRow, void> {
    for (const row of this.#database.iterate("SELECT * FROM rows ORDER BY line, id")) {
      yield {
        line: Number(row["line"]),
        ...partsOf(String(row["key"])),
        state: String(row["state"]) as RowState,
        attempts: Number(row["attempts"]),
        sentAt: dateOf(row["sent_at"]),
        endedAt: dateOf(row["ended_at"]),
        reason: textOf(row["reason"]),
        vendorId: textOf(row["vendor_id"]),
        isGone: Number(row["generation"]) < this.#generation,
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

  #takeInOne({ line, key, flaw }: Arrival, gained: StateCounts): Known | undefined {
    const state = flaw === undefined ? "pending" : "failed";
    const added = this.#database.run(
      "INSERT INTO rows (key, line, generation, state, reason, ended_at) VALUES (?, ?, ?, ?, ?, ?) " +
        "ON CONFLICT (key) DO NOTHING",
      key,
      line,
      this.#generation,
      state,
      flaw ?? null,
      flaw === undefined ? null : Date.now(),
    );
    if (added.changes > 0) {
      gained[state] += 1;
      return { id: Number(added.lastInsertRowid), state, attempts: 0, sentAt: undefined, isNew: true };
    }
    const [found] = this.#database.all(
      "SELECT id, line, generation, state, attempts, sent_at FROM rows WHERE key = ?",
      key,
    );
    if (found === undefined)
      throw new JournalError("unusable", `The journal ${this.#database.path} has lost a row.`);
    const known: Known = {
      id: Number(found["id"]),
      state: String(found["state"]) as RowState,
      attempts: Number(found["attempts"]),
      sentAt: typeof found["sent_at"] === "number" ? found["sent_at"] : undefined,
      isNew: false,
    };
    if (found["generation"] !== this.#generation) {
      this.#database.run(
        "UPDATE rows SET generation = ?, line = ? WHERE id = ?",
        this.#generation,
        line,
        known.id,
      );
      gained[known.state] += 1;
      return known;
    }
    if (found["line"] === line) return known;
    const duplicate = this.#database.run(
      "INSERT INTO duplicates VALUES (?, ?) ON CONFLICT (line) DO NOTHING",
      line,
      Number(found["line"]),
    );
    gained.duplicates += Number(duplicate.changes);
    return undefined;
  }

  #recount(): void {
    for (const state of states) this.counts[state] = 0;
    const counted = this.#database.all(
      "SELECT state, count(*) AS rows FROM rows WHERE generation = ? GROUP BY state",
      this.#generation,
    );
    for (const row of counted) this.counts[String(row["state"]) as RowState] = Number(row["rows"]);
    this.counts.duplicates = Number(
      this.#database.all("SELECT count(*) AS rows FROM duplicates")[0]?.["rows"] ?? 0,
    );
  }

  #meta(name: string): string | undefined {
    return textOf(this.#database.all("SELECT value FROM meta WHERE name = ?", name)[0]?.["value"]);
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
