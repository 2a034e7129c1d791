import type { CleanedRow, PlannedRow, RowEvent, RowIssue, RunProgress, RunReport } from "../run-options.ts";
import type { RowSource } from "../source.ts";
import type { Target } from "../target.ts";
import type { RosterAction, RosterCounts, RosterEntry, RosterItem } from "./plan-lines.ts";

/** How far a plan has come. */
export interface RosterProgress {
  /** Records read from the source. */
  readonly rows: number;
  /** Entries read from the vendor's lists. */
  readonly members: number;
}

/**
 * Options of `planRoster`. Its functions may be asynchronous: the plan does not wait for them one by one, but ends after they
 * have. One that throws or rejects ends it, and no plan is written.
 */
export interface PlanOptions<Row extends object> {
  /** Where the learners are enrolled. It must be able to list who is: `members`. */
  readonly target: Target<Row>;
  /** Who shall be enrolled: everybody, not only those who are new. */
  readonly source: RowSource;
  /** The file of the plan. A plan of which nothing was carried out is replaced. */
  readonly plan: string;
  /** What your program needs to create the same target for `applyRoster`, as JSON and without secrets. @default {} */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** Replaces a file that is not a plan. @default false */
  readonly overwrite?: boolean | undefined;
  /** Ends the planning: no plan is written, and the signal's reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Called for everything that is wrong with the source's records. */
  readonly onIssue?: ((issue: RowIssue) => void | Promise<void>) | undefined;
  /** Called for everything that was cleaned in the source's records. */
  readonly onCleaned?: ((cleaned: CleanedRow) => void | Promise<void>) | undefined;
  /** Called for every valid row, before the vendor's lists are read: who shall have what. */
  readonly onPlanned?: ((row: PlannedRow) => void | Promise<void>) | undefined;
  /** Called for every action, in the order of the plan. */
  readonly onEntry?: ((entry: RosterEntry) => void | Promise<void>) | undefined;
  /** Called with the progress, at most ten times a second. */
  readonly onProgress?: ((progress: RosterProgress) => void | Promise<void>) | undefined;
}

/** A plan that was written. */
export interface RosterPlan {
  /** Its file. */
  readonly plan: string;
  /** The name of the target. */
  readonly target: string;
  /** The name of the source. */
  readonly source: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly plannedAt: Date;
  /** Records of the source that repeat a learner and item. */
  readonly duplicates: number;
  /** The sum of the items' counts. */
  readonly counts: RosterCounts;
  readonly items: readonly RosterItem[];
}

/** How many members of an item may be taken out at most: a number, or a percentage such as `25%` of its current members without uncertain ones. */
export type RemovalLimit = number | `${number}%`;

/** Something that has ended: an addition or a removal. */
export interface RosterRowEvent extends RowEvent {
  readonly action: Extract<RosterAction, "add" | "remove">;
}

/** The progress of an operation of a roster. */
export interface ApplyProgress extends RunProgress {
  readonly action: Extract<RosterAction, "add" | "remove">;
}

/** Options of `applyRoster`. Its functions are called as those of a run are. */
export interface ApplyOptions<Row extends object> {
  /** The file of the plan. */
  readonly plan: string;
  /** The target of the plan, with the same settings. */
  readonly target: Target<Row>;
  /** Takes out whom the plan takes out. Without it, learners are only added. @default false */
  readonly remove?: boolean | undefined;
  /**
   * How many members of one item may be taken out. If the plan takes out more, nothing is sent at all.
   *
   * @default 10 % of the item's current members without uncertain ones, at least 5, but never all of them
   */
  readonly maxRemovals?: RemovalLimit | undefined;
  /**
   * The beginning of the names of the two journals, `<journal>.additions.journal` and `<journal>.removals.journal`.
   *
   * @default the plan's file
   */
  readonly journal?: string | undefined;
  /** How many calls of the target may be in progress at once. @default 4 */
  readonly concurrency?: number | undefined;
  /** Sends operations again that failed in an earlier call. @default false */
  readonly retryFailed?: boolean | undefined;
  /** How long a request may be on its way, in milliseconds, before the vendor's "not done" is believed. @default 60000 */
  readonly settleAfter?: number | undefined;
  /** Ends it cleanly: nothing new is sent, and calls in progress are waited for. Call it again to continue. */
  readonly signal?: AbortSignal | undefined;
  /** Aborts calls in progress as well: the next call asks the vendor about their rows. */
  readonly abandonSignal?: AbortSignal | undefined;
  /** Called with the progress of the additions, then of the removals. */
  readonly onProgress?: ((progress: ApplyProgress) => void | Promise<void>) | undefined;
  /** Called when the vendor asks for a pause: nothing is sent before its end. */
  readonly onPause?: ((until: Date) => void | Promise<void>) | undefined;
  /** Called for every addition and every removal that has ended. */
  readonly onRow?: ((event: RosterRowEvent) => void | Promise<void>) | undefined;
}

/** The result of applying a plan. */
export interface RosterReport {
  /** Whether every addition has ended and, with `remove`, every removal: done, failed or unknown. */
  readonly finished: boolean;
  /** The additions; undefined if there are none. */
  readonly additions: RunReport | undefined;
  /** The removals; undefined if there are none, without `remove`, or if the additions have not ended. */
  readonly removals: RunReport | undefined;
  /** How many members the plan takes out who were left alone, for want of `remove`. */
  readonly notRemoved: number;
}
