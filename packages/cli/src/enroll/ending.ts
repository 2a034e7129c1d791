import { existsSync } from "node:fs";
import {
  InvalidRowsError,
  JournalError,
  type RunReport,
  type RunStoppedError,
  SourceError,
} from "@kelaskit/enroll";
import { type ExitCode, InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import { enrollWords } from "../output/command-words.ts";
import { mappingText, missingThing } from "./columns.ts";
import { hintFor, inputError } from "./errors.ts";
import { exitCodeOf } from "./exit-code.ts";
import type { Issues } from "./issues.ts";
import type { Order } from "./order.ts";
import { reportOn, reportOnIssues, type ReportSubject, type WrittenReport } from "./report.ts";
import type { SettingsCheck } from "./summary.ts";
import { itemWord } from "./targets.ts";

/** The result of a run, and why it stopped early. */
export interface RunResult {
  readonly counts: RunReport;
  readonly failure: RunStoppedError | undefined;
}

/** What was observed of a run besides its result. */
export interface Witness {
  readonly subject: ReportSubject;
  readonly issues: Issues;
  /** Who gets what, and what was cleaned. */
  readonly preview: string;
  /** Whether a row was sent to the vendor. */
  readonly sent: boolean;
  /** The result of checking the settings with the vendor, in a dry run. */
  readonly check: SettingsCheck | undefined;
}

/** Writes the report before anything else is printed. If it cannot be written, tells the user and returns undefined. */
async function writeReportOf(
  journal: string | undefined,
  { files, output }: Order,
  subject: ReportSubject,
): Promise<WrittenReport | undefined> {
  if (journal === undefined) return undefined;
  try {
    return await reportOn(journal, files.report, subject);
  } catch (error) {
    const reason = JournalError.isInstance(error) ? enrollWords(error.message) : `${errorCode(error)}.`;
    output.say(
      `kelaskit: The report ${files.report} could not be written: ${reason} The journal ${journal} contains all results: run the ` +
        "same command again with another --report.",
    );
    return undefined;
  }
}

/** The journal with the results: the run's own, or the file to which it was rescued if its own was removed. */
function journalAfter(order: Order, failure: RunStoppedError | undefined): string | undefined {
  return failure === undefined ? order.files.journal : failure.journal;
}

/** The command that continues the run, with the flags it now needs. */
function continueCommand(
  { files, resume }: Order,
  journal: string | undefined,
  isFileOther: boolean,
): string {
  const other = isFileOther ? " --accept-other-file" : "";
  return journal === undefined || journal === files.journal
    ? `${resume}${other}`
    : `${resume}${other} --journal ${journal}`;
}

/** Ends a run that has a result: writes the report first, then prints the summary. */
export async function endRun(
  order: Order,
  { counts, failure }: RunResult,
  { subject, preview, sent, check }: Witness,
): Promise<ExitCode> {
  const { name, options, files, output, signal } = order;
  const dryRun = options.dryRun === true;
  const journal = journalAfter(order, failure);
  const written = dryRun ? undefined : await writeReportOf(journal, order, subject);
  output.stop();
  for (const note of written?.notes ?? []) output.say(note);
  const stopped = signal.aborted || failure !== undefined;
  const isFileOther = SourceError.isInstance(failure?.cause);
  output.finish({
    target: name,
    file: files.file === "-" ? "standard input" : files.file,
    dryRun,
    stopped,
    counts,
    journal: journal ?? files.journal,
    report: written === undefined ? undefined : files.report,
    unknownRows: written?.unknownRows ?? [],
    preview,
    mapping: dryRun ? mappingText(subject.source) : "",
    columns: dryRun ? subject.source.columns?.() : undefined,
    hasJournal: dryRun && existsSync(files.journal),
    check,
    resume: continueCommand(order, journal, isFileOther),
  });
  if (failure !== undefined) output.say(`kelaskit: ${enrollWords(failure.message)}`);
  return exitCodeOf({
    dryRun,
    counts,
    stopped,
    reported: dryRun || written !== undefined,
    refused: check?.isRight === false || (isFileOther && !sent),
  });
}

/** Ends a run whose file has invalid rows: nothing was sent. */
async function refuseRows(
  error: InvalidRowsError,
  { files, options, output }: Order,
  { subject, issues }: Witness,
): Promise<never> {
  const missing = error.inEveryRow.find(
    ({ field, received }) => received === "nothing" && missingThing("", field) !== undefined,
  );
  const sentence = missingThing(subject.source.name, missing?.field);
  // What is missing in every row is reported in one sentence; other problems are reported once it is there.
  if (sentence !== undefined) throw new InputError(sentence, { cause: error });
  const hints: string[] = [];
  const common = error.inEveryRow.reduce((sum, { rows }) => sum + rows, 0);
  if (options.dryRun !== true || options.report !== undefined) {
    try {
      const notes = await reportOnIssues(issues, files.report, subject);
      hints.push(`All invalid rows, with what is wrong in each: ${files.report}`, ...notes);
    } catch (error_) {
      output.say(`kelaskit: The report ${files.report} could not be written: ${errorCode(error_)}.`);
    }
  } else if (error.total > error.issues.length + common) {
    hints.push("To get all invalid rows, add --report FILE or --output json.");
  }
  if (error.inEveryRow.length === 0) hints.push("To send the valid rows anyway, add --no-precheck.");
  const mapping = mappingText(subject.source);
  if (mapping !== "") hints.push(mapping);
  return inputError(error, hints.join("\n"));
}

/** Ends a run that threw an error: with exit code 2 if nothing was sent, else with the report. */
export async function endWithError(order: Order, error: unknown, witness: Witness): Promise<ExitCode> {
  const { name, options, files, output } = order;
  output.stop();
  if (InvalidRowsError.isInstance(error)) return refuseRows(error, order, witness);
  const hint = hintFor(error, files, itemWord(name, options));
  if (!witness.sent) return inputError(error, hint);
  const written = await writeReportOf(files.journal, order, witness.subject);
  if (hint === undefined || !(error instanceof Error)) throw error;
  const place = written === undefined ? files.journal : files.report;
  output.say(
    `kelaskit: ${enrollWords(error.message)}\nEarlier rows may have been sent: see ${place}. Correct the file and continue; rows that are ` +
      `done are not sent again:\n  ${continueCommand(order, files.journal, true)}`,
  );
  return 1;
}
