import { isReport } from "@kelaskit/enroll";
import { isRosterReport } from "@kelaskit/enroll/roster";
import { requireDistinct, requireFolder, requireReadable, requireReportPlace } from "../enroll/places.ts";

/** The reports of a plan. */
export interface RosterReports {
  /** For spreadsheets. */
  readonly csv: string;
  /** To read and print. */
  readonly html: string;
}

/** The reports beside a plan. */
function reportsOf(plan: string): RosterReports {
  return { csv: `${plan}.report.csv`, html: `${plan}.report.html` };
}

async function isOurs(file: string): Promise<boolean> {
  return (await isRosterReport(file)) || isReport(file);
}

/**
 * Determines and checks the files of a plan that is to be written.
 *
 * @throws InputError when two are the same, one cannot be read or its folder not be written to, or another file would be
 * overwritten.
 */
export async function planFiles(
  file: string,
  { out, force = false }: { readonly out?: string | undefined; readonly force?: boolean | undefined },
): Promise<{ readonly plan: string; readonly reports: RosterReports }> {
  const isInput = file === "-";
  const plan = out ?? `${isInput ? "standard-input" : file}.roster.jsonl`;
  if (!isInput) await requireReadable(file);
  const reports = reportsOf(plan);
  await requireDistinct(
    [...(isInput ? [] : [file]), plan, reports.csv, reports.html],
    "The file, the plan and its reports must be different files. Choose another plan with --out.",
  );
  await requireReports(plan, { force, option: "--out" });
  return { plan, reports };
}

/**
 * Checks the places of the reports of a plan.
 *
 * @param options.option The flag that chooses others, if there is one.
 * @throws InputError as `planFiles` does.
 */
export async function requireReports(
  plan: string,
  { force = false, option }: { readonly force?: boolean | undefined; readonly option?: string },
): Promise<RosterReports> {
  const reports = reportsOf(plan);
  await requireFolder(plan, option);
  for (const report of [reports.csv, reports.html])
    await requireReportPlace(report, { option, force, isOurs });
  return reports;
}
