import type { RowEvent, RunProgress, RunReport } from "@kelaskit/enroll";
import type { CommandContext } from "../context.ts";
import { pauseLine, type ProgressDisplay } from "./progress.ts";

/** A row of which nobody knows whether it was carried out. */
export interface UnknownRow {
  /** Where it stands in the file. */
  readonly line: number;
  readonly reason: string;
}

/** What a run has come to, and where it is written down. */
interface RunSummary {
  readonly target: string;
  readonly file: string;
  readonly dryRun: boolean;
  /** Whether a signal has ended the run. */
  readonly stopped: boolean;
  readonly counts: RunReport;
  readonly journal: string;
  /** The report; undefined where none was written. */
  readonly report: string | undefined;
  /** The first unknown rows. */
  readonly unknownRows: readonly UnknownRow[];
  /** The command that goes on. */
  readonly resume: string;
}

/** Shows a run while it goes on, and what came of it. */
export interface RunOutput {
  readonly onProgress: ((progress: RunProgress) => void) | undefined;
  readonly onRow: ((event: RowEvent) => void) | undefined;
  /** Tells that the vendor has asked for a pause. */
  readonly onPause: (until: Date) => void;
  /** Takes away what is shown only while the run goes on. */
  stop(): void;
  /** Prints what came of it. */
  finish(summary: RunSummary): void;
}

/** For programs: a JSON object per row as it ends, and one at the end; what people should know goes to standard error. */
export function jsonOutput(context: CommandContext): RunOutput {
  return {
    onProgress: undefined,
    onRow(event) {
      context.print(JSON.stringify({ event: "row", ...event }));
    },
    onPause(until) {
      context.print(JSON.stringify({ event: "pause", until: until.toISOString() }));
    },
    stop() {},
    finish(summary) {
      const { counts, resume, unknownRows, stopped, ...rest } = summary;
      context.print(JSON.stringify({ event: "summary", ...rest, stopped, ...counts }));
      const advice = adviceOf({ ...summary, unknownRows, resume });
      if (advice !== "") context.printError(advice);
    },
  };
}

/** For people: a bar while the run goes on, then a summary. */
export function textOutput(context: CommandContext, display: ProgressDisplay | undefined): RunOutput {
  return {
    onProgress:
      display &&
      ((progress) => {
        display.update(progress);
      }),
    onRow: undefined,
    onPause(until) {
      if (display === undefined) context.printError(`Nothing is sent: ${pauseLine(until)}.`);
      else display.pause(until);
    },
    stop() {
      display?.stop();
    },
    finish(summary) {
      context.print(summaryText(summary));
      const advice = adviceOf(summary);
      if (advice !== "") context.print(`\n${advice}`);
    },
  };
}

function summaryText({ target, file, dryRun, stopped, counts, report, journal }: RunSummary): string {
  const { total, done, failed, unknown, duplicates, pending, gone } = counts;
  const heading = dryRun
    ? `${file} is right: ${total} ${total === 1 ? "row" : "rows"} for ${target}. Nothing was sent.`
    : `${stopped ? "Stopped" : "Ended"}: ${file} to ${target}`;
  const repeated = ["twice in the file, sent once", duplicates] as const;
  const lines: (readonly [string, number])[] = dryRun
    ? [repeated]
    : [
        ["rows", total],
        ["done", done],
        ["failed", failed],
        ["unknown", unknown],
        ["not sent yet", pending],
        repeated,
        ["in the journal and no longer in the file", gone],
      ];
  const shown = lines.filter(([name, count]) => count > 0 || name === "rows" || name === "done");
  const width = Math.max(...shown.map(([, count]) => String(count).length));
  return [
    heading,
    ...shown.map(([name, count]) => `  ${String(count).padStart(width)}  ${name}`),
    ...(report === undefined ? [] : [`Report: ${report}`, `Journal: ${journal}`]),
  ].join("\n");
}

/** What there is to do now; empty when all is done. */
function adviceOf({ dryRun, counts, unknownRows, report, resume }: RunSummary): string {
  if (dryRun) return "";
  const paragraphs: string[] = [];
  if (counts.failed > 0) {
    paragraphs.push(
      `Failed: ${rowCount(counts.failed)}. Nothing of them was carried out; the report says why. When the cause is gone, ` +
        "send them again: the same command with --retry-failed.",
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
  if (!counts.finished || counts.unknown > 0) {
    paragraphs.push(`Go on with the same command; nothing that is done is sent twice:\n  ${resume}`);
  }
  return paragraphs.join("\n\n");
}

function rowCount(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}
