import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { QueueError } from "./queue-error.ts";

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function memoryError(path: string, problem: string, cause?: unknown): QueueError {
  return new QueueError("memory-file", `The queue's memory file ${path} ${problem}`, { cause });
}

/** Reads the id of the queue from its memory file; `undefined` if there is no file. */
export async function readMemory(path: string, queue: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw memoryError(path, "cannot be read. Check its permissions.", error);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw memoryError(path, "is not JSON. Use the right file, or restore it from a backup.", error);
  }
  if (typeof content !== "object" || content === null || !("queue" in content) || !("id" in content))
    throw memoryError(path, "is not a memory file of a queue. Use the right file.");
  if (content.queue !== queue)
    throw memoryError(path, `belongs to another queue, not to ${queue}. Use one memory file for each queue.`);
  if (typeof content.id !== "string")
    throw memoryError(path, "does not contain the id of its queue. Restore it from a backup.");
  return content.id;
}

/** Writes the id of a queue to its memory file. The file is written atomically and flushed to the disk. */
export async function writeMemory(path: string, queue: string, id: string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(unfinished, "wx", 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ queue, id })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    // The caller needs the first error, not one of the cleanup.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw memoryError(path, "cannot be written. Check its folder and permissions.", error);
  }
}
