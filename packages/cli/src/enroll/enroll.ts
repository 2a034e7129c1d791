import { existsSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { ConfigurationError } from "@kelaskit/core";
import {
  InvalidRowsError,
  JournalError,
  openSource,
  type RunReport,
  runEnrollment,
  RunStoppedError,
  SourceError,
} from "@kelaskit/enroll";
import { type CommandContext, type ExitCode, InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import { outputForm } from "../output/form.ts";
import { createVendorClient } from "../vendors/client.ts";
import { concurrencyAt, type EnrollOptions } from "./options.ts";
import { jsonOutput, type RunOutput, textOutput, type UnknownRow } from "./output.ts";
import { requireSetUp, type RunFiles, runFiles } from "./prepare.ts";
import { startProgressBar } from "./progress.ts";
import { reportOn } from "./report.ts";
import { listenForStop } from "./signals.ts";
import type { TargetName } from "./target-names.ts";
import { chooseTarget } from "./targets.ts";

/** What a run has come to, and why it ended before its time. */
interface Ended {
  readonly counts: RunReport;
  readonly stopped: string | undefined;
}

/** What errors of the library ask for, as options of the command line. */
function hintFor(error: unknown): string | undefined {
  if (InvalidRowsError.isInstance(error)) return "To send the other rows all the same, add --no-precheck.";
  if (JournalError.isInstance(error)) {
    if (error.problem === "other-source") {
      return "Another journal is named with --journal, other content is accepted with --accept-other-file.";
    }
    return error.problem === "other-target" ? "Another journal is named with --journal." : "";
  }
  if (SourceError.isInstance(error))
    return 'Columns are named with --map "field=Header", another encoding with --encoding.';
  return ConfigurationError.isInstance(error) ? "" : undefined;
}

/** An error that says what is wrong with the input, as one; any other is thrown as it is. */
function inputError(error: unknown): never {
  const hint = hintFor(error);
  if (hint === undefined || !(error instanceof Error)) throw error;
  throw new InputError(hint === "" ? error.message : `${error.message}\n${hint}`, { cause: error });
}

/** Says why a run has ended whose rows may have been sent; an error that is no fault of the input is thrown as it is. */
async function endedBy(
  error: unknown,
  { files, resume }: { readonly files: RunFiles; readonly resume: string },
  context: CommandContext,
): Promise<ExitCode> {
  if (hintFor(error) === undefined || !(error instanceof Error)) throw error;
  if (!existsSync(files.journal)) inputError(error);
  const { report = "no report" } = await writeReportOf(files, context);
  context.printError(
    `kelaskit: ${error.message}\nRows before it may have been sent: see ${report}. Put the file right and go on; what is ` +
      `done is not sent twice:\n  ${resume} --accept-other-file`,
  );
  return 1;
}

async function writeReportOf(
  { journal, report }: RunFiles,
  context: CommandContext,
): Promise<{ readonly report: string | undefined; readonly unknownRows: readonly UnknownRow[] }> {
  try {
    return { report, unknownRows: await reportOn(journal, report) };
  } catch (error) {
    const words = JournalError.isInstance(error) ? error.message : errorCode(error);
    context.printError(
      `kelaskit: The report ${report} could not be written: ${words}. The journal ${journal} has everything: run the ` +
        "same command again, with another --report.",
    );
    return { report: undefined, unknownRows: [] };
  }
}

/** `kelaskit enroll`: sends the rows of a file, shows how far it is, and writes a report. */
export async function enrollCommand(
  name: TargetName,
  file: string,
  options: EnrollOptions,
  context: CommandContext,
  resume: string,
): Promise<ExitCode> {
  // A million rows then take half of the memory and a tenth more time, which the vendor's limit takes anyway.
  setFlagsFromString("--optimize-for-size");
  const dryRun = options.dryRun === true;
  const choice = chooseTarget(name, options);
  const files = await runFiles(file, options);
  if (!dryRun) await requireSetUp(name, choice, options, context);
  const form = outputForm(options.output, context);

  const abandon = new AbortController();
  let sent = false;
  let output: RunOutput | undefined;
  const notes: string[] = [];
  using signals = listenForStop(
    () => {
      output?.stop();
      context.printError(
        "Stopping: nothing new is sent, what is under way is waited for. Ctrl-C again gives up waiting.",
      );
    },
    () => {
      context.printError(
        "Gave up waiting. What was under way may have been carried out: the next run asks the vendor about it.",
      );
      abandon.abort();
    },
  );
  let ended: Ended;
  try {
    const client = await createVendorClient(choice.vendor, context, { ...options, limiter: options.rate });
    const target = choice.create(client, options);
    const source = openSource(file, {
      fields: target.fields,
      columns: options.map,
      delimiter: options.delimiter,
      encoding: options.encoding,
      onNote: (note) => {
        notes.push(note);
      },
    });
    if (!dryRun && existsSync(files.journal)) {
      context.printError(
        `Going on with the journal ${files.journal}. ${choice.title} is asked first about rows that may have been carried ` +
          `out; those sent within the last ${options.settleAfter} seconds are waited for.`,
      );
    }
    output =
      form === "json"
        ? jsonOutput(context)
        : textOutput(context, context.terminal.output ? startProgressBar(process.stdout) : undefined);
    const { onProgress, onRow, onPause } = output;
    ended = await runEnrollment({
      target,
      source,
      journal: files.journal,
      concurrency: concurrencyAt(options),
      precheck: options.precheck || dryRun,
      dryRun,
      retryFailed: options.retryFailed,
      acceptOtherSource: options.acceptOtherFile,
      settleAfter: options.settleAfter * 1000,
      signal: signals.signal,
      abandonSignal: abandon.signal,
      onProgress,
      onPause,
      onRow(event) {
        sent = true;
        onRow?.(event);
      },
    }).then(
      (counts) => ({ counts, stopped: undefined }),
      (error: unknown) => {
        if (RunStoppedError.isInstance(error)) return { counts: error.report, stopped: error.message };
        throw error;
      },
    );
  } catch (error) {
    output?.stop();
    // Only a file that is read while its rows are sent can be wrong when some are on their way.
    const isBefore = options.precheck || dryRun || !SourceError.isInstance(error);
    if (!sent && isBefore) inputError(error);
    return await endedBy(error, { files, resume }, context);
  }
  output.stop();
  for (const note of notes) context.printError(note);
  const { counts, stopped } = ended;
  const written = dryRun ? { report: undefined, unknownRows: [] } : await writeReportOf(files, context);
  output.finish({
    target: name,
    file,
    dryRun,
    stopped: signals.signal.aborted || stopped !== undefined,
    counts,
    journal: files.journal,
    resume,
    ...written,
  });
  if (stopped !== undefined) context.printError(`kelaskit: ${stopped}`);
  const isAllDone = counts.finished && counts.failed + counts.unknown === 0;
  if (dryRun) return stopped === undefined && !signals.signal.aborted ? 0 : 1;
  return isAllDone && written.report !== undefined ? 0 : 1;
}
