import type { Settlement } from "../target.ts";
import { waitUntil } from "./clock.ts";
import { endRows, type KnownRow, type RowResult, type RunContext } from "./context.ts";
import { aborted, unlessAborted } from "./control.ts";
import { forEachBatch } from "./each-batch.ts";
import { readFailure } from "./failures.ts";
import { downReason } from "./streak.ts";

type OpenRow<Row extends object> = KnownRow<Row> & { readonly state: "sending" | "unknown" };

/** Which rows are asked about. */
interface Questions {
  /** The rows; undefined for all open ones. */
  readonly only: { readonly size: number; has(id: number): boolean } | undefined;
  /** When the vendor's "not done" about a row becomes believable, by the run's clock. */
  readonly believableAt: (id: number) => number;
}

/**
 * The states of open rows: `sending`, left by a process that ended; and `unknown`, if the target can ask the vendor. If it
 * cannot, a row in `sending` gets no answer and becomes `unknown`.
 */
function openStates<Row extends object>({ target }: RunContext<Row>): readonly OpenRow<Row>["state"][] {
  return target.settle === undefined ? ["sending"] : ["sending", "unknown"];
}

/** How many rows are open. */
export function countOpen<Row extends object>(run: RunContext<Row>): number {
  return openStates(run).reduce((count, state) => count + run.journal.countAll(state), 0);
}

const cannotTell = "it may have been carried out, and the vendor cannot confirm it";

/** Asks about rows once. Those whose "not done" came too early are added to `early`. */
async function settleBatch<Row extends object>(
  run: RunContext<Row>,
  batch: readonly OpenRow<Row>[],
  { believableAt }: Questions,
  early: Set<number>,
): Promise<void> {
  const { target, control, clock } = run;
  const end = (known: OpenRow<Row>, result: Omit<RowResult<Row>, "known">) => {
    endRows(run, known.state, [{ known, ...result }]);
  };
  await run.pause.over();
  if (control.isStopping) return;
  const askedAt = clock.now();
  try {
    const call = async (): Promise<readonly Settlement[]> =>
      (await target.settle?.(
        batch.map(({ row }) => row),
        { signal: control.callSignal },
      )) ?? [];
    const answers = await unlessAborted(call(), control.callSignal);
    if (answers === aborted) return;
    run.streak.end();
    for (const [index, known] of batch.entries()) {
      const answer = answers[index];
      if (answer === "done")
        end(known, {
          to: "done",
          reason: "its reply was not received; the vendor reports that it was carried out",
        });
      else if (answer !== "not-done") end(known, { to: "unknown", reason: cannotTell });
      else if (believableAt(known.id) <= askedAt) end(known, { to: "pending" });
      else early.add(known.id);
    }
  } catch (error) {
    if (control.callSignal.aborted) return;
    const { fault, reason, retryAfter } = readFailure(error);
    if (retryAfter !== undefined) run.pause.ask(retryAfter, reason);
    for (const known of batch) {
      end(known, {
        to: "unknown",
        reason: `it may have been carried out, and asking the vendor failed: ${reason}`,
      });
    }
    if (fault === "set-up") control.stop({ reason, cause: error });
    else if (fault === "vendor" && run.streak.add())
      control.stop({ reason: downReason(reason), cause: error });
  }
}

async function askAll<Row extends object>(
  run: RunContext<Row>,
  questions: Questions,
): Promise<ReadonlySet<number>> {
  const { only } = questions;
  const states: ReadonlySet<string> = new Set(openStates(run));
  const early = new Set<number>();
  const isSelected = (known: KnownRow<Row>): known is OpenRow<Row> =>
    states.has(known.state) && (only?.has(known.id) ?? true);
  await forEachBatch(run, { isSelected, limit: only?.size ?? countOpen(run) }, (batch) =>
    settleBatch(run, batch, questions, early),
  );
  return early;
}

/**
 * Asks the vendor about rows that may have been carried out: those in `sending` and `unknown`, or some of them. Rows that
 * were not done become pending.
 *
 * A request that was sent may still arrive, so "not done" is believed only once `settleAfter` has passed since the last
 * moment at which a request of the row can have been sent: the end of its call or, for rows of an earlier process, the
 * start of this run. Times in the journal are not used, because the time of day can be set. For rows asked about too
 * early, this waits and asks again.
 *
 * @param since Rows of this run, with the times their calls ended. @default all open rows, of earlier processes
 */
export async function settleOpen<Row extends object>(
  run: RunContext<Row>,
  since?: ReadonlyMap<number, number>,
): Promise<void> {
  const believableAt = (id: number): number => (since?.get(id) ?? run.startedAt) + run.settleAfter;
  let early = await askAll(run, { only: since, believableAt });
  while (early.size > 0 && !run.control.isStopping) {
    let moment = 0;
    for (const id of early) moment = Math.max(moment, believableAt(id));
    await waitUntil(run.clock, moment, run.control.stopSignal);
    if (!run.control.isStopping) early = await askAll(run, { only: early, believableAt });
  }
}
