import { type OpenState, settleBatch } from "../sending/settle-batch.ts";
import { waitUntil } from "./clock.ts";
import type { KnownRow, RunContext } from "./context.ts";
import { forEachBatch } from "./each-batch.ts";

type OpenKnownRow<Row extends object> = KnownRow<Row> & { readonly state: OpenState };

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
function openStates<Row extends object>({ target }: RunContext<Row>): readonly OpenState[] {
  return target.settle === undefined ? ["sending"] : ["sending", "unknown"];
}

/** How many rows are open. */
export function countOpen<Row extends object>(run: RunContext<Row>): number {
  return openStates(run).reduce((count, state) => count + run.journal.countAll(state), 0);
}

async function askAll<Row extends object>(
  run: RunContext<Row>,
  questions: Questions,
): Promise<ReadonlySet<number>> {
  const { only, believableAt } = questions;
  const states: ReadonlySet<string> = new Set(openStates(run));
  const early = new Set<number>();
  const isSelected = (known: KnownRow<Row>): known is OpenKnownRow<Row> =>
    states.has(known.state) && (only?.has(known.id) ?? true);
  await forEachBatch(run, { isSelected, limit: only?.size ?? countOpen(run) }, (batch) =>
    settleBatch(run, batch, { believableAt, onEarly: (id) => void early.add(id) }),
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
