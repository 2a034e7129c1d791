import { isReport } from "@kelaskit/enroll";
import { missingAdvice, missingInProfile, missingText } from "../auth/missing.ts";
import { type CommandContext, InputError } from "../context.ts";
import { readRoutes } from "../vendors/routes-file.ts";
import { vendors } from "../vendors/table.ts";
import { requireDistinct, requireFolder, requireReadable, requireReportPlace } from "./places.ts";
import type { EnrollOptions, ItemOptions } from "./options.ts";
import type { TargetChoice } from "./targets.ts";

/** The files of a run. */
export interface RunFiles {
  readonly file: string;
  readonly journal: string;
  readonly report: string;
}

/**
 * Determines and checks the files of a run.
 *
 * @throws InputError when two are the same, one cannot be read, a folder cannot be written to, the report would overwrite
 * another file, or rows from standard input have no journal.
 */
export async function runFiles(file: string, options: EnrollOptions): Promise<RunFiles> {
  const isInput = file === "-";
  const { report, dryRun = false, force = false } = options;
  if (isInput && options.journal === undefined && !dryRun) {
    throw new InputError(
      "Rows from standard input require a journal, and nothing was sent. Add --journal FILE, and use the same file to " +
        "continue.",
    );
  }
  const journal = options.journal ?? `${isInput ? "standard-input" : file}.kelaskit.db`;
  const files = { file, journal, report: report ?? `${isInput ? journal : file}.report.csv` };
  if (!isInput) await requireReadable(file);
  await requireDistinct(
    [...(isInput ? [] : [file]), journal, `${journal}-wal`, `${journal}-shm`, files.report],
    "The file, the journal and the report must be three different files. Choose others with --journal and --report.",
  );
  if (!dryRun) await requireFolder(journal, "--journal");
  if (!dryRun || report !== undefined) {
    await requireFolder(files.report, "--report");
    await requireReportPlace(files.report, { option: "--report", force, isOurs: isReport });
  }
  return files;
}

/**
 * Checks that nothing is missing that the first request needs: there, it would count as a failed row.
 *
 * @throws InputError with the missing variable, or the operation without a route.
 */
export async function requireSetUp(
  target: string,
  choice: TargetChoice,
  options: ItemOptions & Pick<EnrollOptions, "profile" | "routes" | "allowUnverified">,
  context: CommandContext,
): Promise<void> {
  const name = choice.vendor;
  const vendor = vendors[name];
  const missing = await missingInProfile(vendor, options.profile, context);
  if (missing.length > 0) {
    throw new InputError(`${missingText(vendor, missing)}; nothing was sent. ${missingAdvice(vendor)}`);
  }
  if (options.allowUnverified === true) return;
  const routes = options.routes === undefined ? {} : await readRoutes(options.routes);
  const unknown = choice.proposedWrites(options).filter((operation) => !Object.hasOwn(routes, operation));
  if (unknown.length === 0) return;
  throw new InputError(
    `${target} calls ${unknown.join(" and ")}, whose routes are only proposed. Nothing was sent. Pass the portal's own ` +
      "routes with --routes (kelaskit routes import writes the file), or accept the proposed ones with " +
      "--allow-unverified.",
  );
}
