import type { Journal } from "../journal/journal.ts";
import type { Known } from "../journal/take-in.ts";
import type { RowEvent } from "../run-options.ts";
import type { RowResult, SendingContext } from "../sending/context.ts";
import type { Target } from "../target.ts";
import type { CheckedSource } from "./checked-source.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { Progress } from "./progress.ts";
import type { Slots } from "./slots.ts";

/** What the parts of a run share. */
export interface RunContext<Row extends object> extends SendingContext<Row, KnownRow<Row>> {
  readonly target: Target<Row>;
  readonly source: CheckedSource<Row>;
  readonly journal: Journal;
  /** When the journal was locked: every request of an earlier process had been sent by then. */
  readonly startedAt: number;
  readonly commits: GroupCommit;
  readonly slots: Slots;
  readonly progress: Progress;
  /** In milliseconds. */
  readonly settleAfter: number;
  readonly onRow: (event: RowEvent) => void;
  /** Rows that became unknown in this run, with the time their call ended: the vendor is asked about them. */
  readonly newlyUnknown: Map<number, number>;
  /** Rows that were rate-limited or could not be sent, and have not been sent since. */
  readonly givenBack: Set<number>;
}

/** A row of the source with its entry in the journal. */
export interface KnownRow<Row extends object> extends Known {
  readonly line: number;
  readonly key: string;
  readonly row: Row;
}

/** Reports a row that has ended to the user. */
export function tellRow<Row extends object>({ onRow, progress }: RunContext<Row>, event: RowEvent): void {
  onRow(event);
  progress.changed();
}

/** Writes the results of rows with the next commit, and reports them after it. */
export function endRows<Row extends object>(
  run: RunContext<Row>,
  from: "sending" | "unknown",
  results: readonly RowResult<KnownRow<Row>>[],
): void {
  const changes = results.map(({ known, to, reason, vendorId }) => ({
    id: known.id,
    from,
    to,
    reason,
    vendorId,
  }));
  run.commits.writeResult(
    () => {
      run.journal.end(changes);
    },
    () => {
      for (const { known, to, reason, vendorId } of results) {
        if (to === "pending" || to === "sending") continue;
        tellRow(run, { line: known.line, key: known.key, state: to, reason, vendorId });
      }
    },
  );
}

/** Remembers rows that were sent and have not ended: a later pass asks about them, or sends them again. */
export function noteOpen<Row extends object>(
  run: RunContext<Row>,
  results: readonly RowResult<KnownRow<Row>>[],
): void {
  for (const { known, to } of results) {
    if (to === "unknown") run.newlyUnknown.set(known.id, run.clock.now());
    else if (to === "pending") run.givenBack.add(known.id);
  }
}
