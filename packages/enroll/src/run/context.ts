import type { Journal, RowChange } from "../journal/journal.ts";
import type { Known } from "../journal/take-in.ts";
import type { RowEvent } from "../run-options.ts";
import type { Target } from "../target.ts";
import type { CheckedSource } from "./checked-source.ts";
import type { RunClock } from "./clock.ts";
import type { RunControl } from "./control.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { Pause } from "./pause.ts";
import type { Progress } from "./progress.ts";
import type { Slots } from "./slots.ts";
import type { Streak } from "./streak.ts";

/** What the parts of a run share. */
export interface RunContext<Row extends object> {
  readonly target: Target<Row>;
  readonly source: CheckedSource<Row>;
  readonly journal: Journal;
  readonly control: RunControl;
  readonly clock: RunClock;
  /** When the journal was locked: every request of an earlier process had been sent by then. */
  readonly startedAt: number;
  readonly commits: GroupCommit;
  readonly slots: Slots;
  readonly streak: Streak;
  readonly pause: Pause;
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

/** A row and what has become of it. */
export interface RowResult<Row extends object> extends Omit<RowChange, "id" | "from"> {
  readonly known: KnownRow<Row>;
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
  results: readonly RowResult<Row>[],
): void {
  const changes = results.map(({ known, ...result }) => ({ id: known.id, from, ...result }));
  run.commits.ended(changes, () => {
    for (const { known, to, reason, vendorId } of results) {
      if (to === "pending" || to === "sending") continue;
      tellRow(run, { line: known.line, key: known.key, state: to, reason, vendorId });
    }
  });
}
