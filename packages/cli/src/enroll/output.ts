import type { CleanedRow, PlannedRow, RowEvent, RowIssue, RunProgress } from "@kelaskit/enroll";
import type { CommandContext } from "../context.ts";
import { pauseLine, type ProgressDisplay } from "./progress.ts";
import { adviceOf, type RunSummary, summaryText } from "./summary.ts";

/** Shows the progress of a run and its result. */
export interface RunOutput {
  readonly onProgress: ((progress: RunProgress) => void) | undefined;
  readonly onRow: ((event: RowEvent) => void) | undefined;
  readonly onIssue: ((issue: RowIssue) => void) | undefined;
  readonly onCleaned: ((cleaned: CleanedRow) => void) | undefined;
  /** Called with every row in a dry run. */
  readonly onPlanned: ((row: PlannedRow) => void) | undefined;
  /** Called when the vendor requests a pause. */
  readonly onPause: (until: Date) => void;
  /** Prints a message for people during the run; does nothing for an empty text. */
  readonly say: (text: string) => void;
  /** Removes what is shown only during the run. */
  stop(): void;
  /** Prints the result. */
  finish(summary: RunSummary): void;
}

/** Output for programs: a JSON object for each row and one at the end. Messages for people go to standard error. */
export function jsonOutput(context: CommandContext): RunOutput {
  const printEvent = (event: string, content: object): void => {
    context.print(JSON.stringify({ event, ...content }));
  };
  return {
    onProgress: undefined,
    onRow(event) {
      printEvent("row", event);
    },
    onIssue(issue) {
      printEvent("issue", issue);
    },
    onCleaned(cleaned) {
      printEvent("cleaned", cleaned);
    },
    onPlanned(row) {
      printEvent("planned", row);
    },
    onPause(until) {
      printEvent("pause", { until: until.toISOString() });
    },
    say(text) {
      if (text !== "") context.printError(text);
    },
    stop() {},
    finish(summary) {
      const { counts, resume, unknownRows, preview, check, mapping, columns, hasJournal, ...rest } = summary;
      if (columns !== undefined) printEvent("columns", { columns });
      if (check !== undefined) printEvent("check", check);
      printEvent("summary", { ...rest, ...counts });
      const advice = adviceOf(summary);
      if (advice !== "") context.printError(advice);
    },
  };
}

/** Output for people: a progress bar during the run, then a summary. */
export function textOutput(context: CommandContext, display: ProgressDisplay | undefined): RunOutput {
  return {
    onProgress:
      display &&
      ((progress) => {
        display.update(progress);
      }),
    onRow: undefined,
    onIssue: undefined,
    onCleaned: undefined,
    onPlanned: undefined,
    onPause(until) {
      if (display === undefined) context.printError(`Paused: ${pauseLine(until)}.`);
      else display.pause(until);
    },
    say(text) {
      if (text === "") return;
      display?.stop();
      context.printError(text);
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
