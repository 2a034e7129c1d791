import type { RemovalLimit, RosterOutcome } from "@kelaskit/enroll/roster";
import { shellWord } from "../output/shell-word.ts";
import type { RosterReports } from "./files.ts";

/** How many entries of a plan have come to what. */
export type OutcomeCounts = Readonly<Record<RosterOutcome, number>>;

/** What has become of a plan. */
export interface Applied {
  readonly plan: string;
  readonly target: string;
  /** Whether learners were to be taken out. */
  readonly remove: boolean;
  /** How many were allowed to be taken out, if that was given. */
  readonly maxRemovals: RemovalLimit | undefined;
  /** Whether every operation has ended. */
  readonly finished: boolean;
  /** Whether a signal, the loss of an output or the run itself ended it early. */
  readonly stopped: boolean;
  readonly counts: OutcomeCounts;
  /** How many of those not known need a look: operations that may have been carried out, and rows that were not sent. */
  readonly toCheck: number;
  /** Whether the reports were written. */
  readonly isReported: boolean;
  readonly reports: RosterReports;
}

const words: readonly (readonly [RosterOutcome, string])[] = [
  ["added", "added"],
  ["removed", "taken out"],
  ["kept", "left alone"],
  ["unknown", "not known"],
  ["failed", "failed"],
  ["to-add", "not added yet"],
  ["to-remove", "not taken out"],
];

const alwaysShown: ReadonlySet<RosterOutcome> = new Set(["added", "removed", "kept"]);

function advice(applied: Applied): readonly string[] {
  const { plan, remove, maxRemovals, finished, stopped, counts, toCheck } = applied;
  const limit = maxRemovals === undefined ? "" : ` --max-removals ${maxRemovals}`;
  const command = `kelaskit roster apply ${shellWord(plan)}${remove ? " --remove" : ""}${limit}`;
  const lines: string[] = [];
  if (counts.failed > 0)
    lines.push(
      `Failed: ${counts.failed}. The report contains the reasons. Once the cause is fixed, send them again:\n  ${command} --retry-failed`,
    );
  if (toCheck > 0)
    lines.push(
      `Not known: ${toCheck}. They may be enrolled, and are not sent without checking. The report contains the reasons; for operations ` +
        "whose reply was lost, run the same command again to ask the vendor.",
    );
  if (!finished || stopped) lines.push(`To continue; what is done is not sent again:\n  ${command}`);
  else if (!remove && counts["to-remove"] > 0)
    lines.push(`To take out those who are not in the file:\n  ${command} --remove`);
  return lines;
}

/** What has become of a plan, for people. */
export function appliedText(applied: Applied): string {
  const { plan, target, stopped, counts, isReported, reports } = applied;
  const shown = words.filter(([outcome]) => counts[outcome] > 0 || alwaysShown.has(outcome));
  const width = Math.max(...shown.map(([outcome]) => String(counts[outcome]).length));
  return [
    `${stopped ? "Stopped" : "Applied"}: ${plan} to ${target}`,
    ...shown.map(([outcome, word]) => `  ${String(counts[outcome]).padStart(width)}  ${word}`),
    ...(isReported ? [`Report: ${reports.html}, ${reports.csv}`] : []),
    ...advice(applied).map((paragraph) => `\n${paragraph}`),
  ].join("\n");
}
