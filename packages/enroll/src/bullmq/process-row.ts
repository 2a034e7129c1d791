import { type Failure, readFailure } from "../run/failures.ts";
import type { RowOutcome, Settlement, Target } from "../target.ts";
import { keepTaken } from "./keep-taken.ts";
import type { RowRecord, RowStates, SeenRow } from "./row-states.ts";

/** How often the vendor is asked about a row when the asking itself fails. */
const mostQuestions = 5;
/** How often a row is sent again that the vendor had no time for, each time after a longer wait: some five hours in all. */
const mostRepetitions = 10;
/** The longest of these waits, in milliseconds. */
const longestWait = 3_600_000;
/** The longest wait where the vendor asks for one: a quota of a day is worth waiting for. */
const longestVendorWait = 86_400_000;

/** A row of a job, and what is needed to send it. */
export interface RowWork<Row extends object> {
  readonly states: RowStates;
  readonly target: Target<Row>;
  readonly id: string;
  readonly row: Row;
  /** Milliseconds that must have passed in silence before the vendor's "not done" is believed. */
  readonly settleAfter: number;
}

/** An outcome that ends a row. */
type FinalOutcome = Exclude<RowOutcome, { readonly state: "retry" }>;

/** What came of a job: the row has ended, it must wait for some milliseconds, or the fleet must stop over it. */
export type WorkResult =
  | { readonly kind: "ended"; readonly outcome: FinalOutcome; readonly isNew: boolean }
  | { readonly kind: "wait"; readonly milliseconds: number }
  | { readonly kind: "stop"; readonly reason: string };

function outcomeOf(record: RowRecord): FinalOutcome {
  const { state, detail, vendorId, reason = "it is not known why" } = record;
  if (state === "done") return { state, detail, vendorId };
  return { state: state === "failed" ? "failed" : "unknown", reason };
}

function ended(record: RowRecord, isNew: boolean): WorkResult {
  return { kind: "ended", outcome: outcomeOf(record), isNew };
}

/** Lets a row be sent again later that the vendor had no time for; after too many times it has failed. */
async function repeat<Row extends object>(
  { states, id, settleAfter }: RowWork<Row>,
  taken: RowRecord,
  { reason, retryAfter }: Pick<Failure, "reason" | "retryAfter">,
): Promise<WorkResult> {
  const { repetitions = 0 } = taken;
  const wait =
    retryAfter === undefined
      ? Math.min(settleAfter * 2 ** repetitions, longestWait)
      : Math.min(retryAfter, longestVendorWait);
  const isLast = repetitions >= mostRepetitions;
  const next: RowRecord = isLast
    ? { ...taken, state: "failed", reason }
    : { ...taken, state: "pending", repetitions: repetitions + 1 };
  const isWritten = await states.replace(id, taken, next);
  return isLast && isWritten ? ended(next, true) : { kind: "wait", milliseconds: wait };
}

/** Sends a row that this worker has taken, and writes down what came of it. */
async function send<Row extends object>(work: RowWork<Row>, taken: RowRecord): Promise<WorkResult> {
  const { states, target, id, row, settleAfter } = work;
  const again: WorkResult = { kind: "wait", milliseconds: settleAfter };
  const hold = keepTaken(work, taken);
  let outcome: RowOutcome;
  let retryAfter: number | undefined;
  try {
    const [given] = await target.send([row], { signal: hold.signal });
    outcome = given ?? { state: "unknown", reason: `${target.name} gave no outcome for the row.` };
  } catch (error) {
    const failure = readFailure(error);
    const { isProven, fault, reason } = failure;
    // Given up by us, or no row could be sent: it stands as if it had never been taken.
    if (isProven && (hold.signal.aborted || fault === "set-up")) {
      await states.replace(id, taken, { ...taken, state: "pending" });
      return hold.signal.aborted ? again : { kind: "stop", reason };
    }
    const state = fault === "vendor" ? "retry" : "failed";
    outcome = { state: isProven ? state : "unknown", reason };
    retryAfter = failure.retryAfter;
  } finally {
    hold.end();
  }
  if (outcome.state === "retry") return repeat(work, taken, { reason: outcome.reason, retryAfter });
  let next: RowRecord = { ...taken, ...outcome };
  const { lostAnswers = 0 } = taken;
  // It stays as it is until the vendor was asked: once, since what is lost twice would be lost a third time.
  const isToSettle = next.state === "unknown" && target.settle !== undefined && lostAnswers === 0;
  if (isToSettle) next = { ...next, state: "sending", lostAnswers: lostAnswers + 1 };
  // Where it fails, somebody else has taken the row over and knows more by now.
  return (await states.replace(id, taken, next)) && !isToSettle ? ended(next, true) : again;
}

/** Takes a row to be sent by this worker. Written before the request leaves. */
async function takeAndSend<Row extends object>(
  work: RowWork<Row>,
  { record }: SeenRow,
): Promise<WorkResult | undefined> {
  const { line, fence, lostAnswers, repetitions } = record;
  const taken: RowRecord = { state: "sending", fence: fence + 1, line, lostAnswers, repetitions };
  const asked = performance.now();
  if (!(await work.states.replace(work.id, record, taken))) return undefined;
  // The answer of Redis took so long that another may take the row for abandoned.
  if (performance.now() - asked > work.settleAfter / 4)
    return { kind: "wait", milliseconds: work.settleAfter };
  return send(work, taken);
}

/** Ends a row with what the vendor said. Gives nothing when somebody else was faster. */
async function finish<Row extends object>(
  { states, id }: RowWork<Row>,
  seen: RowRecord,
  state: "done" | "unknown",
  words: string,
): Promise<WorkResult | undefined> {
  const about = state === "done" ? { detail: words } : { reason: words };
  const next: RowRecord = { state, fence: seen.fence, line: seen.line, ...about };
  return (await states.replace(id, seen, next)) ? ended(next, true) : undefined;
}

async function ask<Row extends object>({ target, row }: RowWork<Row>): Promise<Settlement | Error> {
  try {
    // To ask does no harm, so that nothing has to end it early.
    const [settlement] = (await target.settle?.([row], { signal: new AbortController().signal })) ?? [];
    return settlement ?? "cannot-tell";
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Asks the vendor about a row that may have been carried out. */
async function settle<Row extends object>(
  work: RowWork<Row>,
  seen: SeenRow,
): Promise<WorkResult | undefined> {
  const { states, target, id, settleAfter } = work;
  const { record } = seen;
  const answer = await ask(work);
  if (answer === "not-done") return takeAndSend(work, seen);
  if (answer === "done") return finish(work, record, "done", `${target.name} has carried it out.`);
  const before = record.reason ?? "The worker that sent it was lost.";
  if (answer === "cannot-tell")
    return finish(work, record, "unknown", `${before} ${target.name} cannot tell.`);
  const asked = (record.asked ?? 0) + 1;
  if (asked >= mostQuestions)
    return finish(work, record, "unknown", `${before} ${target.name} could not be asked: ${answer.message}`);
  const isWritten = await states.replace(id, record, { ...record, asked });
  return isWritten ? { kind: "wait", milliseconds: settleAfter } : undefined;
}

/**
 * Brings a row to its end, or as far as it goes now: sends it if nobody has, asks the vendor if somebody may have, and
 * gives what is written where it has ended.
 */
export async function processRow<Row extends object>(work: RowWork<Row>): Promise<WorkResult> {
  const { states, id, settleAfter } = work;
  for (;;) {
    const seen = await states.look(id);
    if (seen === undefined) {
      throw new Error(
        "The job is of a row that its queue's states in Redis do not know. Add rows with enqueueRows, and clear a queue with its states or not at all.",
      );
    }
    const { record, age } = seen;
    const { state } = record;
    if (state === "done" || state === "failed" || state === "unknown") return ended(record, false);
    if (state === "sending" && age < settleAfter) return { kind: "wait", milliseconds: settleAfter - age };
    const result = await (state === "pending" ? takeAndSend(work, seen) : settle(work, seen));
    // Without a result another worker was faster: look again.
    if (result !== undefined) return result;
  }
}
