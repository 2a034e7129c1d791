import { settleRow } from "./ask-vendor.ts";
import type { SeenRow } from "./row-states.ts";
import { ended, type RowWork, untilBelieved, type WorkResult } from "./row-work.ts";
import { takeAndSend } from "./send-row.ts";

/** Whether a row that is to be sent may have been sent already, by a life of the queue that Redis has forgotten. */
function mayHaveBeenSent({ record, age, queue }: SeenRow): boolean {
  const isFromBefore = record.fence === 0 || (record.at ?? 0) < queue.since || age < 0;
  return queue.doubt !== undefined && isFromBefore;
}

async function look<Row extends object>({ states, id, clock }: RowWork<Row>): Promise<SeenRow> {
  const askedAt = clock.now();
  const seen = await states.look(id);
  clock.saw({ other: seen.queue.now, askedAt, answeredAt: clock.now() });
  return seen;
}

/**
 * Brings a row to its end, or as far as it goes now: sends it if nobody has, asks the vendor if somebody may have, and
 * gives what is written where it has ended.
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
      // The clock of Redis was set back: from now on it is waited for as for a row that was sent just now.
      await states.replace(id, record, record);
      continue;
    }
    const isToAsk = record.state === "sending" || mayHaveBeenSent(seen);
    if (record.state === "pending" && isToAsk && target.settle === undefined) {
      return {
        kind: "stop",
        reason: `Rows of this queue may have been sent before without its states saying so (${seen.queue.doubt}), and ${target.name} cannot be asked. When you know that they were not, call confirmQueue and start the workers again.`,
      };
    }
    const wait = isToAsk ? untilBelieved(work, seen) : 0;
    if (wait > 0) return { kind: "wait", milliseconds: wait };
    const result = await (isToAsk ? settleRow(work, seen) : takeAndSend(work, seen));
    // Without a result another worker was faster: look again.
    if (result !== undefined) return result;
  }
}
