import type { RowOutcome, Target } from "../target.ts";
import type { RowRecord, RowStates, SeenRow } from "./row-states.ts";
import type { SteadyClock } from "./steady-clock.ts";

/** A row of a job with everything needed to send it. */
export interface RowWork<Row extends object> {
  readonly states: Pick<RowStates, "look" | "replace">;
  readonly target: Pick<Target<Row>, "name" | "send" | "settle">;
  readonly id: string;
  readonly row: Row;
  /** The longest that a request may take, in milliseconds. */
  readonly settleAfter: number;
  /** Shared by all rows of this worker. */
  readonly clock: SteadyClock;
}

/** An outcome that ends a row. */
type FinalOutcome = Exclude<RowOutcome, { readonly state: "retry" }>;

/** The result of a job: the row has ended, it must wait for a number of milliseconds, or the worker must stop. */
export type WorkResult =
  | { readonly kind: "ended"; readonly outcome: FinalOutcome; readonly isNew: boolean }
  | { readonly kind: "wait"; readonly milliseconds: number }
  | { readonly kind: "stop"; readonly reason: string };

/** The longest wait before a retry, in milliseconds. */
const longestWait = 3_600_000;

/** How long to wait after a number of failed tries: twice as long after each. */
export function waitAfter(settleAfter: number, times: number): number {
  return Math.min(settleAfter * 2 ** times, longestWait);
}

/** After how long without a renewal in Redis a worker sends nothing more for its row, in milliseconds. */
export function holdTime(settleAfter: number): number {
  return settleAfter / 4;
}

/**
 * How long to wait before the vendor's "not done" about a row can be trusted, in milliseconds; 0 or less if it can be trusted now.
 * The last request may have been sent up to `holdTime` after the last renewal, and may take `settleAfter` from then on. If the queue
 * lost states, requests may have been in progress when it was created. In all that time, the clock of Redis must have been steady.
 */
export function untilBelieved(
  { settleAfter, clock }: Pick<RowWork<object>, "settleAfter" | "clock">,
  { record, age, queue }: SeenRow,
): number {
  const silence = settleAfter + holdTime(settleAfter);
  // No worker holds a pending row.
  const silent = record.state === "sending" ? age : Infinity;
  return silence - Math.min(silent, queue.now - queue.since, clock.steadyFor());
}

/** The result for a row whose record shows that it has ended. */
export function ended(record: RowRecord, isNew: boolean): WorkResult {
  const { state, detail, vendorId, reason = "The reason is unknown." } = record;
  const outcome: FinalOutcome =
    state === "done"
      ? { state, detail, vendorId }
      : { state: state === "failed" ? "failed" : "unknown", reason };
  return { kind: "ended", outcome, isNew };
}
