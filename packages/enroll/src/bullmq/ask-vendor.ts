import { type Failure, readFailure } from "../run/failures.ts";
import type { Settlement } from "../target.ts";
import type { RowRecord, SeenRow } from "./row-states.ts";
import { ended, type RowWork, waitAfter, type WorkResult } from "./row-work.ts";
import { takeAndSend } from "./send-row.ts";

/** How often the vendor is asked about a row if asking fails, each time after a longer wait. */
const mostQuestions = 5;
/** How often a row is sent if its answer is lost each time and the vendor has not carried it out. */
const mostLostAnswers = 3;

async function ask<Row extends object>({ target, row }: RowWork<Row>): Promise<Settlement | Failure> {
  try {
    // Asking is harmless, so it never has to be aborted.
    const [settlement] = (await target.settle?.([row], { signal: new AbortController().signal })) ?? [];
    return settlement ?? "cannot-tell";
  } catch (error) {
    return readFailure(error);
  }
}

/** Ends a row with the vendor's answer. Returns nothing if another worker was faster. */
async function finish<Row extends object>(
  { states, id }: RowWork<Row>,
  seen: RowRecord,
  end: Pick<RowRecord, "state" | "detail" | "reason" | "held">,
): Promise<WorkResult | undefined> {
  const next: RowRecord = { fence: seen.fence, line: seen.line, ...end };
  return (await states.replace(id, seen, next)) ? ended(next, true) : undefined;
}

/** Ends a row when the vendor could not say whether it was carried out. */
function leaveUnknown<Row extends object>(
  work: RowWork<Row>,
  record: RowRecord,
  why: string,
): Promise<WorkResult | undefined> {
  if (record.state === "sending") {
    const before = record.reason ?? "The worker that sent it was lost.";
    return finish(work, record, { state: "unknown", reason: `${before} ${why}` });
  }
  return finish(work, record, {
    state: "unknown",
    held: true,
    reason: `It was not sent, because it may have been sent before: the queue is new or may have lost states. ${why} If you know that it was not sent before, call confirmQueue and add the row again.`,
  });
}

/**
 * Asks the vendor about a row that may have been carried out, and sends it if the vendor says that it was not. Returns nothing if
 * another worker was faster.
 */
export async function settleRow<Row extends object>(
  work: RowWork<Row>,
  seen: SeenRow,
): Promise<WorkResult | undefined> {
  const { states, target, id, settleAfter } = work;
  const { record } = seen;
  const answer = await ask(work);
  if (answer === "done") {
    return finish(work, record, {
      state: "done",
      detail: `${target.name} confirms that it was carried out.`,
    });
  }
  if (answer === "cannot-tell") return leaveUnknown(work, record, `${target.name} cannot tell.`);
  if (answer === "not-done") {
    const { lostAnswers = 0, reason = "The vendor's answer was lost." } = record;
    if (lostAnswers < mostLostAnswers) return takeAndSend(work, seen);
    return finish(work, record, {
      state: "failed",
      reason: `${reason} It was sent ${lostAnswers} times, and each time ${target.name} reported that it was not carried out.`,
    });
  }
  // Every further question would fail for the same reason.
  if (answer.fault === "set-up") return { kind: "stop", reason: answer.reason };
  const { asked = 0 } = record;
  if (asked + 1 >= mostQuestions)
    return leaveUnknown(work, record, `${target.name} could not be asked: ${answer.reason}`);
  const isWritten = await states.replace(id, record, { ...record, asked: asked + 1 });
  const wait = Math.max(waitAfter(settleAfter, asked), answer.retryAfter ?? 0);
  return isWritten ? { kind: "wait", milliseconds: wait } : undefined;
}
