import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";
import { isReport } from "@kelaskit/enroll";
import { missingAdvice, missingInProfile, missingText } from "../auth/missing.ts";
import { type CommandContext, InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import { readRoutes } from "../vendors/routes-file.ts";
import { vendors } from "../vendors/table.ts";
import type { EnrollOptions } from "./options.ts";
import type { TargetChoice } from "./targets.ts";

/** The files of a run. */
export interface RunFiles {
  readonly file: string;
  readonly journal: string;
  readonly report: string;
}

/** Identifies a file whatever its name: links and other spellings lead to the same one. Undefined if it does not exist. */
async function identityOf(file: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(file, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw new InputError(
      `${file} cannot be read (${errorCode(error)}). Check its name and its permissions.`,
      {
        cause: error,
      },
    );
  }
}

/** Rejects two names for one file: the run would overwrite what it reads. */
async function requireDistinct(files: readonly string[]): Promise<void> {
  const found = await Promise.all(
    files.map(async (file) => [path.resolve(file), await identityOf(file)] as const),
  );
  const names = found.map(([name]) => name);
  const identities = found.flatMap(([, identity]) => identity ?? []);
  if (new Set(names).size < names.length || new Set(identities).size < identities.length) {
    throw new InputError(
      "The file, the journal and the report must be three different files. Choose others with --journal and --report.",
    );
  }
}

/** Refuses to overwrite a file that is not a report, so that no work of a person is lost. */
async function requireReportPlace(report: string, force: boolean): Promise<void> {
  if ((await identityOf(report)) === undefined) return;
  const facts = await stat(report);
  if (!facts.isFile()) {
    throw new InputError(
      `${report} is not a regular file, and nothing was sent. Choose another report with --report.`,
    );
  }
  if (force || facts.size === 0) return;
  const isOurs = await isReport(report).catch((error: unknown) => {
    throw new InputError(
      `${report} cannot be read (${errorCode(error)}). Choose another report with --report.`,
      {
        cause: error,
      },
    );
  });
  if (isOurs) return;
  throw new InputError(
    `${report} exists and is not a report of this command, or was changed since. Nothing was sent. Choose another with ` +
      "--report, or overwrite it with --force.",
  );
}

async function requireWritable(place: string, option: string): Promise<void> {
  await access(path.dirname(place), constants.W_OK).catch((error: unknown) => {
    throw new InputError(
      `${place} cannot be written, because its folder cannot (${errorCode(error)}). Nothing was sent. Choose another with ${option}.`,
      { cause: error },
    );
  });
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
  if (!isInput) {
    await access(file, constants.R_OK).catch((error: unknown) => {
      throw new InputError(
        `${file} cannot be read (${errorCode(error)}). Check its name and its permissions.`,
        {
          cause: error,
        },
      );
    });
  }
  await requireDistinct([
    ...(isInput ? [] : [file]),
    journal,
    `${journal}-wal`,
    `${journal}-shm`,
    files.report,
  ]);
  if (!dryRun) await requireWritable(journal, "--journal");
  if (!dryRun || report !== undefined) {
    await requireWritable(files.report, "--report");
    await requireReportPlace(files.report, force);
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
  options: EnrollOptions,
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
