import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Writable } from "node:stream";

/**
 * Writes a file that appears whole or not at all: under a temporary name in the same folder, flushed to the disk, and then
 * renamed, replacing an existing file. Only its owner can read it.
 *
 * @param work Writes the content and ends the stream.
 * @throws What `work` throws, or the file system's error. The unfinished file is removed.
 */
export async function writeWholeFile(path: string, work: (stream: Writable) => Promise<void>): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const file: FileHandle = await open(unfinished, "wx", 0o600);
  try {
    await work(file.createWriteStream({ flush: true }));
    await rename(unfinished, path);
  } catch (error) {
    // The caller needs the first error. A file that cannot be removed is readable only by its owner.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    // The stream has closed it, unless it never started: then nothing was written, and the first error counts.
    await file.close().catch(() => undefined);
  }
}
