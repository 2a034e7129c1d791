import { batchesOf } from "./batches.ts";
import type { KnownRow, RunContext } from "./context.ts";
import { readRows } from "./read-rows.ts";

/** Which rows a pass is about. */
export interface Selection<Row extends object, Selected extends KnownRow<Row>> {
  readonly isSelected: (known: KnownRow<Row>) => known is Selected;
  /** How many rows are selected at most; with the last of them the reading ends. @default all */
  readonly limit?: number | undefined;
}

/** Reads the source from its start, works on batches of the selected rows, and waits until the last one has ended. */
export async function forEachBatch<Row extends object, Selected extends KnownRow<Row>>(
  run: RunContext<Row>,
  { isSelected, limit = Infinity }: Selection<Row, Selected>,
  work: (batch: readonly Selected[]) => Promise<void>,
): Promise<void> {
  let left = limit;
  try {
    for await (const rows of readRows(run)) {
      const selected = rows.filter(isSelected);
      for (const batch of batchesOf(run.target, selected)) {
        await run.slots.start(() => work(batch));
        if (run.control.isStopping) break;
      }
      left -= selected.length;
      if (run.control.isStopping || left <= 0) break;
    }
  } finally {
    // Even if the source fails: the results of calls in progress belong in the journal.
    await run.slots.idle();
    run.commits.flush();
  }
}
