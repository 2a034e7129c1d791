import type { RowSource } from "./source.ts";
import type { CleanedField, FieldIssue, RowIdentity, Target } from "./target.ts";

/** The states of a row in the journal. `sending` is written before the request is sent. */
export type RowState = "pending" | "sending" | "done" | "failed" | "unknown";

/** The progress of a run. */
export interface RunProgress {
  /** Rows read from the source so far; all of them once it was read to its end. */
  readonly total: number;
  /** Whether `total` is final. */
  readonly totalIsFinal: boolean;
  readonly done: number;
  readonly failed: number;
  readonly unknown: number;
  /** Rows that repeat an earlier row of the source and are not sent again. */
  readonly duplicates: number;
}

/** The result of a row during a run: for JSON lines and for logs. */
export interface RowEvent {
  readonly line: number;
  readonly key: string;
  readonly state: Exclude<RowState, "pending" | "sending">;
  readonly reason?: string | undefined;
  readonly vendorId?: string | undefined;
}

/** A valid row of the source, before anything is sent. */
export interface PlannedRow extends RowIdentity {
  /** The line of its record, from 1. */
  readonly line: number;
}

/** Something that was cleaned in a record before it is used. */
export interface CleanedRow extends CleanedField {
  /** The line of its record, from 1. */
  readonly line: number;
}

/** What is wrong with a field of the source. */
export interface RowIssue extends FieldIssue {
  /** The line of its record, from 1. */
  readonly line: number;
}

/**
 * Options of a run. Its functions may be asynchronous: the run does not wait for them row by row, but ends after they
 * have. One that throws or rejects stops the run cleanly, with a `RunStoppedError`.
 */
export interface RunOptions<Row extends object> {
  readonly target: Target<Row>;
  readonly source: RowSource;
  /** The journal's file. It is created if missing; a run with the same journal continues where the last one ended. */
  readonly journal: string;
  /** How many calls of the target may be in progress at once. The client's limiter limits them further. @default 4 */
  readonly concurrency?: number | undefined;
  /** Checks every row before the first request. @default true */
  readonly precheck?: boolean | undefined;
  /** Checks everything and sends nothing. @default false */
  readonly dryRun?: boolean | undefined;
  /** Sends rows again that failed in an earlier run. @default false */
  readonly retryFailed?: boolean | undefined;
  /** Continues even if the journal was started from a different version of the source. @default false */
  readonly acceptOtherSource?: boolean | undefined;
  /**
   * How long a request may be on its way, in milliseconds, before the vendor's "not done" is believed. It counts from the
   * end of a call whose answer was lost, and for rows of a killed process from the start of this run, by a clock that
   * cannot jump. @default 60000
   */
  readonly settleAfter?: number | undefined;
  /** Ends the run cleanly: nothing new is sent, and calls in progress are waited for. */
  readonly signal?: AbortSignal | undefined;
  /** Aborts calls in progress as well: their rows stay in `sending` and are settled by the next run. */
  readonly abandonSignal?: AbortSignal | undefined;
  /** Called with the progress, at most about ten times a second and once at the end. */
  readonly onProgress?: ((progress: RunProgress) => void | Promise<void>) | undefined;
  /** Called when the vendor asks for a pause: nothing is sent before its end. */
  readonly onPause?: ((until: Date) => void | Promise<void>) | undefined;
  /** Called for everything that is wrong with the source's records, while they are checked. */
  readonly onIssue?: ((issue: RowIssue) => void | Promise<void>) | undefined;
  /** Called for everything that was cleaned in the source's records, while they are checked. */
  readonly onCleaned?: ((cleaned: CleanedRow) => void | Promise<void>) | undefined;
  /** Called for every valid row, while rows are checked: who gets what. */
  readonly onPlanned?: ((row: PlannedRow) => void | Promise<void>) | undefined;
  /** Called for every row that has ended. */
  readonly onRow?: ((event: RowEvent) => void | Promise<void>) | undefined;
}

/** The result of a run. */
export interface RunReport extends RunProgress {
  /** Whether every row has ended: none is pending or being sent. */
  readonly finished: boolean;
  /** Rows that are neither done, failed nor unknown. */
  readonly pending: number;
  /** Rows of the journal that the source no longer contains; they keep their states and are in no other number. */
  readonly gone: number;
  /** Rows that are done and have since changed in the source. They are not sent again. */
  readonly changed: number;
}
