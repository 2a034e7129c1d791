import { access, constants, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { InputError } from "../context.ts";

/** Rejects an output file that already exists, before the command does anything. */
export async function refuseToOverwrite(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) {
    throw new InputError(
      `${file} already exists; nothing was read or written. Choose another file, or overwrite it with --force.`,
    );
  }
}

/** Whether there is a folder in place of a file; a name with a separator at the end can be nothing else. */
async function isFolder(file: string): Promise<boolean> {
  if (/[/\\]$/.test(file) && path.basename(file) !== file) return true;
  return stat(file).then(
    (found) => found.isDirectory(),
    // What cannot be looked at is no folder that is in the way, as far as can be known.
    () => false,
  );
}

/** Rejects an output file that cannot be written, as far as can be known, before the command does what would be lost. */
export async function requireWritable(file: string): Promise<void> {
  const folder = path.dirname(file);
  try {
    // With a separator at the end, a file in place of the folder is an error too.
    await access(`${folder}${path.sep}`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new InputError(
      `${file} cannot be written (${errorCode(error)}); nothing was sent. Check that the folder ${folder} exists and that you may write there.`,
      { cause: error },
    );
  }
  if (await isFolder(file)) {
    throw new InputError(
      `${file} cannot be written, because it is a folder; nothing was sent. Name a file in it.`,
    );
  }
}

/** Writes a file atomically, all at once or in chunks: readers see either the old or the new file. */
export async function writeWhole(
  file: string,
  content: string | Uint8Array | AsyncIterable<string>,
): Promise<void> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(beside, content, { flag: "wx" });
    await rename(beside, file);
  } catch (error) {
    // The user needs the first error.
    await rm(beside, { force: true }).catch(() => undefined);
    throw new InputError(
      `${file} cannot be written (${errorCode(error)}). Check that its folder exists and that you may write there.`,
      { cause: error },
    );
  }
}

/** The system's error code, such as ENOENT. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : String(error);
}
