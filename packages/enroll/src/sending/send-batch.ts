import { aborted, unlessAborted } from "../run/control.ts";
import { type Failure, readFailure } from "../run/failures.ts";
import { downReason } from "../run/streak.ts";
import type { RowOutcome } from "../target.ts";
import { readOutcome } from "./read-outcome.ts";
import type { RecordedRow, RowResult, SendingContext } from "./context.ts";

function sameForAll<Recorded>(
  batch: readonly Recorded[],
  result: Omit<RowResult<Recorded>, "known">,
): readonly RowResult<Recorded>[] {
  return batch.map((known) => ({ known, ...result }));
}

function resultOf<Recorded>(known: Recorded, outcome: RowOutcome, isLast: boolean): RowResult<Recorded> {
  const { state } = outcome;
  if (state === "done") return { known, to: state, reason: outcome.detail, vendorId: outcome.vendorId };
  if (state !== "retry") return { known, to: state, reason: outcome.reason };
  return { known, to: isLast ? "failed" : "pending", reason: outcome.reason };
}

function reasonOf(outcomes: readonly RowOutcome[]): string {
  for (const outcome of outcomes) if (outcome.state !== "done") return outcome.reason;
  return "no outcome";
}

function stopIfDown<Row extends object>(
  { control }: Pick<SendingContext<Row, RecordedRow<Row>>, "control">,
  isDown: boolean,
  reason: string,
  cause: unknown,
): void {
  if (isDown) control.stop({ reason: downReason(reason), cause });
}

function endFailed<Row extends object, Recorded extends RecordedRow<Row>>(
  context: SendingContext<Row, Recorded>,
  batch: readonly Recorded[],
  { isProven, isUnsent, fault, reason, retryAfter }: Failure,
  { error, isLast }: { readonly error: unknown; readonly isLast: boolean },
): void {
  // Rows whose request was never sent have not failed: they are sent later, and this ends with the reason.
  const isUseless = fault === "set-up" || (fault === "vendor" && isUnsent && isLast);
  const stateIfProven = isUseless || (fault === "vendor" && !isLast) ? "pending" : "failed";
  const to = isProven ? stateIfProven : "unknown";
  context.ended(sameForAll(batch, { to, reason, isUnsent: isUnsent || isUseless, retryAfter }));
  if (isUseless) {
    context.control.stop({ reason, cause: error });
  } else if (fault === "vendor") {
    if (retryAfter !== undefined) context.pause.ask(retryAfter, reason);
    stopIfDown(context, context.streak.add(), reason, error);
  } else {
    context.streak.end();
  }
}

/**
 * Sends rows in one call, once they are recorded as being sent, and records the outcomes. Never throws.
 *
 * @param isLast Whether rows fail that were not carried out without a judgment of the vendor, such as rate-limited ones.
 * Otherwise they become pending again.
 */
export async function sendBatch<Row extends object, Recorded extends RecordedRow<Row>>(
  context: SendingContext<Row, Recorded>,
  wanted: readonly Recorded[],
  isLast: boolean,
): Promise<void> {
  const { target, control, pause } = context;
  await pause.over();
  if (control.isStopping) return;
  let batch: readonly Recorded[];
  try {
    batch = await context.begin(wanted);
  } catch {
    // The journal has already reported it. Nothing was sent.
    return;
  }
  if (batch.length === 0) return;
  if (control.isStopping) {
    context.ended(sameForAll(batch, { to: "pending", isUnsent: true }));
    return;
  }
  try {
    const call = async () =>
      target.send(
        batch.map(({ row }) => row),
        { signal: control.callSignal },
      );
    const returned = await unlessAborted(call(), control.callSignal);
    if (returned === aborted) return;
    const read = batch.map((known, index) => ({ known, outcome: readOutcome(returned[index]) }));
    context.ended(read.map(({ known, outcome }) => resultOf(known, outcome, isLast)));
    const outcomes = read.map(({ outcome }) => outcome);
    // A judgment of at least one row shows that the vendor is up.
    if (outcomes.some(({ state }) => state === "done" || state === "failed")) context.streak.end();
    else stopIfDown(context, context.streak.add(), reasonOf(outcomes), undefined);
  } catch (error) {
    // Abandoned by the user: the row stays in `sending`.
    if (!control.callSignal.aborted) endFailed(context, batch, readFailure(error), { error, isLast });
  }
}
