import { randomUUID } from "node:crypto";
import { lstat, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";

/** Where a file is to be written. */
export interface FilePlace {
  /** The absolute path. Where a link stands, it is the path that the link names: the file there is replaced, and the link stays. */
  readonly path: string;
  /** What is there by now; a device, a pipe or a socket is `"other"`. */
  readonly found: "nothing" | "file" | "folder" | "other";
  /** The permissions of the file that is there; `undefined` if there is none. */
  readonly mode: number | undefined;
}

/**
 * Finds where a file is to be written, and what would be replaced. Changes nothing.
 *
 * @param given The path, relative to the working folder.
 * @throws The file system's error, such as `ENOENT` for a link that leads nowhere. A folder that is missing is no error.
 */
export async function filePlace(given: string): Promise<FilePlace> {
  const path = resolve(given);
  const facts = await lstat(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (facts === undefined) return { path, found: "nothing", mode: undefined };
  if (facts.isSymbolicLink()) return filePlace(await realpath(path));
  if (facts.isFile()) return { path, found: "file", mode: facts.mode & 0o777 };
  return { path, found: facts.isDirectory() ? "folder" : "other", mode: undefined };
}

/** A new path beside a file, for its content until it is complete: a file system cannot rename to another. */
export function unfinishedPath(path: string): string {
  // A name may have 255 bytes.
  return join(dirname(path), `.${basename(path).slice(0, 40)}.${randomUUID()}.part`);
}

/** Settings of `writeWholeFile`. */
export interface WholeFileOptions {
  /** The permissions, from which the process's umask is taken. @default those of the file that is replaced, or 0o666 */
  readonly mode?: number | undefined;
}

/**
 * Writes a file that appears whole or not at all: under another name in the same folder, flushed to the disk, and then renamed,
 * replacing the file that is there.
 *
 * @param given The path, relative to the working folder. The file that a link names is replaced, and the link stays.
 * @param work Writes the content.
 * @throws What `work` throws, the file system's error, or an error with the code `EISDIR` for a folder and `ENOTSUP` for a device, a
 * pipe or a socket, which cannot be replaced. What was written is deleted.
 */
export async function writeWholeFile(
  given: string,
  work: (stream: Writable) => Promise<void>,
  { mode }: WholeFileOptions = {},
): Promise<void> {
  const place = await filePlace(given);
  if (place.found === "folder" || place.found === "other") {
    const code = place.found === "folder" ? "EISDIR" : "ENOTSUP";
    throw Object.assign(new Error(`${code}: ${given} is not a regular file, and was not replaced`), { code });
  }
  const unfinished = unfinishedPath(place.path);
  const file = await open(unfinished, "wx", mode ?? place.mode ?? 0o666);
  const stream = file.createWriteStream({ flush: true });
  const writing = async (): Promise<void> => {
    await work(stream);
    if (!stream.writableEnded) stream.end();
  };
  try {
    // Listened to from the beginning: a full disk fails the stream, whatever `work` is waiting for. It ends when the file is
    // flushed and closed.
    await Promise.all([writing(), finished(stream)]);
    await rename(unfinished, place.path);
  } catch (error) {
    // The caller needs the first error; a full disk can fail once more.
    stream.destroy();
    await Promise.allSettled([file.close()]);
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}
