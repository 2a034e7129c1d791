import { metaOf, refuseOtherTarget, refuseOtherUse } from "../journal/owner.ts";
import type { JournalDatabase } from "../journal/database.ts";
import { JournalError } from "../journal/errors.ts";
import { JournalFile } from "../journal/file.ts";
import { markAgain } from "../journal/marks.ts";
import { longestVendorWait } from "../sending/waits.ts";
import type { Enrollment, EnrollmentFilter, EnrollmentOperation, EnrollmentState } from "./enrollments.ts";
import { enrollmentOf, enrollmentState, type FileRow, type StoredRow, storedRowOf } from "./stored-row.ts";

type Counts = Record<EnrollmentState, number>;

function noCounts(): Counts {
  return { pending: 0, sending: 0, done: 0, failed: 0, unknown: 0, canceled: 0 };
}

/** What becomes of a row. */
export interface RowMove {
  readonly to: EnrollmentState;
  /** @default unchanged */
  readonly operation?: EnrollmentOperation | undefined;
  /** @default none */
  readonly reason?: string | undefined;
  /** @default unchanged */
  readonly vendorId?: string | undefined;
  /** For one that is pending: when it may be sent, by the delay clock. @default 0, at once */
  readonly dueAt?: number | undefined;
  /** @default unchanged */
  readonly repetitions?: number | undefined;
  /** @default unchanged */
  readonly lost?: number | undefined;
  /** Replaces what was stored. @default unchanged */
  readonly stored?: {
    readonly record: string;
    readonly content: Uint8Array;
    readonly reference: string | undefined;
  };
}

/** The columns of a row that is stored for the first time. */
export interface NewRow {
  readonly key: string;
  readonly record: string;
  readonly content: Uint8Array;
  readonly reference: string | undefined;
}

/** How many rows are read at once. */
const pageSize = 500;

/**
 * The journal of a service: the same file as that of a run, with the records in it. Changes are made within `transaction`.
 * Every method throws only `JournalError`.
 */
export class ServiceJournal {
  /** Rows by state; kept in sync with the file. */
  readonly counts: Counts = noCounts();
  /** By how much the transaction under way changes the counts. */
  #gained = noCounts();
  readonly #file: JournalFile;

  /** Opens or creates the file, and takes it over for a target. */
  constructor(path: string, target: string) {
    this.#file = new JournalFile(path, { mustExist: false });
    try {
      this.#claim(path, target);
      this.#shortenDelays();
      this.#recount();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get path(): string {
    return this.#database.path;
  }

  /** When the last row was added, in milliseconds since 1970; 0 if there is none. */
  get latest(): number {
    return Number(
      this.#database.get("SELECT added_at FROM rows ORDER BY id DESC LIMIT 1")?.["added_at"] ?? 0,
    );
  }

  /** Since when the oldest pending row waits: when it was added, or was last made pending again by a user. */
  get oldestPending(): Date | undefined {
    const times = [
      this.#database.get(
        "SELECT added_at AS time FROM rows WHERE state = 'pending' AND due_at IS NOT NULL AND renewed_at IS NULL " +
          "ORDER BY id LIMIT 1",
      ),
      this.#database.get(
        "SELECT renewed_at AS time FROM rows WHERE state = 'pending' AND renewed_at IS NOT NULL " +
          "ORDER BY renewed_at LIMIT 1",
      ),
    ].flatMap((row) => (row === undefined ? [] : Number(row["time"])));
    return times.length === 0 ? undefined : new Date(Math.min(...times));
  }

  /** How many rows are pending, within a transaction: with what it has changed so far. */
  get pending(): number {
    return this.counts.pending + this.#gained.pending;
  }

  findAstray(): JournalError | undefined {
    return this.#file.findAstray();
  }

  rescue(): string {
    return this.#file.rescue();
  }

  close(): void {
    this.#file.close();
  }

  /** Runs the work as one transaction. On the disk when it returns; the counts are those of the file again. */
  transaction<Result>(work: () => Result): Result {
    this.#gained = noCounts();
    const result = this.#file.transaction(work);
    for (const [state, count] of Object.entries(this.#gained)) this.counts[state as EnrollmentState] += count;
    return result;
  }

  /** Writes something that changes nothing else, to find out whether it can. */
  tryWriting(): void {
    markAgain(this.#database);
  }

  /** Stores a row unless its key is known. @returns Its enrollment if it was stored. */
  insert({ key, record, content, reference }: NewRow): Enrollment | undefined {
    const now = Date.now();
    const { changes } = this.#database.run(
      "INSERT INTO rows (key, line, generation, state, record, content, reference, added_at, due_at) " +
        "VALUES (?, 0, 1, 'pending', ?, ?, ?, ?, 0) ON CONFLICT (key) DO NOTHING",
      key,
      record,
      content,
      reference ?? null,
      now,
    );
    if (changes === 0) return undefined;
    this.#gained.pending += 1;
    return enrollmentOf({
      key,
      operation: "enroll",
      state: "pending",
      canceled_at: null,
      reference,
      attempts: 0,
      added_at: now,
    });
  }

  /** The columns of a key. */
  find(key: string): FileRow | undefined {
    return this.#database.get("SELECT * FROM rows WHERE key = ?", key);
  }

  /** The enrollment of a key. */
  get(key: string): Enrollment | undefined {
    const row = this.find(key);
    return row === undefined ? undefined : enrollmentOf(row);
  }

  /** The enrollment of an id. */
  enrollment(id: number): Enrollment {
    const row = this.#database.get("SELECT * FROM rows WHERE id = ?", id);
    if (row === undefined) throw new JournalError("unusable", `The journal ${this.path} has lost a row.`);
    return enrollmentOf(row);
  }

  /**
   * Records that a row is about to be sent.
   *
   * @returns Whether it may be: it is still pending, for the same operation and with the same record. It may have been canceled and
   * added again with another one since it was read.
   */
  begin({ id, operation, record }: StoredRow): boolean {
    const { changes } = this.#database.run(
      "UPDATE rows SET state = 'sending', attempts = attempts + 1, sent_at = ?, sent_content = content, " +
        "reason = NULL, ended_at = NULL WHERE id = ? AND state = 'pending' AND operation = ? AND record = ?",
      Date.now(),
      id,
      operation,
      record,
    );
    if (changes === 0) return false;
    this.#gained.pending -= 1;
    this.#gained.sending += 1;
    return true;
  }

  /** Records what becomes of a row, if it is still in the given state. @returns Whether it was and something has changed. */
  move({ id, from }: { readonly id: number; readonly from: EnrollmentState }, move: RowMove): boolean {
    const { to, operation, reason, vendorId, dueAt = 0, repetitions, lost, stored } = move;
    const now = Date.now();
    // A row that is only sent again waits since before.
    const isRenewed = to === "pending" && from !== "sending" && from !== "unknown";
    const { changes } = this.#database.run(
      "UPDATE rows SET state = ?, canceled_at = ?, operation = coalesce(?, operation), reason = ?, " +
        "vendor_id = coalesce(?, vendor_id), ended_at = ?, due_at = ?, repetitions = coalesce(?, repetitions), " +
        "lost = coalesce(?, lost), record = coalesce(?, record), content = coalesce(?, content), " +
        "reference = coalesce(?, reference), renewed_at = coalesce(?, renewed_at) " +
        "WHERE id = ? AND state = ? AND (canceled_at IS NULL) = ? AND (state <> ? OR reason IS NOT ? OR ?)",
      to === "canceled" ? "failed" : to,
      to === "canceled" ? now : null,
      operation ?? null,
      reason ?? null,
      vendorId ?? null,
      to === "pending" ? null : now,
      dueAt,
      repetitions ?? null,
      lost ?? null,
      stored?.record ?? null,
      stored?.content ?? null,
      stored?.reference ?? null,
      isRenewed ? now : null,
      id,
      from === "canceled" ? "failed" : from,
      from === "canceled" ? 0 : 1,
      to === "canceled" ? "failed" : to,
      reason ?? null,
      operation === undefined ? 0 : 1,
    );
    if (changes === 0) return false;
    this.#gained[from] -= 1;
    this.#gained[to] += 1;
    return true;
  }

  /** Pending rows that are due, delayed ones first, then in the order in which they were added. */
  due(now: number, limit: number): readonly StoredRow[] {
    const delayed = this.#database.all(
      "SELECT * FROM rows WHERE state = 'pending' AND due_at > 0 AND due_at <= ? ORDER BY due_at LIMIT ?",
      now,
      limit,
    );
    const others = this.#database.all(
      "SELECT * FROM rows WHERE state = 'pending' AND due_at = 0 ORDER BY id LIMIT ?",
      limit - delayed.length,
    );
    return [...delayed, ...others].map(storedRowOf);
  }

  /** When the next row is due that is not yet; undefined if there is none. */
  nextDue(now: number): number | undefined {
    const due = this.#database.get(
      "SELECT min(due_at) AS due FROM rows WHERE state = 'pending' AND due_at > 0 AND due_at > ?",
      now,
    )?.["due"];
    return typeof due === "number" ? due : undefined;
  }

  /** Rows that may have been carried out, by id. */
  open(after: number, limit: number): readonly StoredRow[] {
    return this.#database
      .all(
        "SELECT * FROM rows WHERE state IN ('sending', 'unknown') AND id > ? ORDER BY id LIMIT ?",
        after,
        limit,
      )
      .map(storedRowOf);
  }

  /** One row, if it may have been carried out. */
  openRow(id: number): StoredRow | undefined {
    const row = this.#database.get("SELECT * FROM rows WHERE id = ? AND state IN ('sending', 'unknown')", id);
    return row === undefined ? undefined : storedRowOf(row);
  }

  /** Some of the enrollments that a filter selects, in the order of their ids. */
  page(
    after: number,
    { state, operation, reference }: EnrollmentFilter,
  ): readonly { readonly id: number; readonly enrollment: Enrollment }[] {
    const conditions = ["id > ?"];
    const values: (string | number)[] = [after];
    if (state !== undefined) {
      conditions.push(`state = ? AND canceled_at IS ${state === "canceled" ? "NOT NULL" : "NULL"}`);
      values.push(state === "canceled" ? "failed" : state);
    }
    if (operation !== undefined) {
      conditions.push("operation = ?");
      values.push(operation);
    }
    if (reference !== undefined) {
      conditions.push("reference = ?");
      values.push(reference);
    }
    return this.#database
      .all(`SELECT * FROM rows WHERE ${conditions.join(" AND ")} ORDER BY id LIMIT ${pageSize}`, ...values)
      .map((row) => ({ id: Number(row["id"]), enrollment: enrollmentOf(row) }));
  }

  get #database(): JournalDatabase {
    return this.#file.database;
  }

  #claim(path: string, target: string): void {
    refuseOtherUse(this.#database, "service");
    const former = metaOf(this.#database, "target");
    if (former !== undefined) {
      refuseOtherTarget(path, former, target, "service");
      return;
    }
    this.#file.transaction(() => {
      this.#database.run("INSERT INTO meta VALUES ('target', ?), ('use', 'service')", target);
    });
  }

  /** A row that was delayed while the computer's clock was ahead would wait until that time. */
  #shortenDelays(): void {
    const latest = Math.max(Date.now(), this.latest) + longestVendorWait;
    this.#file.transaction(() =>
      this.#database.run(
        "UPDATE rows SET due_at = ? WHERE state = 'pending' AND due_at > 0 AND due_at > ?",
        latest,
        latest,
      ),
    );
  }

  #recount(): void {
    for (const row of this.#database.all(
      "SELECT state, iif(canceled_at IS NULL, NULL, 1) AS canceled_at, count(*) AS rows FROM rows GROUP BY 1, 2",
    ))
      this.counts[enrollmentState(row)] += Number(row["rows"]);
  }
}
