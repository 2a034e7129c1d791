import type { RowOutcome, Target } from "../target.ts";
import type { QueueError } from "./queue-error.ts";
import type { RowChange, RowRecord, RowStates, SeenRow } from "./row-states.ts";
import type { SteadyClock } from "./steady-clock.ts";

/** The states of rows, as far as a worker reads and writes them. */
export type WorkStates = Pick<RowStates, "look" | "replace" | "replaceAll" | "lost">;

/** What a worker uses for all its rows. */
export interface FleetWork<Row extends object> {
  readonly states: WorkStates;
  readonly target: Pick<Target<Row>, "name" | "send" | "settle" | "batchSize" | "groupOf">;
  /** The longest that a request may take, in milliseconds. */
  readonly settleAfter: number;
  readonly clock: SteadyClock;
}

/** A row as it was read from Redis, to be sent or asked about. */
export interface RowInHand<Row extends object> {
  readonly id: string;
  readonly row: Row;
  readonly seen: SeenRow;
}

/** An outcome that ends a row. */
type FinalOutcome = Exclude<RowOutcome, { readonly state: "retry" }>;

/**
 * The result of a job: the row has ended, it must wait for a number of milliseconds, it goes back to the queue because the worker is
 * ending, the worker must stop, or an error that concerns only some rows of a call.
 */
export type WorkResult =
  | { readonly kind: "ended"; readonly outcome: FinalOutcome; readonly isNew: boolean }
  | { readonly kind: "wait"; readonly milliseconds: number }
  | { readonly kind: "back" }
  | { readonly kind: "stop"; readonly reason: string }
  | { readonly kind: "error"; readonly error: unknown };

/** Works on rows in one call, and returns the result for each; nothing for a row that another worker took first. */
export type RowAct<Row extends object> = (
  work: FleetWork<Row>,
  rows: readonly RowInHand<Row>[],
) => Promise<readonly (WorkResult | undefined)[]>;

/** A change of a row's record with the result of its job. */
export interface Step {
  readonly change: RowChange;
  /** The result if the change was written. */
  readonly result: WorkResult;
  /** The result if another worker has taken the row, which knows more by now. */
  readonly otherwise: WorkResult | undefined;
  /** The error if its state is lost. @default that the queue has lost states */
  readonly ifLost?: ((error: QueueError) => QueueError) | undefined;
}

/** Writes the changes of rows, all in one step, and returns the result for each. */
export async function takeSteps(
  states: WorkStates,
  steps: readonly Step[],
): Promise<readonly (WorkResult | undefined)[]> {
  if (steps.length === 0) return [];
  const replaced = await states.replaceAll(steps.map(({ change }) => change));
  return steps.map(({ result, otherwise, ifLost }, index) => {
    const replacement = replaced[index];
    if (replacement === "written") return result;
    if (replacement === "taken") return otherwise;
    const error = states.lost();
    return { kind: "error", error: ifLost?.(error) ?? error };
  });
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
  { settleAfter, clock }: Pick<FleetWork<object>, "settleAfter" | "clock">,
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
