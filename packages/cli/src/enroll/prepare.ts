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

/** Where a run reads and writes. */
export interface RunFiles {
  readonly file: string;
  readonly journal: string;
  readonly report: string;
}

/** The file itself, whatever it is called: links and other spellings lead to the same one. Nothing where there is none. */
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

/** Refuses two names for one file: what the run writes would take the place of what it reads. */
async function requireDistinct(files: readonly string[]): Promise<void> {
  const found = await Promise.all(
    files.map(async (file) => [path.resolve(file), await identityOf(file)] as const),
  );
  const names = found.map(([name]) => name);
  const identities = found.flatMap(([, identity]) => identity ?? []);
  if (new Set(names).size < names.length || new Set(identities).size < identities.length) {
    throw new InputError(
      "The file, the journal and the report must be three files. Name others with --journal and --report.",
    );
  }
}

/** Refuses to write a report over what is not one, so that nothing is lost that a person has made. */
async function requireReportPlace(report: string, force: boolean): Promise<void> {
  if ((await identityOf(report)) === undefined) return;
  const facts = await stat(report);
  if (!facts.isFile()) {
    throw new InputError(`${report} is not a file, and nothing was sent. Name another report with --report.`);
  }
  if (force || facts.size === 0) return;
  const isOurs = await isReport(report).catch((error: unknown) => {
    throw new InputError(
      `${report} cannot be read (${errorCode(error)}). Name another report with --report.`,
      {
        cause: error,
      },
    );
  });
  if (isOurs) return;
  throw new InputError(
    `${report} exists and is not a report of this command, or was changed since; nothing was sent. Name another with ` +
      "--report, or overwrite it with --force.",
  );
}

async function requireWritable(place: string, option: string): Promise<void> {
  await access(path.dirname(place), constants.W_OK).catch((error: unknown) => {
    throw new InputError(
      `${place} cannot be written, since its folder cannot (${errorCode(error)}); nothing was sent. Name another with ${option}.`,
      { cause: error },
    );
  });
}

/**
 * Says which files a run uses.
 *
 * @throws InputError when two are the same, one cannot be read, a folder cannot be written to, the report would take the
 * place of something else, or rows from standard input have no journal.
 */
export async function runFiles(file: string, options: EnrollOptions): Promise<RunFiles> {
  const isInput = file === "-";
  const { report, dryRun = false, force = false } = options;
  if (isInput && options.journal === undefined && !dryRun) {
    throw new InputError(
      "Rows from standard input need a journal with a name, by which the same rows are known again; nothing was sent. " +
        "Name one with --journal, and the same one to go on.",
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
 * Makes sure that nothing is missing which the first request would need: found out there, it would be a failed row.
 *
 * @throws InputError that names the variable, or the operation without a route.
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
    `${target} sends ${unknown.join(" and ")}, and the routes of these are only proposed; nothing was sent. Give the ` +
      "portal's own with --routes (kelaskit routes import writes the file), or accept the proposed ones with " +
      "--allow-unverified.",
  );
}
