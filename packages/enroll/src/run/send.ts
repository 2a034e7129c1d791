import { endRows, type KnownRow, type RowResult, type RunContext } from "./context.ts";
import { aborted, unlessAborted } from "./control.ts";
import { forEachBatch } from "./each-batch.ts";
import { type Failure, readFailure } from "./failures.ts";
import { downReason } from "./streak.ts";
import type { RowOutcome } from "../target.ts";

function sameForAll<Row extends object>(
  batch: readonly KnownRow<Row>[],
  result: Omit<RowResult<Row>, "known">,
): readonly RowResult<Row>[] {
  return batch.map((known) => ({ known, ...result }));
}

function resultOf<Row extends object>(
  known: KnownRow<Row>,
  outcome: RowOutcome | undefined,
  isLast: boolean,
): RowResult<Row> {
  if (outcome === undefined) {
    return { known, to: "unknown", reason: "the target returned no outcome for this row" };
  }
  const { state } = outcome;
  if (state === "done") return { known, to: state, reason: outcome.detail, vendorId: outcome.vendorId };
  if (state !== "retry") return { known, to: state, reason: outcome.reason };
  return { known, to: isLast ? "failed" : "pending", reason: outcome.reason };
}

function reasonOf(outcomes: readonly RowOutcome[]): string {
  for (const outcome of outcomes) if (outcome.state !== "done") return outcome.reason;
  return "no outcome";
}

function end<Row extends object>(run: RunContext<Row>, results: readonly RowResult<Row>[]): void {
  for (const { known, to } of results) {
    if (to === "unknown") run.newlyUnknown.set(known.id, run.clock.now());
    else if (to === "pending") run.givenBack.add(known.id);
  }
  endRows(run, "sending", results);
}

function stopIfDown<Row extends object>(
  run: RunContext<Row>,
  isDown: boolean,
  reason: string,
  cause: unknown,
): void {
  if (!isDown) return;
  run.control.stop({
    reason: downReason(reason),
    cause,
  });
}

function endFailed<Row extends object>(
  run: RunContext<Row>,
  batch: readonly KnownRow<Row>[],
  { isProven, isUnsent, fault, reason, retryAfter }: Failure,
  { error, isLast }: { readonly error: unknown; readonly isLast: boolean },
): void {
  // Rows whose request was never sent have not failed: another run sends them, and this one ends with the reason.
  const isUseless = fault === "set-up" || (fault === "vendor" && isUnsent && isLast);
  const stateIfProven = isUseless || (fault === "vendor" && !isLast) ? "pending" : "failed";
  end(run, sameForAll(batch, { to: isProven ? stateIfProven : "unknown", reason }));
  if (isUseless) {
    run.control.stop({ reason, cause: error });
  } else if (fault === "vendor") {
    if (retryAfter !== undefined) run.pause.ask(retryAfter, reason);
    stopIfDown(run, run.streak.add(), reason, error);
  } else {
    run.streak.end();
  }
}

async function sendBatch<Row extends object>(
  run: RunContext<Row>,
  batch: readonly KnownRow<Row>[],
  isLast: boolean,
): Promise<void> {
  const { target, control, commits, pause } = run;
  await pause.over();
  if (control.isStopping) return;
  try {
    await commits.sending(batch.map(({ id }) => id));
  } catch {
    // The journal has already stopped the run. Nothing was sent.
    return;
  }
  if (control.isStopping) {
    end(run, sameForAll(batch, { to: "pending" }));
    return;
  }
  try {
    const call = async () =>
      target.send(
        batch.map(({ row }) => row),
        { signal: control.callSignal },
      );
    const outcomes = await unlessAborted(call(), control.callSignal);
    if (outcomes === aborted) return;
    end(
      run,
      batch.map((known, index) => resultOf(known, outcomes[index], isLast)),
    );
    // A judgment of at least one row shows that the vendor is up.
    if (outcomes.some(({ state }) => state === "done" || state === "failed")) run.streak.end();
    else stopIfDown(run, run.streak.add(), reasonOf(outcomes), undefined);
  } catch (error) {
    // Abandoned by the user: the row stays in `sending`.
    if (!control.callSignal.aborted) endFailed(run, batch, readFailure(error), { error, isLast });
  }
}

/** How the rows of a pass are sent. */
interface Pass {
  /** How many rows are pending at most; with the last of them the reading ends. @default all */
  readonly limit?: number | undefined;
  /** Whether rate-limited rows fail. In an earlier pass they become pending again. */
  readonly isLast: boolean;
}

/** Sends pending rows, reading the source from its start, and waits for the last answer. */
export async function sendPending<Row extends object>(
  run: RunContext<Row>,
  { limit, isLast }: Pass,
): Promise<void> {
  const isPending = (known: KnownRow<Row>): known is KnownRow<Row> => known.state === "pending";
  await forEachBatch(run, { isSelected: isPending, limit }, (batch) => sendBatch(run, batch, isLast));
}
