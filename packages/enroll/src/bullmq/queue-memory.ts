import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { QueueError } from "./queue-error.ts";

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function memoryError(path: string, words: string, cause?: unknown): QueueError {
  return new QueueError("memory-file", `The queue's memory file ${path} ${words}`, { cause });
}

/** The id of the queue that a memory file is of; nothing where there is no file. */
export async function readMemory(path: string, queue: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw memoryError(path, "cannot be read. Look at its permissions.", error);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw memoryError(path, "does not hold JSON. Name the right file, or bring back a copy.", error);
  }
  if (typeof content !== "object" || content === null || !("queue" in content) || !("id" in content))
    throw memoryError(path, "is a file of another kind. Name the right one.");
  if (content.queue !== queue)
    throw memoryError(path, `belongs to another queue than ${queue}. Give each queue a file of its own.`);
  if (typeof content.id !== "string")
    throw memoryError(path, "holds no id of a queue. Bring back a copy of it.");
  return content.id;
}

/** Writes which queue was filled. The file is on the disk, whole, when this ends. */
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
    // What failed first is what the caller must know.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw memoryError(path, "cannot be written. Look at its folder and at its permissions.", error);
  }
}
