import { runEnrollment, RunStoppedError, type Target } from "@kelaskit/enroll";
import type { CommandContext, ExitCode } from "../context.ts";
import { outputForm } from "../output/form.ts";
import { createVendorClient } from "../vendors/client.ts";
import { endRun, endWithError, type RunResult, type Witness } from "./ending.ts";
import { hintFor, inputError } from "./errors.ts";
import { type Input, openInput, sourceOf } from "./input.ts";
import { gatherIssues } from "./issues.ts";
import { concurrencyAt, type EnrollOptions } from "./options.ts";
import type { Order } from "./order.ts";
import { jsonOutput, type RunOutput, textOutput } from "./output.ts";
import { requireSetUp, runFiles } from "./prepare.ts";
import { gatherPreview } from "./preview.ts";
import { startProgressBar } from "./progress.ts";
import { knowsRows, refuseSentRows } from "./sent-rows.ts";
import { checkSettings } from "./settings-check.ts";
import { listenForRunStop } from "./run-stop.ts";
import type { TargetName } from "./target-names.ts";
import { chooseTarget, itemWord } from "./targets.ts";

function createOutput({ output }: EnrollOptions, context: CommandContext): RunOutput {
  return outputForm(output, context) === "json"
    ? jsonOutput(context)
    : textOutput(context, context.terminal.output ? startProgressBar(process.stdout) : undefined);
}

/** Wraps a target to observe when it is about to ask or to send. */
function observed(target: Target, onRequest: (isSend: boolean) => void): Target {
  const sending: Target = {
    ...target,
    send(rows, context) {
      onRequest(true);
      return target.send(rows, context);
    },
  };
  const settle = target.settle?.bind(target);
  if (settle === undefined) return sending;
  return {
    ...sending,
    settle(rows, context) {
      onRequest(false);
      return settle(rows, context);
    },
  };
}

async function runOrder(order: Order, input: Input): Promise<ExitCode> {
  const { name, choice, options, files, context, output, signal, abandonSignal } = order;
  const dryRun = options.dryRun === true;
  const issues = gatherIssues();
  const preview = gatherPreview();
  let wasShown = false;
  let sent = false;
  const prepared = await prepare(order, input).catch((error: unknown) =>
    inputError(error, hintFor(error, files, itemWord(name, options))),
  );
  const { target, source } = prepared;
  const witness = (check?: Witness["check"]): Witness => ({
    subject: { source, target, columns: options.map },
    issues,
    preview: preview.text(),
    sent,
    check,
  });
  let result: RunResult;
  try {
    result = await runEnrollment({
      target: observed(target, (isSend) => {
        sent ||= isSend;
        if (!wasShown) output.say(preview.cleanedText());
        wasShown = true;
      }),
      source,
      journal: files.journal,
      concurrency: concurrencyAt(options),
      precheck: options.precheck || dryRun,
      dryRun,
      retryFailed: options.retryFailed,
      acceptOtherSource: options.acceptOtherFile,
      settleAfter: options.settleAfter * 1000,
      signal,
      abandonSignal,
      onProgress: output.onProgress,
      onPause: output.onPause,
      onRow: output.onRow,
      onIssue(issue) {
        issues.add(issue);
        output.onIssue?.(issue);
      },
      onCleaned(cleaned) {
        preview.addCleaned(cleaned);
        output.onCleaned?.(cleaned);
      },
      onPlanned: dryRun
        ? (row) => {
            preview.addPlanned(row);
            output.onPlanned?.(row);
          }
        : undefined,
    }).then(
      (counts) => ({ counts, failure: undefined }),
      (error: unknown) => {
        if (RunStoppedError.isInstance(error)) return { counts: error.report, failure: error };
        throw error;
      },
    );
  } catch (error) {
    return endWithError(order, error, witness());
  }
  const isChecked = dryRun && result.failure === undefined && !signal.aborted;
  output.stop();
  const check = isChecked ? await checkSettings(target, choice, options, context, signal) : undefined;
  return endRun(order, result, witness(check));
}

/** Sets up target and source. Sends nothing. */
async function prepare({ choice, options, files, context, output }: Order, input: Input) {
  const client = await createVendorClient(choice.vendor, context, { ...options, limiter: options.rate });
  const target = choice.create(client, options);
  const source = sourceOf(input, target, options, output.say);
  if (!knowsRows(files.journal)) await refuseSentRows(source);
  else if (options.dryRun !== true) {
    output.say(
      `Continuing with the journal ${files.journal}. First, ${choice.title} is asked about rows that may have been carried ` +
        `out; its answer that one was not is believed ${options.settleAfter} seconds after the start.`,
    );
  }
  return { target, source };
}

/** `kelaskit enroll`: sends the rows of a file, shows the progress, and writes a report. */
export async function enrollCommand(
  name: TargetName,
  file: string,
  options: EnrollOptions,
  context: CommandContext,
  resume: string,
): Promise<ExitCode> {
  const choice = chooseTarget(name, options);
  const files = await runFiles(file, options);
  if (options.dryRun !== true) await requireSetUp(name, choice, options, context);
  const output = createOutput(options, context);
  using stop = listenForRunStop(context, output.say);
  using input = await openInput(file, options, context, stop.signal);
  const order = {
    name,
    choice,
    options,
    files,
    context,
    output,
    resume,
    signal: stop.signal,
    abandonSignal: stop.abandonSignal,
  };
  return await runOrder(order, input);
}
