import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";
import { InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";

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

/** Rejects a file that cannot be read, before anything else is done. */
export async function requireReadable(file: string): Promise<void> {
  await access(file, constants.R_OK).catch((error: unknown) => {
    throw new InputError(
      `${file} cannot be read (${errorCode(error)}). Check its name and its permissions.`,
      { cause: error },
    );
  });
}

/** Rejects two names for one file: the run would overwrite what it reads. */
export async function requireDistinct(files: readonly string[], otherwise: string): Promise<void> {
  const found = await Promise.all(
    files.map(async (file) => [path.resolve(file), await identityOf(file)] as const),
  );
  const names = found.map(([name]) => name);
  const identities = found.flatMap(([, identity]) => identity ?? []);
  if (new Set(names).size < names.length || new Set(identities).size < identities.length) {
    throw new InputError(otherwise);
  }
}

/** How a report is recognized, and chosen. */
interface ReportPlace {
  /** The flag that chooses another place, if there is one. */
  readonly option?: string | undefined;
  /** Whether any file may be overwritten. */
  readonly force: boolean;
  /** Whether a file is a report that this command wrote. */
  readonly isOurs: (file: string) => Promise<boolean>;
}

/** Refuses to overwrite a file that is not a report, so that no work of a person is lost. */
export async function requireReportPlace(
  report: string,
  { option, force, isOurs }: ReportPlace,
): Promise<void> {
  if ((await identityOf(report)) === undefined) return;
  const facts = await stat(report);
  const advice = option === undefined ? "Move it away" : `Choose another with ${option}`;
  if (!facts.isFile()) {
    throw new InputError(`${report} is not a regular file, and nothing was sent. ${advice}.`);
  }
  if (force || facts.size === 0) return;
  const mayReplace = await isOurs(report).catch((error: unknown) => {
    throw new InputError(`${report} cannot be read (${errorCode(error)}). ${advice}.`, {
      cause: error,
    });
  });
  if (mayReplace) return;
  throw new InputError(
    `${report} exists and is not a report of this command, or was changed since. Nothing was sent. ${advice}, or ` +
      "overwrite it with --force.",
  );
}

/** Refuses a place whose folder cannot be written to. @param option The flag that chooses another, if there is one. */
export async function requireFolder(place: string, option: string | undefined): Promise<void> {
  const advice = option === undefined ? "Allow writing to that folder" : `Choose another with ${option}`;
  await access(path.dirname(place), constants.W_OK).catch((error: unknown) => {
    throw new InputError(
      `${place} cannot be written, because its folder cannot (${errorCode(error)}). Nothing was sent. ${advice}.`,
      { cause: error },
    );
  });
}
