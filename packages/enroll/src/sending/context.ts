import type { RowState } from "../run-options.ts";
import type { RunClock } from "../run/clock.ts";
import type { RunControl } from "../run/control.ts";
import type { Pause } from "../run/pause.ts";
import type { Streak } from "../run/streak.ts";
import type { Target } from "../target.ts";

/** A row with its entry in the journal. */
export interface RecordedRow<Row extends object> {
  readonly id: number;
  readonly row: Row;
}

/** A row and what has become of it. */
export interface RowResult<Recorded> {
  readonly known: Recorded;
  readonly to: RowState;
  readonly reason?: string | undefined;
  readonly vendorId?: string | undefined;
  /** For one that is pending again: whether no request was sent, so that the vendor had no chance to accept it. */
  readonly isUnsent?: boolean | undefined;
  /** For one that is pending again or could not be asked about: how long the vendor asks to wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** For one that is unknown: whether the vendor could not be asked, rather than could not tell. */
  readonly isUnasked?: boolean | undefined;
}

/** What sending and settling rows needs, wherever the rows come from. */
export interface SendingContext<Row extends object, Recorded extends RecordedRow<Row>> {
  readonly target: Pick<Target<Row>, "send" | "settle">;
  readonly control: RunControl;
  readonly clock: RunClock;
  readonly streak: Streak;
  readonly pause: Pause;
  /** Records that rows are about to be sent. @returns Those that may be sent, once it is on the disk. */
  begin(batch: readonly Recorded[]): Promise<readonly Recorded[]>;
  /** Records what has become of rows that were sent, with the next commit. */
  ended(results: readonly RowResult<Recorded>[]): void;
  /** Records what has become of rows that the vendor was asked about, with the next commit. */
  settled(from: "sending" | "unknown", results: readonly RowResult<Recorded>[]): void;
}
