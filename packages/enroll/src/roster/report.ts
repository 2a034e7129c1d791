import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { writeWholeFile } from "@kelaskit/core/node";
import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { byteOrderMark, ownerOnly, writeCsvFile } from "../report/csv-file.ts";
import { htmlBeginning, htmlReport } from "./html.ts";
import type { RosterAction } from "./plan-lines.ts";
import { openPlan, type RosterPlanFile } from "./read-plan.ts";
import { type ResultsOptions, resultsOf, type RosterOutcome } from "./results.ts";

const optionNames = { plan: true, journal: true } as const satisfies OptionNames<ResultsOptions>;

/** The results in words. */
const outcomeWords: Readonly<Record<RosterOutcome, string>> = {
  added: "added",
  "to-add": "to be added",
  removed: "taken out",
  "to-remove": "to be taken out",
  kept: "left alone",
  unknown: "not known",
  failed: "failed",
};

const actionWords: Readonly<Record<RosterAction, string>> = {
  add: "add",
  remove: "take out",
  keep: "leave alone",
  unknown: "nothing",
};

const columns = [
  "result",
  "action",
  "line",
  "learner",
  "name",
  "item",
  "reason",
  "vendor id",
  "attempts",
] as const;

async function* csvLines(
  plan: RosterPlanFile,
  journal: string | undefined,
): AsyncGenerator<readonly string[], void> {
  yield columns;
  for await (const result of resultsOf(plan, journal)) {
    const { outcome, action, line, learner, name = "", item, reason = "", vendorId = "", attempts } = result;
    const number = line === undefined ? "" : String(line);
    yield [
      outcomeWords[outcome],
      actionWords[action],
      number,
      learner,
      name,
      item,
      reason,
      vendorId,
      String(attempts),
    ];
  }
}

/**
 * Writes what has become of every entry of a plan as a CSV file for spreadsheets, one line each in the order of the plan.
 * Formulas are escaped, and the file appears whole or not at all, as with `writeReport`. Only its owner can read it.
 *
 * @throws RosterError when the plan cannot be used, JournalError when a journal cannot, or the file system's error.
 */
export async function writeRosterCsv(path: string, options: ResultsOptions): Promise<void> {
  checkOptions("writeRosterCsv()", options, optionNames);
  const plan = await openPlan(options.plan);
  await writeCsvFile(path, csvLines(plan, options.journal));
}

/**
 * Writes what has become of every entry of a plan as one page to read and print: who was added, taken out, left alone, is not
 * known, and has failed, with counts and reasons. The page has no scripts and loads nothing. Only its owner can read the file.
 *
 * @throws RosterError when the plan cannot be used, JournalError when a journal cannot, or the file system's error.
 */
export async function writeRosterHtml(path: string, options: ResultsOptions): Promise<void> {
  checkOptions("writeRosterHtml()", options, optionNames);
  const plan = await openPlan(options.plan);
  const page = htmlReport(plan.header, () => resultsOf(plan, options.journal));
  await writeWholeFile(path, (stream) => pipeline(page, stream), { mode: ownerOnly });
}

/**
 * Returns whether a file is a report of a roster as it was written, and so may be overwritten.
 *
 * @throws The file system's error when the file cannot be read.
 */
export async function isRosterReport(path: string): Promise<boolean> {
  const beginnings = [`${byteOrderMark}${columns.join(",")}\n`, htmlBeginning];
  await using file = await open(path, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
  const start = buffer.toString("utf8", 0, bytesRead);
  return beginnings.some((beginning) => start.startsWith(beginning));
}
