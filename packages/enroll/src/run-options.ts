import type { RowSource } from "./source.ts";
import type { CleanedField, FieldIssue, RowIdentity, Target } from "./target.ts";

/** The states of a row in the journal. `sending` is written before the request leaves. */
export type RowState = "pending" | "sending" | "done" | "failed" | "unknown";

/** How far a run is. */
export interface RunProgress {
  /** Rows of the source so far; all of them once it was read to its end. */
  readonly total: number;
  /** Whether `total` is final. */
  readonly totalIsFinal: boolean;
  readonly done: number;
  readonly failed: number;
  readonly unknown: number;
  /** Rows that stand twice in the source and are sent once. */
  readonly duplicates: number;
}

/** What becomes of a row while a run goes on: for JSON lines and for logs. */
export interface RowEvent {
  readonly line: number;
  readonly key: string;
  readonly state: Exclude<RowState, "pending" | "sending">;
  readonly reason?: string | undefined;
  readonly vendorId?: string | undefined;
}

/** A row that was read and is right, before anything is sent. */
export interface PlannedRow extends RowIdentity {
  /** The line of its record, from 1. */
  readonly line: number;
}

/** Something that was cleaned in a record before it was used. */
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
 * What a run is told. Its functions may be asynchronous: the run does not wait for them row by row, but ends after they
 * have. One that throws or rejects stops the run cleanly, with a `RunStoppedError`.
 */
export interface RunOptions<Row extends object> {
  readonly target: Target<Row>;
  readonly source: RowSource;
  /** The journal's file. It is made when it is missing; a run with the same one goes on where the last one ended. */
  readonly journal: string;
  /** How many calls of the target may be under way at once. The client's limiter bounds them further. @default 4 */
  readonly concurrency?: number | undefined;
  /** Checks every row before the first request. @default true */
  readonly precheck?: boolean | undefined;
  /** Checks everything and sends nothing. @default false */
  readonly dryRun?: boolean | undefined;
  /** Sends the rows again that have failed in an earlier run. @default false */
  readonly retryFailed?: boolean | undefined;
  /** Goes on although the journal belongs to other content. @default false */
  readonly acceptOtherSource?: boolean | undefined;
  /**
   * How long a request may be on its way, in milliseconds, before the vendor's "not done" is believed. It counts from the
   * end of a call whose answer was lost; for rows of a process that was killed from the start of this run, by a clock
   * that cannot jump. @default 60000
   */
  readonly settleAfter?: number | undefined;
  /** Ends the run cleanly: nothing new is sent, what is under way is waited for. */
  readonly signal?: AbortSignal | undefined;
  /** Gives up what is under way too: those rows stay in `sending` and are settled by the next run. */
  readonly abandonSignal?: AbortSignal | undefined;
  /** Hears how far the run is, at most some ten times a second and once at its end. */
  readonly onProgress?: ((progress: RunProgress) => void | Promise<void>) | undefined;
  /** Hears that the vendor has asked for a pause, and nothing is sent before its end. */
  readonly onPause?: ((until: Date) => void | Promise<void>) | undefined;
  /** Hears of everything that is wrong with the source's records, while they are checked. */
  readonly onIssue?: ((issue: RowIssue) => void | Promise<void>) | undefined;
  /** Hears of everything that was cleaned in the source's records, while they are checked. */
  readonly onCleaned?: ((cleaned: CleanedRow) => void | Promise<void>) | undefined;
  /** Hears of every row that is right, while they are checked: who gets what. */
  readonly onPlanned?: ((row: PlannedRow) => void | Promise<void>) | undefined;
  /** Hears of every row that has ended. */
  readonly onRow?: ((event: RowEvent) => void | Promise<void>) | undefined;
}

/** What came of a run. */
export interface RunReport extends RunProgress {
  /** Whether every row has ended: none is pending, none in the middle. */
  readonly finished: boolean;
  /** Rows that are neither done, failed nor unknown. */
  readonly pending: number;
  /** Rows of the journal that the source has no longer; they stay as they are and are in no other number. */
  readonly gone: number;
  /** Rows that were done before, and of which the source now says something else. They are not sent again. */
  readonly changed: number;
}
