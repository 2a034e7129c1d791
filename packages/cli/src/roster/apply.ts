import { JournalError, RunStoppedError, type Target } from "@kelaskit/enroll";
import {
  applyRoster,
  readRosterPlan,
  RosterError,
  type RosterPlan,
  type RosterReport,
  rosterResults,
  writeRosterCsv,
  writeRosterHtml,
} from "@kelaskit/enroll/roster";
import type { CommandContext, ExitCode } from "../context.ts";
import { concurrencyAt } from "../enroll/options.ts";
import { requireSetUp } from "../enroll/prepare.ts";
import { pauseLine, startProgressBar } from "../enroll/progress.ts";
import { listenForRunStop } from "../enroll/run-stop.ts";
import { chooseTarget, type TargetChoice } from "../enroll/targets.ts";
import { errorCode } from "../io/files.ts";
import { enrollWords } from "../output/command-words.ts";
import { outputForm } from "../output/form.ts";
import { createVendorClient } from "../vendors/client.ts";
import { vendors } from "../vendors/table.ts";
import { type Applied, appliedText, type OutcomeCounts } from "./applied-text.ts";
import { changesText, endBeforeSending, inputError } from "./errors.ts";
import { type RosterReports, requireReports } from "./files.ts";
import type { RosterApplyOptions } from "./options.ts";
import { readSettings } from "./target.ts";

/** How a command prints. */
interface Output {
  readonly isJson: boolean;
  readonly display: ReturnType<typeof startProgressBar> | undefined;
  /** Prints a message for people. */
  readonly say: (text: string) => void;
  readonly printEvent: (event: string, content: object) => void;
}

function createOutput({ output }: RosterApplyOptions, context: CommandContext): Output {
  const isJson = outputForm(output, context) === "json";
  const display = !isJson && context.terminal.output ? startProgressBar(process.stdout) : undefined;
  return {
    isJson,
    display,
    say(text) {
      display?.stop();
      context.printError(text);
    },
    printEvent(event, content) {
      if (isJson) context.print(JSON.stringify({ event, ...content }));
    },
  };
}

/** Counts what has become of the entries of a plan, and those not known that need a look: operations, and rows of the file. */
async function countOutcomes(
  plan: string,
): Promise<{ readonly counts: OutcomeCounts; readonly toCheck: number }> {
  const counts = { added: 0, "to-add": 0, removed: 0, "to-remove": 0, kept: 0, unknown: 0, failed: 0 };
  let toCheck = 0;
  for await (const { outcome, action, line } of rosterResults({ plan })) {
    counts[outcome] += 1;
    // An entry that is only in the vendor's list is left as it is.
    if (outcome === "unknown" && (action !== "unknown" || line !== undefined)) toCheck += 1;
  }
  return { counts, toCheck };
}

/** Writes the reports before anything else is printed. If they cannot be written, tells the user. */
async function writeReports(plan: string, { csv, html }: RosterReports, { say }: Output): Promise<boolean> {
  try {
    await writeRosterCsv(csv, { plan });
    await writeRosterHtml(html, { plan });
    return true;
  } catch (error) {
    say(
      `kelaskit: The reports ${html} and ${csv} could not be written: ${errorCode(error)}. The journals beside the plan contain all ` +
        "results: run the same command again once they can be.",
    );
    return false;
  }
}

/** Tells the user that the plan or a journal cannot be read after it was applied. Any other error is thrown. */
function sayUnreadable(error: unknown, { say }: Output): void {
  if (!RosterError.isInstance(error) && !JournalError.isInstance(error)) throw error;
  say(
    `kelaskit: ${enrollWords(error.message)}\nWhat has become of the plan is not shown. Its journals are kept.`,
  );
}

/** What was carried out, or why it stopped. */
type Ending =
  | { readonly report: RosterReport }
  | { readonly stopped: RunStoppedError }
  | { readonly code: ExitCode };

/** Everything that belongs to one command. */
interface Work {
  readonly plan: RosterPlan;
  readonly choice: TargetChoice;
  readonly target: Target;
  readonly options: RosterApplyOptions;
  readonly context: CommandContext;
  readonly output: Output;
}

async function carryOut(
  { plan, choice, target, options, context, output }: Work,
  { signal, abandonSignal }: { readonly signal: AbortSignal; readonly abandonSignal: AbortSignal },
): Promise<Ending> {
  const { display, printEvent } = output;
  let hasEnded = false;
  try {
    const report = await applyRoster({
      plan: plan.plan,
      target,
      remove: options.remove,
      maxRemovals: options.maxRemovals,
      concurrency: concurrencyAt(options),
      retryFailed: options.retryFailed,
      settleAfter: options.settleAfter * 1000,
      signal,
      abandonSignal,
      onProgress:
        display &&
        ((progress) => {
          display.update(progress);
        }),
      onPause(until) {
        if (output.isJson) printEvent("pause", { until: until.toISOString() });
        else if (display === undefined) context.printError(`Paused: ${pauseLine(until)}.`);
        else display.pause(until);
      },
      onRow(event) {
        hasEnded = true;
        printEvent("row", event);
      },
    });
    return { report };
  } catch (error) {
    display?.stop();
    if (RunStoppedError.isInstance(error)) return { stopped: error };
    if (signal.aborted && !hasEnded) {
      output.say("Stopped before anything was sent.");
      return { code: 1 };
    }
    if (!hasEnded) return { code: endBeforeSending(error, vendors[choice.vendor], context) };
    if (!(error instanceof Error)) throw error;
    output.say(`kelaskit: ${enrollWords(error.message)}${changesText(error)}`);
    return { code: 1 };
  }
}

/** Whether everything is done, and every row of the file is enrolled. */
function isAllDone({ counts, toCheck, finished, stopped, isReported }: Applied): boolean {
  return finished && !stopped && isReported && toCheck === 0 && counts.failed === 0;
}

/** The target, with the writes that this plan needs. */
function withRemovals(
  choice: TargetChoice,
  { counts }: RosterPlan,
  { remove }: RosterApplyOptions,
): TargetChoice {
  const removals = remove === true && counts.remove > 0 ? (choice.proposedRemovals ?? []) : [];
  const proposedWrites: TargetChoice["proposedWrites"] = (options) => [
    ...(counts.add > 0 ? choice.proposedWrites(options) : []),
    ...removals,
  ];
  return { ...choice, proposedWrites };
}

/** `kelaskit roster apply`: carries a plan out, shows the progress, and writes reports. */
export async function rosterApplyCommand(
  file: string,
  options: RosterApplyOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const output = createOutput(options, context);
  const plan = await readRosterPlan(file).catch((error: unknown) => inputError(error));
  const settings = readSettings(plan);
  const choice = chooseTarget(settings.target, settings.options);
  await requireSetUp(
    settings.target,
    withRemovals(choice, plan, options),
    { ...settings.options, ...options },
    context,
  );
  const reports = await requireReports(file, { force: options.force });
  const client = await createVendorClient(choice.vendor, context, { ...options, limiter: options.rate });
  const target = choice.create(client, settings.options);
  using stop = listenForRunStop(context, output.say);
  const ending = await carryOut({ plan, choice, target, options, context, output }, stop);
  if ("code" in ending && ending.code === 2) return 2;
  const isReported = await writeReports(file, reports, output);
  if ("code" in ending) return ending.code;
  const outcomes = await countOutcomes(file).catch((error: unknown) => {
    sayUnreadable(error, output);
  });
  const sayWhyStopped = (): void => {
    if ("stopped" in ending) output.say(`kelaskit: ${enrollWords(ending.stopped.message)}`);
  };
  if (outcomes === undefined) {
    sayWhyStopped();
    return 1;
  }
  const { counts, toCheck } = outcomes;
  const applied: Applied = {
    plan: file,
    target: plan.target,
    remove: options.remove === true,
    maxRemovals: options.maxRemovals,
    finished: "report" in ending && ending.report.finished,
    stopped: stop.signal.aborted || "stopped" in ending,
    counts,
    toCheck,
    isReported,
    reports,
  };
  output.display?.stop();
  if (output.isJson) {
    output.printEvent("summary", { ...applied, reports: isReported ? [reports.html, reports.csv] : [] });
  } else {
    context.print(appliedText(applied));
  }
  sayWhyStopped();
  return isAllDone(applied) ? 0 : 1;
}
