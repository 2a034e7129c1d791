import { randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { type CommandContext, InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import type { VendorName } from "../vendors/names.ts";
import { configFolder } from "./config-folder.ts";

/** The saved credentials of a vendor: strings by the names of its fields. */
export type Credentials = Readonly<Record<string, string>>;

/** The paths of a profile's files. */
export interface ProfilePlace {
  readonly vendor: VendorName;
  readonly profile: string;
  /** The credentials, mode 0600. */
  readonly file: string;
  /** The folder of the tokens obtained with them, for `fileTokenStore`. */
  readonly tokens: string;
}

/**
 * Returns the paths of a profile's files.
 *
 * @throws InputError when the profile's name is not valid in a file name.
 */
export async function profilePlace(
  vendor: VendorName,
  profile: string,
  context: CommandContext,
): Promise<ProfilePlace> {
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/i.test(profile)) {
    throw new InputError(
      `${JSON.stringify(profile)} is not a valid profile name. Use letters, digits, - and _, such as staging.`,
    );
  }
  const folder = path.join(await configFolder(context), "credentials", vendor);
  return {
    vendor,
    profile,
    file: path.join(folder, `${profile}.json`),
    tokens: path.join(folder, `${profile}.tokens`),
  };
}

function parseCredentials(file: string, text: string): Credentials {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Neither the text nor the parser's message is shown: both contain secrets.
    value = undefined;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
    if (entries.every((entry): entry is readonly [string, string] => typeof entry[1] === "string")) {
      return Object.fromEntries(entries);
    }
  }
  throw new InputError(`${file} is not a file that kelaskit auth login wrote. Log in again to replace it.`);
}

/**
 * Reads a profile's credentials; undefined if there are none.
 *
 * @throws InputError when the file cannot be read, has other content, or can be read by other users.
 */
export async function readCredentials({ file }: ProfilePlace): Promise<Credentials | undefined> {
  let text: string;
  try {
    // Windows does not have such modes: there, the user's profile folder protects the file.
    const { mode } = await stat(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw new InputError(
        `${file} contains secrets, and other users of this machine can read or change it. Run: chmod 600 ${file}`,
      );
    }
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (errorCode(error) === "ENOENT") return undefined;
    throw new InputError(`${file} cannot be read (${errorCode(error)}). Check who owns it.`, {
      cause: error,
    });
  }
  return parseCredentials(file, text);
}

/**
 * Writes a profile's credentials atomically, readable by this user only, and deletes the tokens obtained with the previous
 * ones.
 */
export async function writeCredentials(
  { file, tokens }: ProfilePlace,
  credentials: Credentials,
): Promise<void> {
  const folder = path.dirname(file);
  const part = `${file}.${randomUUID()}.part`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // An existing folder may have been open to others.
    await chmod(folder, 0o700);
    await chmod(path.dirname(folder), 0o700);
    const text = `${JSON.stringify(credentials, null, 2)}\n`;
    await writeFile(part, text, { flag: "wx", mode: 0o600, flush: true });
    await rm(tokens, { recursive: true, force: true });
    await rename(part, file);
  } catch (error) {
    // The user needs the first error. A part that stays is readable by this user only.
    await rm(part, { force: true }).catch(() => undefined);
    throw new InputError(
      `${file} cannot be written (${errorCode(error)}). Check who owns the folder and whether its disk is full or read-only, or set KELASKIT_CONFIG_DIR to another folder.`,
      { cause: error },
    );
  }
}

/** Deletes a profile's credentials and tokens; returns whether there were any. */
export async function deleteCredentials({ file, tokens }: ProfilePlace): Promise<boolean> {
  const existed = await stat(file).then(
    () => true,
    () => false,
  );
  try {
    await rm(tokens, { recursive: true, force: true });
    await rm(file, { force: true });
  } catch (error) {
    throw new InputError(`${file} cannot be deleted (${errorCode(error)}). Check who owns it.`, {
      cause: error,
    });
  }
  return existed;
}
