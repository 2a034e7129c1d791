import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { fieldSources } from "../auth/sources.ts";
import { profilePlace, readCredentials } from "../auth/credentials.ts";
import { defaultProfile } from "../auth/profile-name.ts";
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

/**
 * Says which files a run uses.
 *
 * @throws InputError when two are the same, one cannot be read, or a folder cannot be written to.
 */
export async function runFiles(file: string, { journal, report, dryRun }: EnrollOptions): Promise<RunFiles> {
  const files = {
    file,
    journal: journal ?? `${file}.kelaskit.db`,
    report: report ?? `${file}.report.csv`,
  };
  const places = Object.values(files).map((place) => path.resolve(place));
  if (new Set(places).size < places.length) {
    throw new InputError(
      "The file, the journal and the report must be three files. Name others with --journal and --report.",
    );
  }
  await access(file, constants.R_OK).catch((error: unknown) => {
    throw new InputError(
      `${file} cannot be read (${errorCode(error)}). Check its name and its permissions.`,
      {
        cause: error,
      },
    );
  });
  if (dryRun === true) return files;
  for (const [place, option] of [
    [files.journal, "--journal"],
    [files.report, "--report"],
  ] as const) {
    await access(path.dirname(place), constants.W_OK).catch((error: unknown) => {
      throw new InputError(
        `${place} cannot be written, since its folder cannot (${errorCode(error)}); nothing was sent. Name another with ${option}.`,
        { cause: error },
      );
    });
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
  const saved = await readCredentials(await profilePlace(name, options.profile ?? defaultProfile, context));
  const missing = [...fieldSources(vendor, saved ?? {}, context)].flatMap(
    ([{ required, label, variable }, source]) =>
      required && source === undefined ? [variable === undefined ? label : `${variable} (${label})`] : [],
  );
  if (missing.length > 0) {
    throw new InputError(
      `${vendor.title} needs ${missing.join(", ")}; nothing was sent. Set it in the environment, or save it with: ` +
        `kelaskit auth login ${name}`,
    );
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
