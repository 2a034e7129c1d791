import type { RowIdentity } from "../target.ts";
import type { Doubt, UnwantedMember, WantedRow } from "./lists.ts";
import type { PlanLine, PlannedRecord, StoredRecord } from "./plan-lines.ts";

const reasons: Readonly<Record<Doubt, string>> = {
  listed:
    "the vendor's list has an entry for this learner that may be somebody else's, so the learner may be enrolled",
  namesake:
    "the vendor's list has an entry with this name that does not show whose it is, so the learner may be enrolled",
  nameless:
    "the vendor's list has an entry that does not show whose it is, and no name to compare, so the learner may be enrolled",
};

/** A row of the source in a plan. */
interface RowOfSource {
  readonly line: number;
  readonly identity: RowIdentity;
  /** The learner's name in the row, if the target knows it. */
  readonly name: string | undefined;
  /** Whether it is another record for the learner of an earlier line. */
  readonly isAgain: boolean;
  readonly planned: PlannedRecord;
}

/** The line of a plan for a row of the source. */
export function lineForRow(
  wanted: WantedRow,
  { line, identity, name, isAgain, planned }: RowOfSource,
): PlanLine {
  const { learner, item, period } = identity;
  const who = { line, learner, item, period, name };
  switch (wanted.action) {
    case "add":
      return { action: "add", ...who, again: isAgain || undefined, ...planned };
    case "keep":
      return {
        action: "keep",
        ...who,
        name: wanted.name ?? name,
        member: wanted.member === learner ? undefined : wanted.member,
      };
    case "unknown":
      return { action: "unknown", ...who, reason: reasons[wanted.doubt] };
  }
}

/** The line of a plan for an entry of the vendor's list that is shown with no row of the source. */
export function lineForUnwanted(
  { action, learner, period, name, row }: UnwantedMember,
  item: string,
): PlanLine {
  const who = { learner, item, period, name };
  switch (action) {
    case "remove":
      // Checked when it was read from the list.
      return { action, ...who, row: JSON.parse(row) as StoredRecord };
    case "keep":
      return {
        action,
        ...who,
        reason:
          "not in the list of learners, but twice in the vendor's list: one of the two may be somebody else",
      };
    case "wanted":
      return {
        action: "keep",
        ...who,
        reason: "a row of the list of learners may be for this entry or for another of the vendor's list",
      };
    case "unknown":
      return {
        action,
        ...who,
        reason: "an entry of the vendor's list that does not show with certainty whose it is",
      };
  }
}
