import type { RowOutcome, Target } from "../target.ts";
import type { RowRecord, RowStates, SeenRow } from "./row-states.ts";
import type { SteadyClock } from "./steady-clock.ts";

/** A row of a job, and what is needed to send it. */
export interface RowWork<Row extends object> {
  readonly states: RowStates;
  readonly target: Target<Row>;
  readonly id: string;
  readonly row: Row;
  /** The longest that a request may be under way, in milliseconds. */
  readonly settleAfter: number;
  /** This worker's own, for all rows of its queue. */
  readonly clock: SteadyClock;
}

/** An outcome that ends a row. */
type FinalOutcome = Exclude<RowOutcome, { readonly state: "retry" }>;

/** What came of a job: the row has ended, it must wait for some milliseconds, or the worker must stop over it. */
export type WorkResult =
  | { readonly kind: "ended"; readonly outcome: FinalOutcome; readonly isNew: boolean }
  | { readonly kind: "wait"; readonly milliseconds: number }
  | { readonly kind: "stop"; readonly reason: string };

/** The longest wait before something is tried again, in milliseconds. */
const longestWait = 3_600_000;

/** How long to wait when something was tried in vain for so many times: longer and longer. */
export function waitAfter(settleAfter: number, times: number): number {
  return Math.min(settleAfter * 2 ** times, longestWait);
}

/** A worker that Redis has not heard of for so long sends nothing more for its row, in milliseconds. */
export function holdTime(settleAfter: number): number {
  return settleAfter / 4;
}

/**
 * For how many milliseconds the vendor's "not done" about a row is not yet believed; 0 or less when it is. The last request
 * may have left when Redis had not heard of its worker for `holdTime`, and may be under way for `settleAfter` from then
 * on; of a queue that has lost states, requests may have been under way when it was made. And the clock of Redis, by
 * which all of this is known, must have gone evenly meanwhile.
 */
export function untilBelieved(
  { settleAfter, clock }: Pick<RowWork<object>, "settleAfter" | "clock">,
  { record, age, queue }: SeenRow,
): number {
  const silence = settleAfter + holdTime(settleAfter);
  // Nobody holds a row that is pending.
  const silent = record.state === "sending" ? age : Infinity;
  return silence - Math.min(silent, queue.now - queue.since, clock.steadyFor());
}

/** The result for a row whose record says that it has ended. */
export function ended(record: RowRecord, isNew: boolean): WorkResult {
  const { state, detail, vendorId, reason = "it is not known why" } = record;
  const outcome: FinalOutcome =
    state === "done"
      ? { state, detail, vendorId }
      : { state: state === "failed" ? "failed" : "unknown", reason };
  return { kind: "ended", outcome, isNew };
}
