import { checkOptions, type OptionNames } from "@kelaskit/core/node";
import type { RowEvent, RowState } from "../run-options.ts";
import type { QueueConnection } from "./connection.ts";
import { QueueError, unknownQueue } from "./queue-error.ts";
import { type QueueDoubt, RowStates } from "./row-states.ts";

/** Which queue to report on. */
export interface FleetReportOptions {
  /** Your ioredis connection: a `Redis` or a `Cluster`. It is never closed. */
  readonly connection: QueueConnection;
  /** The name of the queue. */
  readonly name: string;
}

const optionNames = { connection: true, name: true } as const satisfies OptionNames<FleetReportOptions>;

/** The progress of a queue. */
export interface FleetReport extends Readonly<Record<RowState, number>> {
  /** All rows that were added. */
  readonly total: number;
  /** Being sent, or sent without an answer and not yet settled with the vendor. */
  readonly sending: number;
  /** Whether every row has ended: none is pending or being sent. */
  readonly finished: boolean;
  /**
   * Why the vendor is asked about rows before they are sent: the queue has lost states, or cannot be shown to be new. `undefined` if
   * its states are known to be complete.
   */
  readonly doubt?: QueueDoubt | undefined;
}

/**
 * Counts the rows of a queue by state, in one step regardless of their number.
 *
 * @throws QueueError when the queue does not exist in Redis, or has lost states.
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
      `The queue ${name} has lost the states of ${queue.missing} of its ${queue.missing + total} rows. Check the server, then add the same rows again with enqueueRows.`,
    );
  }
  return { ...counts, total, finished: pending + sending === 0, doubt: queue.doubt };
}

/**
 * Iterates over the rows of a queue that have ended, with their lines and reasons, in no particular order. A row may occur twice
 * while rows are being added.
 *
 * @throws QueueError when the queue does not exist in Redis.
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
