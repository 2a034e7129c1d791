import type { FleetReportOptions } from "./fleet-report.ts";
import { RowStates } from "./row-states.ts";

/**
 * Says that the states of a queue are complete: you know that none of its rows was sent without its states saying so. From
 * then on its rows are sent without a question, and workers that refused it can be started again. Rows that were held
 * back (`unknown`, and never sent) go on when they are added again.
 *
 * Call it by hand after you have looked, never in a program that runs by itself: where states were lost, it is what sends rows
 * twice.
 *
 * @throws QueueError when Redis does not know the queue.
 */
export async function confirmQueue({ connection, name }: FleetReportOptions): Promise<void> {
  await new RowStates(connection, name).trust();
}
