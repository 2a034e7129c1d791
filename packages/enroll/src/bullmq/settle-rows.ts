import { type Failure, readFailure } from "../run/failures.ts";
import { readSettlement } from "../sending/read-outcome.ts";
import { mostLostAnswers, mostQuestions, waitAfter } from "../sending/waits.ts";
import type { Settlement } from "../target.ts";
import type { RowRecord } from "./row-states.ts";
import { ended, type FleetWork, type RowInHand, type Step, takeSteps, type WorkResult } from "./row-work.ts";
import { takeAndSend } from "./send-rows.ts";

async function ask<Row extends object>(
  { target }: FleetWork<Row>,
  rows: readonly RowInHand<Row>[],
): Promise<readonly Settlement[] | Failure> {
  try {
    // Asking is harmless, so it never has to be aborted.
    const { signal } = new AbortController();
    return (
      (await target.settle?.(
        rows.map(({ row }) => row),
        { signal },
      )) ?? []
    );
  } catch (error) {
    return readFailure(error);
  }
}

/** Ends a row with the vendor's answer. */
function finish(
  { id, seen: { record } }: RowInHand<object>,
  end: Pick<RowRecord, "state" | "detail" | "reason" | "held">,
): Step {
  const next: RowRecord = { fence: record.fence, line: record.line, ...end };
  return { change: { id, seen: record, next }, result: ended(next, true), otherwise: undefined };
}

/** Ends a row when the vendor could not say whether it was carried out. */
function leaveUnknown(row: RowInHand<object>, why: string): Step {
  const { state, reason = "The worker that sent it was lost." } = row.seen.record;
  if (state === "sending") return finish(row, { state: "unknown", reason: `${reason} ${why}` });
  return finish(row, {
    state: "unknown",
    held: true,
    reason: `It was not sent, because it may have been sent before: the queue is new or may have lost states. ${why} If you know that it was not sent before, call confirmQueue and add the row again.`,
  });
}

/** Ends a row by the vendor's answer, or returns nothing if it is to be sent again. */
function afterAnswer<Row extends object>(
  { target }: FleetWork<Row>,
  row: RowInHand<Row>,
  answer: Settlement,
): Step | undefined {
  if (answer === "done")
    return finish(row, { state: "done", detail: `${target.name} confirms that it was carried out.` });
  if (answer === "cannot-tell") return leaveUnknown(row, `${target.name} cannot tell.`);
  const { lostAnswers = 0, reason = "The vendor's answer was lost." } = row.seen.record;
  if (lostAnswers < mostLostAnswers) return undefined;
  return finish(row, {
    state: "failed",
    reason: `${reason} It was sent ${lostAnswers} times, and each time ${target.name} reported that it was not carried out.`,
  });
}

/** Schedules the next question about a row, unless there were too many. */
function afterFailure<Row extends object>(
  { target, settleAfter }: FleetWork<Row>,
  row: RowInHand<Row>,
  { reason, retryAfter }: Failure,
): Step {
  const { id, seen } = row;
  const { asked = 0 } = seen.record;
  if (asked + 1 >= mostQuestions) return leaveUnknown(row, `${target.name} could not be asked: ${reason}`);
  const milliseconds = Math.max(waitAfter(settleAfter, asked), retryAfter ?? 0);
  return {
    change: { id, seen: seen.record, next: { ...seen.record, asked: asked + 1 } },
    result: { kind: "wait", milliseconds },
    otherwise: undefined,
  };
}

/**
 * Asks the vendor about rows that may have been carried out, in one call, and sends those that were not, in another. Returns nothing
 * for a row if another worker was faster.
 */
export async function settleRows<Row extends object>(
  work: FleetWork<Row>,
  rows: readonly RowInHand<Row>[],
): Promise<readonly (WorkResult | undefined)[]> {
  const { states } = work;
  const answers = await ask(work, rows);
  if ("fault" in answers) {
    const { fault, reason } = answers;
    // Every further question would fail for the same reason.
    if (fault === "set-up") return rows.map(() => ({ kind: "stop", reason }));
    return takeSteps(
      states,
      rows.map((row) => afterFailure(work, row, answers)),
    );
  }
  const steps = rows.map((row, index) => afterAnswer(work, row, readSettlement(answers[index])));
  const toSend = rows.filter((_row, index) => steps[index] === undefined);
  // What the vendor has confirmed is recorded first, and stays so if the rest fails.
  const ending = await takeSteps(
    states,
    steps.filter((step) => step !== undefined),
  );
  const sending = await takeAndSend(work, toSend).catch((error: unknown) =>
    toSend.map((): WorkResult => ({ kind: "error", error })),
  );
  const [endings, sendings] = [ending.values(), sending.values()];
  return steps.map((step) => (step === undefined ? sendings : endings).next().value);
}
