import { type Failure, readFailure } from "../run/failures.ts";
import type { RowOutcome } from "../target.ts";
import { keepTaken } from "./keep-taken.ts";
import { QueueError } from "./queue-error.ts";
import type { RowRecord, SeenRow } from "./row-states.ts";
import { ended, holdTime, type RowWork, waitAfter, type WorkResult } from "./row-work.ts";

/** How often a rate-limited row is sent again, each time after a longer wait: about five hours in all. */
const mostRepetitions = 10;
/** The longest of these waits if the vendor asks for one, in milliseconds: a daily quota is worth waiting for. */
const longestVendorWait = 86_400_000;

/** Why a row is sent again, and when. */
interface Repetition extends Pick<Failure, "reason" | "retryAfter"> {
  /** Whether the request was never sent. The vendor had no chance to accept it, so the row never fails because of it. */
  readonly isUnsent: boolean;
}

/** Schedules a rate-limited or unsent row to be sent again later. After too many tries it fails. */
async function repeat<Row extends object>(
  work: RowWork<Row>,
  taken: RowRecord,
  { reason, retryAfter, isUnsent }: Repetition,
): Promise<WorkResult> {
  const { repetitions = 0 } = taken;
  const wait =
    retryAfter === undefined
      ? waitAfter(work.settleAfter, repetitions)
      : Math.min(retryAfter, longestVendorWait);
  const isLast = !isUnsent && repetitions >= mostRepetitions;
  const next: RowRecord = isLast
    ? { ...taken, state: "failed", reason }
    : { ...taken, state: "pending", reason, repetitions: repetitions + 1 };
  const isWritten = await writeSent(work, taken, next);
  return isLast && isWritten ? ended(next, true) : { kind: "wait", milliseconds: wait };
}

/** Records the outcome of a sent row. If its state is lost, the error is the only record of the outcome. */
async function writeSent<Row extends object>(
  { states, id }: RowWork<Row>,
  taken: RowRecord,
  next: RowRecord,
): Promise<boolean> {
  try {
    return await states.replace(id, taken, next);
  } catch (error) {
    if (!QueueError.isInstance(error)) throw error;
    const { state, vendorId, reason } = next;
    const about = [
      state === "pending" ? "nothing was carried out" : state === "sending" ? "unknown" : state,
      ...(vendorId === undefined ? [] : [`the vendor's id is ${vendorId}`]),
      ...(reason === undefined ? [] : [reason]),
    ].join("; ");
    throw new QueueError(
      error.problem,
      `${taken.line === 0 ? "An enrollment" : `Line ${taken.line}`} (${id}) was being sent when its state was lost. This message is the only record of its outcome: ${about}. ${error.message}`,
      { cause: error },
    );
  }
}

/** Sends a row that this worker has taken, and records the outcome. */
async function send<Row extends object>(work: RowWork<Row>, taken: RowRecord): Promise<WorkResult> {
  const { target, row, settleAfter } = work;
  const again: WorkResult = { kind: "wait", milliseconds: settleAfter };
  const hold = keepTaken(work, taken);
  let outcome: RowOutcome;
  let retryAfter: number | undefined;
  let isUnsent = false;
  try {
    const [given] = await target.send([row], { signal: hold.signal });
    outcome = given ?? { state: "unknown", reason: `${target.name} returned no outcome for the row.` };
  } catch (error) {
    const failure = readFailure(error);
    const { isProven, fault, reason } = failure;
    // Aborted by this worker, or no row can be sent: treat the row as if it had never been taken.
    if (isProven && (hold.signal.aborted || fault === "set-up")) {
      await writeSent(work, taken, { ...taken, state: "pending" });
      return hold.signal.aborted ? again : { kind: "stop", reason };
    }
    const state = fault === "vendor" ? "retry" : "failed";
    outcome = { state: isProven ? state : "unknown", reason };
    ({ retryAfter, isUnsent } = failure);
  } finally {
    hold.end();
  }
  if (outcome.state === "retry") return repeat(work, taken, { reason: outcome.reason, retryAfter, isUnsent });
  const result: RowRecord = { ...taken, ...outcome };
  // The row stays in `sending` until the vendor was asked.
  const isToSettle = result.state === "unknown" && target.settle !== undefined;
  const next: RowRecord = isToSettle
    ? { ...result, state: "sending", lostAnswers: (taken.lostAnswers ?? 0) + 1 }
    : result;
  const isWritten = await writeSent(work, taken, next);
  // If another worker has taken over the row, that worker knows more by now.
  return isWritten && !isToSettle ? ended(next, true) : again;
}

/**
 * Takes a row for this worker and sends it. The row is marked as taken before its request is sent. Returns nothing if another worker
 * was faster.
 */
export async function takeAndSend<Row extends object>(
  work: RowWork<Row>,
  { record }: SeenRow,
): Promise<WorkResult | undefined> {
  const { line, fence, lostAnswers, repetitions } = record;
  const taken: RowRecord = { state: "sending", fence: fence + 1, line, lostAnswers, repetitions };
  const askedAt = work.clock.now();
  if (!(await work.states.replace(work.id, record, taken))) return undefined;
  if (work.clock.now() - askedAt <= holdTime(work.settleAfter)) return send(work, taken);
  // Redis replied so late that others may consider the row abandoned. Nothing was sent.
  await work.states.replace(work.id, taken, { ...taken, state: "pending" });
  return { kind: "wait", milliseconds: work.settleAfter };
}
