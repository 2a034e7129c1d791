import type { CheckedRow } from "./checked-source.ts";
import { type KnownRow, type RunContext, tellRow } from "./context.ts";

function* takeIn<Row extends object>(
  run: RunContext<Row>,
  chunk: readonly CheckedRow<Row>[],
): Generator<KnownRow<Row>, void> {
  const all = run.journal.takeIn(chunk);
  for (const [index, { line, key, flaw, row }] of chunk.entries()) {
    const known = all[index];
    if (known === undefined) continue;
    if (row !== undefined) yield { ...known, line, key, row };
    else if (known.isNew) tellRow(run, { line, key, state: "failed", reason: flaw });
  }
}

/**
 * Reads the source from its first record on, some hundreds at a time, with each row's entry in the journal. New rows become
 * pending; records that are not valid rows have failed; duplicates are noted and left out.
 *
 * @throws SourceError before any row that differs from the one that was checked.
 */
export async function* readRows<Row extends object>(
  run: RunContext<Row>,
): AsyncGenerator<readonly KnownRow<Row>[], void> {
  const { source, control } = run;
  for await (const chunk of source.rows(control.stopSignal)) {
    if (control.isStopping) return;
    yield [...takeIn(run, chunk)];
  }
}
