import { checkOptions, type OptionNames } from "@kelaskit/core/node";
import type { Redis } from "ioredis";
import type { RowEvent, RowState } from "../run-options.ts";
import { QueueError, unknownQueue } from "./queue-error.ts";
import { type QueueDoubt, RowStates } from "./row-states.ts";

/** Which queue to report on. */
export interface FleetReportOptions {
  /** An ioredis connection of yours; it stays open. */
  readonly connection: Redis;
  /** The name of the queue. */
  readonly name: string;
}

const optionNames = { connection: true, name: true } as const satisfies OptionNames<FleetReportOptions>;

/** How far the rows of a queue are. */
export interface FleetReport extends Readonly<Record<RowState, number>> {
  /** All rows that were added. */
  readonly total: number;
  /** Being sent, or sent without an answer and not yet settled with the vendor. */
  readonly sending: number;
  /** Whether every row has ended: none is pending, none in the middle. */
  readonly finished: boolean;
  /**
   * Why the vendor is asked about rows before they are sent: the queue has lost states, or nothing shows that it was new.
   * Nothing where its states are known to be complete.
   */
  readonly doubt?: QueueDoubt | undefined;
}

/**
 * Counts the rows of a queue by their states, in one step whatever their number.
 *
 * @throws QueueError when Redis does not know the queue, or has lost states of it.
 */
export async function fleetReport(options: FleetReportOptions): Promise<FleetReport> {
  checkOptions("fleetReport()", options, optionNames);
  const { connection, name } = options;
  const { queue, counts } = await new RowStates(connection, name).counts();
  const { pending, sending, done, failed, unknown } = counts;
  const total = pending + sending + done + failed + unknown;
  if (queue.missing > 0) {
    throw new QueueError(
      "lost-states",
      `The queue ${name} has lost the states of ${queue.missing} of its ${queue.missing + total} rows. Look at the server, and add the same rows again with enqueueRows.`,
    );
  }
  return { ...counts, total, finished: pending + sending === 0, doubt: queue.doubt };
}

/**
 * The rows of a queue that have ended, for a report: with lines and reasons, in no order. While rows are being added, one
 * may come twice.
 *
 * @throws QueueError when Redis does not know the queue.
 */
export async function* fleetRows({
  connection,
  name,
}: FleetReportOptions): AsyncGenerator<RowEvent, void, undefined> {
  const states = new RowStates(connection, name);
  if ((await states.find()) === undefined) throw unknownQueue(name);
  for await (const [key, record] of states.all()) {
    const { line, state, reason, vendorId } = record;
    if (state !== "pending" && state !== "sending") yield { line, key, state, reason, vendorId };
  }
}
