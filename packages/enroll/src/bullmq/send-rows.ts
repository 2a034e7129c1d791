import { type Failure, readFailure } from "../run/failures.ts";
import { readOutcome } from "../sending/read-outcome.ts";
import { longestVendorWait, mostRepetitions, waitAfter } from "../sending/waits.ts";
import type { RowOutcome } from "../target.ts";
import { keepTaken, type TakenRow } from "./keep-taken.ts";
import { QueueError } from "./queue-error.ts";
import type { RowRecord } from "./row-states.ts";
import {
  ended,
  type FleetWork,
  holdTime,
  type RowInHand,
  type Step,
  takeSteps,
  type WorkResult,
} from "./row-work.ts";
import { type Moment, momentOf, mostSince } from "./silence.ts";

/** Why a row is sent again, and when. */
interface Repetition extends Pick<Failure, "reason" | "retryAfter"> {
  /** Whether the request was never sent. The vendor had no chance to accept it, so the row never fails because of it. */
  readonly isUnsent: boolean;
}

/** A row that was taken to be sent. */
interface RowToSend<Row extends object> extends TakenRow {
  readonly row: Row;
}

/** What became of the rows of a call: an outcome for each, or an error for all of them. */
type Answer = readonly (RowOutcome | undefined)[] | (Failure & { readonly isAborted: boolean });

/** Says what became of a row whose state is lost: the error is the only record of its outcome. */
function lastWords({ id, taken }: TakenRow, { state, vendorId, reason }: RowRecord): Step["ifLost"] {
  const about = [
    state === "pending" ? "nothing was carried out" : state === "sending" ? "unknown" : state,
    ...(vendorId === undefined ? [] : [`the vendor's id is ${vendorId}`]),
    ...(reason === undefined ? [] : [reason]),
  ].join("; ");
  return (error) =>
    new QueueError(
      error.problem,
      `${taken.line === 0 ? "An enrollment" : `Line ${taken.line}`} (${id}) was being sent when its state was lost. This message is the only record of its outcome: ${about}. ${error.message}`,
      { cause: error },
    );
}

/** Ends the turn of a row with a record and a result. */
function stepTo(row: TakenRow, next: RowRecord, result: WorkResult, otherwise: WorkResult): Step {
  const { id, taken } = row;
  return { change: { id, seen: taken, next }, result, otherwise, ifLost: lastWords(row, next) };
}

/** Schedules a rate-limited or unsent row to be sent again later. After too many tries it fails. */
function repeat(
  { settleAfter }: FleetWork<object>,
  row: TakenRow,
  { reason, retryAfter, isUnsent }: Repetition,
): Step {
  const { taken } = row;
  const { repetitions = 0 } = taken;
  const milliseconds =
    retryAfter === undefined ? waitAfter(settleAfter, repetitions) : Math.min(retryAfter, longestVendorWait);
  const wait: WorkResult = { kind: "wait", milliseconds };
  if (isUnsent || repetitions < mostRepetitions)
    return stepTo(row, { ...taken, state: "pending", reason, repetitions: repetitions + 1 }, wait, wait);
  const failed: RowRecord = { ...taken, state: "failed", reason };
  return stepTo(row, failed, ended(failed, true), wait);
}

function afterOutcome<Row extends object>(
  { target, settleAfter }: FleetWork<Row>,
  row: TakenRow,
  outcome: Exclude<RowOutcome, { readonly state: "retry" }>,
): Step {
  const { taken } = row;
  const again: WorkResult = { kind: "wait", milliseconds: settleAfter };
  const result: RowRecord = { ...taken, ...outcome };
  if (result.state !== "unknown" || target.settle === undefined)
    return stepTo(row, result, ended(result, true), again);
  // The row stays in `sending` until the vendor was asked.
  const { lostAnswers = 0 } = taken;
  return stepTo(row, { ...result, state: "sending", lostAnswers: lostAnswers + 1 }, again, again);
}

function afterFailure<Row extends object>(
  work: FleetWork<Row>,
  row: TakenRow,
  { isProven, isUnsent, fault, reason, retryAfter, isAborted }: Exclude<Answer, readonly unknown[]>,
): Step {
  if (!isProven) return afterOutcome(work, row, { state: "unknown", reason });
  // No row can be sent, or aborted by this worker: treat the row as if it had never been taken.
  const again: WorkResult = { kind: "wait", milliseconds: work.settleAfter };
  const pending: RowRecord = { ...row.taken, state: "pending" };
  if (fault === "set-up") return stepTo(row, pending, { kind: "stop", reason }, { kind: "stop", reason });
  if (isAborted) return stepTo(row, pending, again, again);
  if (fault === "vendor") return repeat(work, row, { reason, retryAfter, isUnsent });
  return afterOutcome(work, row, { state: "failed", reason });
}

/** Sends rows that this worker has taken, in one call, and records the outcome of each. */
async function send<Row extends object>(
  work: FleetWork<Row>,
  rows: readonly RowToSend<Row>[],
  takenAt: Moment,
): Promise<readonly (WorkResult | undefined)[]> {
  if (rows.length === 0) return [];
  const { target, states } = work;
  const hold = keepTaken(work, rows, takenAt);
  let answer: Answer;
  try {
    answer = await target.send(
      rows.map(({ row }) => row),
      { signal: hold.signal },
    );
  } catch (error) {
    answer = { ...readFailure(error), isAborted: hold.signal.aborted };
  } finally {
    hold.end();
  }
  const steps = rows.map((row, index): Step => {
    if ("fault" in answer) return afterFailure(work, row, answer);
    const outcome = readOutcome(answer[index]);
    if (outcome.state !== "retry") return afterOutcome(work, row, outcome);
    return repeat(work, row, { reason: outcome.reason, retryAfter: undefined, isUnsent: false });
  });
  return takeSteps(states, steps);
}

/** Gives back rows that were taken and not sent. */
async function release(
  { states, settleAfter }: FleetWork<object>,
  rows: readonly TakenRow[],
): Promise<readonly (WorkResult | undefined)[]> {
  const again: WorkResult = { kind: "wait", milliseconds: settleAfter };
  const steps = rows.map(({ id, taken }) => ({
    change: { id, seen: taken, next: { ...taken, state: "pending" as const } },
    result: again,
    otherwise: again,
  }));
  return takeSteps(states, steps);
}

/**
 * Takes rows for this worker and sends them in one call. The rows are marked as taken before the request is sent. Returns nothing for
 * a row if another worker was faster, or if the queue came into doubt since the row was read.
 */
export async function takeAndSend<Row extends object>(
  work: FleetWork<Row>,
  rows: readonly RowInHand<Row>[],
): Promise<readonly (WorkResult | undefined)[]> {
  if (rows.length === 0) return [];
  const { states, clock, settleAfter } = work;
  const toTake = rows.map(({ id, row, seen: { record, queue } }) => {
    const { line, fence, lostAnswers, repetitions } = record;
    const taken: RowRecord = { state: "sending", fence: fence + 1, line, lostAnswers, repetitions };
    return { id, row, taken, change: { id, seen: record, next: taken, since: queue.since } };
  });
  const askedAt = momentOf(clock);
  const replaced = await states.replaceAll(toTake.map(({ change }) => change));
  const mine = toTake.filter((_row, index) => replaced[index] === "written");
  // If Redis has lost states, or replied so late that others may consider the rows abandoned, nothing is sent.
  const maySend = !replaced.includes("lost") && mostSince(clock, askedAt) <= holdTime(settleAfter);
  const results = (await (maySend ? send(work, mine, askedAt) : release(work, mine))).values();
  return replaced.map((replacement) => {
    if (replacement === "lost") return { kind: "error", error: states.lost() };
    return replacement === "written" ? results.next().value : undefined;
  });
}
