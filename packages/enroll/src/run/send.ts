import { sendBatch } from "../sending/send-batch.ts";
import type { KnownRow, RunContext } from "./context.ts";
import { forEachBatch } from "./each-batch.ts";

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
