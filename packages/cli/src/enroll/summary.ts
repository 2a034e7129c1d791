import type { ReadColumn, RunReport, TargetCheck } from "@kelaskit/enroll";
import { rowCount } from "./words.ts";

/** A row that may have been carried out. */
export interface UnknownRow {
  /** Its line in the file. */
  readonly line: number;
  readonly reason: string;
}

/** The result of checking the settings with the vendor in a dry run; `looked` is false if they were not checked. */
export interface SettingsCheck extends TargetCheck {
  readonly looked: boolean;
}

/** The result of a run, and where it is recorded. */
export interface RunSummary {
  readonly target: string;
  readonly file: string;
  readonly dryRun: boolean;
  /** Whether a signal, the loss of an output or the run itself ended it early. */
  readonly stopped: boolean;
  readonly counts: RunReport;
  readonly journal: string;
  /** The report; undefined if none was written. */
  readonly report: string | undefined;
  /** The first unknown rows. */
  readonly unknownRows: readonly UnknownRow[];
  /** Who gets what, and what was cleaned. */
  readonly preview: string;
  /** Which column is read as which field, for people; only in a dry run. */
  readonly mapping: string;
  /** The same for programs. */
  readonly columns: readonly ReadColumn[] | undefined;
  /** Whether an earlier run left a journal, which a dry run does not read. */
  readonly hasJournal: boolean;
  /** The result of checking the settings with the vendor; only in a dry run that was completed. */
  readonly check: SettingsCheck | undefined;
  /** The command that continues the run. */
  readonly resume: string;
}

function dryRunHeading({ target, file, stopped, counts: { total } }: RunSummary): string {
  return stopped
    ? `Stopped after ${rowCount(total)} of ${file}, all valid so far. Nothing was sent.`
    : `${file} is valid: ${rowCount(total)} for ${target}. Nothing was sent.`;
}

function checkText({ looked, isRight, findings }: SettingsCheck): string {
  const lines = findings.map((finding) => `  ${finding}`);
  if (!looked) return findings.join("\n");
  return [isRight ? "Checked with the vendor:" : "Checked with the vendor; a run would fail:", ...lines].join(
    "\n",
  );
}

/** Writes the result of a run, for people. */
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
        ["done earlier and changed since, not sent again", changed],
        ["in the journal but no longer in the file", gone],
      ];
  const shown = lines.filter(([name, count]) => count > 0 || name === "rows" || name === "done");
  const width = Math.max(...shown.map(([, count]) => String(count).length));
  return [
    heading,
    ...shown.map(([name, count]) => `  ${String(count).padStart(width)}  ${name}`),
    ...(mapping === "" ? [] : [mapping]),
    ...(dryRun && preview !== "" ? [preview] : []),
    ...(hasJournal
      ? [`A dry run does not read the journal ${journal}: rows that are already done are included.`]
      : []),
    ...(check === undefined ? [] : [checkText(check)]),
    ...(report === undefined ? [] : [`Report: ${report}`]),
    ...(dryRun ? [] : [`Journal: ${journal}`]),
  ].join("\n");
}

/** The next steps; empty when everything is done. */
export function adviceOf({ dryRun, counts, stopped, unknownRows, report, resume }: RunSummary): string {
  if (dryRun) return "";
  const paragraphs: string[] = [];
  if (counts.failed > 0) {
    const correction =
      report === undefined
        ? ""
        : ` If a row itself is wrong, correct it in ${report}, keep only the failed rows, and enroll that file.`;
    paragraphs.push(
      `Failed: ${rowCount(counts.failed)}. They were not carried out; the report contains the reasons. Once the cause is ` +
        `fixed, send them again: run the same command with --retry-failed.${correction}`,
    );
  }
  if (counts.unknown > 0) {
    const listed = unknownRows.map(({ line, reason }) => `  line ${line}: ${reason}`);
    const rest = counts.unknown - unknownRows.length;
    if (rest > 0) listed.push(`  and ${rest} more: see the column state in ${report ?? "the report"}`);
    paragraphs.push(
      [
        `Unknown: ${rowCount(counts.unknown)}. They may have been carried out, and are not sent again without checking. Run the ` +
          "same command again to ask the vendor about them; check with the vendor those that stay unknown.",
        ...listed,
      ].join("\n"),
    );
  }
  if (counts.changed > 0) {
    paragraphs.push(
      `Changed: ${rowCount(counts.changed)}. They are done and were changed in the file since, and the changes were not ` +
        "sent. If the changes matter, make them at the vendor.",
    );
  }
  if (!counts.finished || stopped || counts.unknown > 0) {
    paragraphs.push(`To continue, run the same command; rows that are done are not sent again:\n  ${resume}`);
  }
  return paragraphs.join("\n\n");
}
