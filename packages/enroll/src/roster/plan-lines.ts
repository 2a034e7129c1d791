import type { RowIdentity } from "../target.ts";

/** The version of the format. A reader refuses a later one. */
export const planVersion = 1;

/** What is to be done: add to the vendor's list, take out of it, leave alone; `unknown`: nothing, because it is not clear who is meant. */
export type RosterAction = "add" | "remove" | "keep" | "unknown";

/** How many actions of each kind there are. */
export type RosterCounts = Readonly<Record<RosterAction, number>>;

/** An item of a roster. */
export interface RosterItem extends RosterCounts {
  /** The item, as in the keys of its rows: a course, a plan. */
  readonly item: string;
  /** How many entries the vendor's list has, those that are not clear among them. */
  readonly members: number;
  /** How many learners of the list are certain. Only they can be taken out, so the limit of removals is measured by them. */
  readonly certain: number;
  /** SHA-256 of the vendor's list, whatever its order. */
  readonly digest: string;
}

/** What is planned for one learner and item. */
export interface RosterEntry extends RowIdentity {
  readonly action: RosterAction;
  /** The line of the source; undefined for somebody who is only in the vendor's list. */
  readonly line?: number | undefined;
  /** The learner's name in the vendor's list or, if that does not show it, in the source. */
  readonly name?: string | undefined;
  /** Why it is unknown, in a sentence. */
  readonly reason?: string | undefined;
}

/** A record as it is in a plan, JSON only. */
export type StoredRecord = Readonly<Record<string, unknown>>;

/** A record of the source, and what its target has read in it. */
export interface PlannedRecord {
  readonly record: StoredRecord;
  /** A digest of the row, so that a target with other settings is noticed. */
  readonly content: string;
}

/** An item in a plan, with a record by which the target recognizes it. */
export interface PlannedItem extends RosterItem, PlannedRecord {}

/** The first line of a plan. */
export interface PlanHeader {
  readonly kelaskitRoster: number;
  /** The name of the target. */
  readonly target: string;
  /** What the program has stored to create the target again. */
  readonly settings: StoredRecord;
  readonly source: { readonly name: string; readonly hash: string };
  /** When the plan was written, as an ISO date in UTC. */
  readonly plannedAt: string;
  /** Records of the source that repeat a learner and item. */
  readonly duplicates: number;
  readonly items: readonly PlannedItem[];
}

/** A learner to be added. `again`: another record for the same learner and item, to be merged with the first. */
interface AddLine extends RosterEntry, PlannedRecord {
  readonly action: "add";
  readonly line: number;
  readonly again?: true | undefined;
}

/** A member to be taken out. */
interface RemoveLine extends RosterEntry {
  readonly action: "remove";
  /** What the target's `removal` is passed. */
  readonly row: StoredRecord;
}

/** A member who stays. */
interface KeepLine extends RosterEntry {
  readonly action: "keep";
  /** The learner in the vendor's list, if another text than in the source. */
  readonly member?: string | undefined;
}

/** A record that is not sent, or, without a line, an entry of the vendor's list that is left alone. */
interface UnknownLine extends RosterEntry {
  readonly action: "unknown";
}

/** A line of a plan between the first and the last. */
export type PlanLine = AddLine | RemoveLine | KeepLine | UnknownLine;

/** The last line of a plan. */
export interface PlanEnd {
  readonly action: "end";
  /** SHA-256 of all lines before it, as they are in the file. */
  readonly sha256: string;
}

/** The sum of the counts of items. */
export function sumCounts(items: readonly RosterCounts[]): RosterCounts {
  const sum = { add: 0, remove: 0, keep: 0, unknown: 0 };
  for (const { add, remove, keep, unknown } of items) {
    sum.add += add;
    sum.remove += remove;
    sum.keep += keep;
    sum.unknown += unknown;
  }
  return sum;
}

/** What an action is for, without what only the engine needs. */
export function entryOf({ action, line, learner, item, period, name, reason }: RosterEntry): RosterEntry {
  return { action, line, learner, item, period, name, reason };
}
