import { access, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { InputError } from "../context.ts";

/** Ends a command before it does anything when its output file is there already. */
export async function refuseToOverwrite(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) {
    throw new InputError(
      `${file} exists, and nothing was read or written. Name another file, or overwrite it with --force.`,
    );
  }
}

/** Writes a file as a whole or not at all: whoever reads it at the same time sees the old or the new one. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(beside, content, { flag: "wx" });
    await rename(beside, file);
  } catch (error) {
    // What failed first is what the user must know.
    await rm(beside, { force: true }).catch(() => undefined);
    throw new InputError(
      `${file} cannot be written (${errorCode(error)}). Check that its folder exists and that you may write there.`,
      { cause: error },
    );
  }
}

/** The system's short word for what went wrong, as in ENOENT. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : String(error);
}
