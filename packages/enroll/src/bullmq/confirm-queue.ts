import type { FleetReportOptions } from "./fleet-report.ts";
import { RowStates } from "./row-states.ts";

/**
 * Confirms that the states of a queue are complete: you know that every row that was sent is recorded as sent. From then on, rows
 * are sent without asking the vendor first, and workers that stopped can be started again. Rows that were held back (`unknown` and
 * never sent) continue when they are added again.
 *
 * Call it by hand after checking, never from an automated program: if states were lost, it causes rows to be sent twice.
 *
 * @throws QueueError when the queue does not exist in Redis.
 */
export async function confirmQueue({ connection, name }: FleetReportOptions): Promise<void> {
  await new RowStates(connection, name).trust();
}
