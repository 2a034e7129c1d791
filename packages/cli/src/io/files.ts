import { access, constants } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { FilePlace } from "@kelaskit/core/node";
import { InputError } from "../context.ts";

/** Loaded by commands that write: this module is part of the start of every command. */
const core = (): Promise<typeof import("@kelaskit/core/node")> => import("@kelaskit/core/node");

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

/** Rejects an output file that cannot be written, as far as can be known, before the command does what would be lost. */
export async function requireWritable(file: string): Promise<void> {
  const folder = path.dirname(file);
  let found: FilePlace["found"];
  try {
    // With a separator at the end, a file in place of the folder is an error too.
    await access(`${folder}${path.sep}`, constants.W_OK | constants.X_OK);
    const { filePlace } = await core();
    ({ found } = await filePlace(file));
  } catch (error) {
    throw new InputError(
      `${file} cannot be written (${errorCode(error)}); nothing was sent. Check that the folder ${folder} exists and that you may write there.`,
      { cause: error },
    );
  }
  // A name with a separator at the end can be nothing but a folder.
  if (found === "folder" || (/[/\\]$/.test(file) && path.basename(file) !== file)) {
    throw new InputError(
      `${file} cannot be written, because it is a folder; nothing was sent. Name a file in it.`,
    );
  }
  if (found === "other") {
    throw new InputError(
      `${file} cannot be written, because it is a device, a pipe or a socket; nothing was sent. Name a file, or leave the flag away to print.`,
    );
  }
}

/** Rejects an output file that cannot be written, or would be lost, before the command does anything. */
export async function requireOutputPlace(file: string, force: boolean | undefined): Promise<void> {
  await requireWritable(file);
  if (force !== true) await refuseToOverwrite(file);
}

/** Writes a file atomically, all at once or in chunks: readers see either the old or the new file. */
export async function writeWhole(
  file: string,
  content: string | Uint8Array | AsyncIterable<string>,
): Promise<void> {
  const chunks = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
  try {
    const { writeWholeFile } = await core();
    await writeWholeFile(file, (stream) => pipeline(chunks, stream));
  } catch (error) {
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
