import { settleRows } from "./settle-rows.ts";
import type { RowBatches } from "./row-batches.ts";
import type { SeenRow } from "./row-states.ts";
import {
  ended,
  type FleetWork,
  type RowAct,
  type RowInHand,
  untilBelieved,
  type WorkResult,
} from "./row-work.ts";
import { takeAndSend } from "./send-rows.ts";

/** A row of a job with everything needed to send it. */
interface RowWork<Row extends object> extends FleetWork<Row> {
  readonly id: string;
  readonly row: Row;
  /** Sends it together with other rows. @default in a call of its own */
  readonly batches?: RowBatches<Row> | undefined;
}

/** Whether a pending row may have been sent before Redis lost its state. */
function mayHaveBeenSent({ record, age, queue }: SeenRow): boolean {
  const isFromBefore = record.fence === 0 || (record.at ?? 0) < queue.since || age < 0;
  return queue.doubt !== undefined && isFromBefore;
}

async function look<Row extends object>({ states, id, clock, batches }: RowWork<Row>): Promise<SeenRow> {
  const askedAt = clock.now();
  const seen = await states.look(id);
  const answeredAt = clock.now();
  clock.saw({ other: seen.queue.now, askedAt, answeredAt });
  if (batches !== undefined) batches.latency = answeredAt - askedAt;
  return seen;
}

/** Sends a row or asks the vendor about it, together with other rows if the target takes several in a call. */
async function act<Row extends object>(
  work: RowWork<Row>,
  seen: SeenRow,
  how: RowAct<Row>,
): Promise<WorkResult | undefined> {
  const { id, row, batches } = work;
  const inHand: RowInHand<Row> = { id, row, seen };
  const result = await (batches === undefined
    ? how(work, [inHand]).then(([one]) => one)
    : batches.join(how, inHand));
  if (result?.kind === "error") throw result.error;
  return result;
}

/**
 * Processes a row as far as possible now: sends it if it was not sent, asks the vendor if it may have been, and returns the recorded
 * outcome if it has ended.
 *
 * @throws QueueError when the queue has lost states.
 */
export async function processRow<Row extends object>(work: RowWork<Row>): Promise<WorkResult> {
  const { states, target, id } = work;
  for (;;) {
    const seen = await look(work);
    const { record } = seen;
    if (record.state !== "pending" && record.state !== "sending") return ended(record, false);
    if (record.state === "sending" && seen.age < 0) {
      // The clock of Redis was set back: treat the row as if it was sent just now.
      await states.replace(id, record, record);
      continue;
    }
    const isToAsk = record.state === "sending" || mayHaveBeenSent(seen);
    if (record.state === "pending" && isToAsk && target.settle === undefined) {
      return {
        kind: "stop",
        reason: `Rows of this queue may have been sent although their states do not show it (${seen.queue.doubt}), and ${target.name} cannot be asked. If you know that they were not sent, call confirmQueue and start the workers again.`,
      };
    }
    const wait = isToAsk ? untilBelieved(work, seen) : 0;
    if (wait > 0) return { kind: "wait", milliseconds: wait };
    const result = await act(work, seen, isToAsk ? settleRows : takeAndSend);
    // Without a result, another worker was faster: look again.
    if (result !== undefined) return result;
  }
}
