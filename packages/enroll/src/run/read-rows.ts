import type { Arrival } from "../journal/journal.ts";
import { keyOfFlawed, keyOfRow } from "../journal/key.ts";
import type { KnownRow, RunContext } from "./context.ts";
import { tellRow } from "./context.ts";
import { describeIssue } from "./errors.ts";

/** Rows per transaction: enough that its wait for the disk does not count, few enough to hold. */
const chunkSize = 500;

interface Candidate<Row extends object> extends Arrival {
  readonly row: Row | undefined;
}

function* takeIn<Row extends object>(
  run: RunContext<Row>,
  candidates: readonly Candidate<Row>[],
): Generator<KnownRow<Row>, void> {
  const all = run.journal.takeIn(candidates);
  for (const [index, { line, key, flaw, row }] of candidates.entries()) {
    const known = all[index];
    if (known === undefined) continue;
    if (row !== undefined) yield { ...known, line, key, row };
    else if (known.isNew) tellRow(run, { line, key, state: "failed", reason: flaw });
  }
}

/**
 * Reads the source from its first record on, some hundreds at a time, with what the journal knows of each row. New rows are
 * pending from then on; records that are no rows have failed; duplicates are noted and left out.
 */
export async function* readRows<Row extends object>(
  run: RunContext<Row>,
  onRecord?: () => void,
): AsyncGenerator<readonly KnownRow<Row>[], void> {
  const { source, target, control } = run;
  let candidates: Candidate<Row>[] = [];
  for await (const { line, record } of source.records()) {
    if (control.isStopping) return;
    onRecord?.();
    const parsed = target.parse(record);
    if ("row" in parsed) {
      candidates.push({ line, key: keyOfRow(target.name, target.keyOf(parsed.row)), row: parsed.row });
    } else {
      const flaw = parsed.issues.map((issue) => describeIssue({ line, ...issue })).join("; ");
      candidates.push({ line, key: keyOfFlawed(target.name, line), row: undefined, flaw });
    }
    if (candidates.length < chunkSize) continue;
    yield [...takeIn(run, candidates)];
    candidates = [];
  }
  if (candidates.length > 0 && !control.isStopping) yield [...takeIn(run, candidates)];
}
