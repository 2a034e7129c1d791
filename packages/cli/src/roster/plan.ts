import type { RowSource } from "@kelaskit/enroll";
import { planRoster, type RosterPlan, writeRosterCsv, writeRosterHtml } from "@kelaskit/enroll/roster";
import type { CommandContext, ExitCode } from "../context.ts";
import { openInput, sourceOf } from "../enroll/input.ts";
import { requireSetUp } from "../enroll/prepare.ts";
import { startProgressBar } from "../enroll/progress.ts";
import { listenForRunStop } from "../enroll/run-stop.ts";
import type { TargetName } from "../enroll/target-names.ts";
import { chooseTarget } from "../enroll/targets.ts";
import { outputForm } from "../output/form.ts";
import { errorCode } from "../io/files.ts";
import { createVendorClient } from "../vendors/client.ts";
import { vendors } from "../vendors/table.ts";
import { endBeforeSending } from "./errors.ts";
import { planFiles } from "./files.ts";
import type { RosterPlanOptions } from "./options.ts";
import { gatherPlanned, planText } from "./plan-text.ts";
import { requireList, settingsOf } from "./target.ts";

/** `kelaskit roster plan`: compares a file with who is enrolled, and writes a plan with its reports. Only reads at the vendor. */
export async function rosterPlanCommand(
  name: TargetName,
  file: string,
  options: RosterPlanOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const choice = chooseTarget(name, options);
  const vendor = vendors[choice.vendor];
  const client = await createVendorClient(choice.vendor, context, { ...options, limiter: options.rate });
  const target = choice.create(client, options);
  requireList(name, target);
  // Reads need no route to be known.
  await requireSetUp(name, { ...choice, proposedWrites: () => [] }, options, context);
  const { plan, reports } = await planFiles(file, options);
  const isJson = outputForm(options.output, context) === "json";
  const display = !isJson && context.terminal.output ? startProgressBar(process.stdout) : undefined;
  const say = (text: string): void => {
    display?.stop();
    if (text !== "") context.printError(text);
  };
  const printEvent = (event: string, content: object): void => {
    if (isJson) context.print(JSON.stringify({ event, ...content }));
  };
  const planned = gatherPlanned();
  let source: RowSource | undefined;
  let written: RosterPlan;
  using stop = listenForRunStop(context, say);
  try {
    using input = await openInput(file, options, context, stop.signal);
    source = sourceOf(input, target, { ...options, allowEmpty: false }, say);
    written = await planRoster({
      target,
      source,
      plan,
      settings: settingsOf(name, choice, options),
      overwrite: options.force,
      signal: stop.signal,
      onIssue(issue) {
        printEvent("issue", issue);
      },
      onCleaned(cleaned) {
        planned.addCleaned(cleaned);
        printEvent("cleaned", cleaned);
      },
      onEntry(entry) {
        planned.addEntry(entry);
        printEvent("entry", entry);
      },
      onProgress({ rows, members }) {
        const ended = { done: 0, failed: 0, unknown: 0, duplicates: 0 };
        display?.update({ total: rows + members, totalIsFinal: false, ...ended });
      },
    });
  } catch (error) {
    display?.stop();
    if (!stop.signal.aborted) return endBeforeSending(error, vendor, context, source);
    say("Stopped: no plan was written.");
    return 1;
  }
  display?.stop();
  try {
    await writeRosterCsv(reports.csv, { plan });
    await writeRosterHtml(reports.html, { plan });
  } catch (error) {
    say(
      `kelaskit: The reports ${reports.html} and ${reports.csv} could not be written: ${errorCode(error)}. The plan ${plan} was ` +
        "written, and nothing was sent: plan again once they can be, so that somebody can read what is agreed.",
    );
    return 1;
  }
  if (isJson) {
    const { plannedAt, settings: _settings, ...rest } = written;
    printEvent("plan", { ...rest, plannedAt: plannedAt.toISOString(), reports: [reports.html, reports.csv] });
  } else {
    context.print(planText(written, planned, { reports, canRemove: target.removal !== undefined }));
  }
  return 0;
}
