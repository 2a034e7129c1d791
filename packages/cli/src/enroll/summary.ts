import type { ReadColumn, RunReport, TargetCheck } from "@kelaskit/enroll";
import { rowCount } from "./words.ts";

/** A row of which nobody knows whether it was carried out. */
export interface UnknownRow {
  /** Where it is in the file. */
  readonly line: number;
  readonly reason: string;
}

/** What a dry run has asked the vendor; `looked` is false where it did not ask. */
export interface SettingsCheck extends TargetCheck {
  readonly looked: boolean;
}

/** What a run has come to, and where it is written down. */
export interface RunSummary {
  readonly target: string;
  readonly file: string;
  readonly dryRun: boolean;
  /** Whether a signal, the loss of an output or the run itself has ended it before its time. */
  readonly stopped: boolean;
  readonly counts: RunReport;
  readonly journal: string;
  /** The report; undefined where none was written. */
  readonly report: string | undefined;
  /** The first unknown rows. */
  readonly unknownRows: readonly UnknownRow[];
  /** Who gets what, and what was cleaned. */
  readonly preview: string;
  /** Which column is read as which field, for people; only in a dry run. */
  readonly mapping: string;
  /** The same for programs. */
  readonly columns: readonly ReadColumn[] | undefined;
  /** Whether a run has left a journal, which a dry run does not look into. */
  readonly hasJournal: boolean;
  /** What the vendor says of the settings; only in a dry run that has come to its end. */
  readonly check: SettingsCheck | undefined;
  /** The command that goes on. */
  readonly resume: string;
}

function dryRunHeading({ target, file, stopped, counts: { total } }: RunSummary): string {
  return stopped
    ? `Stopped after ${rowCount(total)} of ${file}, which are right so far. Nothing was sent.`
    : `${file} is right: ${rowCount(total)} for ${target}. Nothing was sent.`;
}

function checkText({ looked, isRight, findings }: SettingsCheck): string {
  const lines = findings.map((finding) => `  ${finding}`);
  if (!looked) return findings.join("\n");
  return [isRight ? "Asked the vendor:" : "Asked the vendor, and a run would fail:", ...lines].join("\n");
}

/** What a run has come to, for people. */
export function summaryText(summary: RunSummary): string {
  const { target, file, dryRun, stopped, counts, report, journal, preview, mapping, hasJournal, check } =
    summary;
  const { total, done, failed, unknown, duplicates, pending, gone, changed } = counts;
  const heading = dryRun ? dryRunHeading(summary) : `${stopped ? "Stopped" : "Ended"}: ${file} to ${target}`;
  const repeated = ["more than once in the file, sent once", duplicates] as const;
  const lines: (readonly [string, number])[] = dryRun
    ? [repeated]
    : [
        ["rows", total],
        ["done", done],
        ["failed", failed],
        ["unknown", unknown],
        ["not sent yet", pending],
        repeated,
        ["done earlier with other content, not sent again", changed],
        ["in the journal and no longer in the file", gone],
      ];
  const shown = lines.filter(([name, count]) => count > 0 || name === "rows" || name === "done");
  const width = Math.max(...shown.map(([, count]) => String(count).length));
  return [
    heading,
    ...shown.map(([name, count]) => `  ${String(count).padStart(width)}  ${name}`),
    ...(mapping === "" ? [] : [mapping]),
    ...(dryRun && preview !== "" ? [preview] : []),
    ...(hasJournal
      ? [`A dry run does not look into the journal ${journal}: rows that are done already are shown too.`]
      : []),
    ...(check === undefined ? [] : [checkText(check)]),
    ...(report === undefined ? [] : [`Report: ${report}`]),
    ...(dryRun ? [] : [`Journal: ${journal}`]),
  ].join("\n");
}

/** What there is to do now; empty when all is done. */
export function adviceOf({ dryRun, counts, stopped, unknownRows, report, resume }: RunSummary): string {
  if (dryRun) return "";
  const paragraphs: string[] = [];
  if (counts.failed > 0) {
    const mend =
      report === undefined
        ? ""
        : ` Where the row itself is wrong, correct it in ${report}, keep only the rows that failed, and enroll that file.`;
    paragraphs.push(
      `Failed: ${rowCount(counts.failed)}. Nothing of them was carried out; the report says why. When the cause is gone, ` +
        `send them again: the same command with --retry-failed.${mend}`,
    );
  }
  if (counts.unknown > 0) {
    const listed = unknownRows.map(({ line, reason }) => `  line ${line}: ${reason}`);
    const rest = counts.unknown - unknownRows.length;
    if (rest > 0) listed.push(`  and ${rest} more: see ${report ?? "the report"}, column state`);
    paragraphs.push(
      [
        `Unknown: ${rowCount(counts.unknown)}. They may have been carried out, and are not sent again blindly. Run the ` +
          "same command again, which asks the vendor about them; look up with the vendor what stays unknown.",
        ...listed,
      ].join("\n"),
    );
  }
  if (counts.changed > 0) {
    paragraphs.push(
      `Changed: ${rowCount(counts.changed)}. They are done, and the file says something else of them now, which was not ` +
        "sent. Change these at the vendor where it matters.",
    );
  }
  if (!counts.finished || stopped || counts.unknown > 0) {
    paragraphs.push(`Go on with the same command; nothing that is done is sent twice:\n  ${resume}`);
  }
  return paragraphs.join("\n\n");
}
