import { randomUUID } from "node:crypto";
import { link, readFile, rename, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { ConfigurationError } from "../errors.ts";
import { readPrivateFile } from "./private-files.node.ts";

/** How often the holder of a lock says that it is alive, and after how long a silent one is taken for dead. Milliseconds. */
const heartbeat = 5000;
const deadAfter = 30_000;

const firstPause = 10;
const longestPause = 200;
const longestWait = 120_000;

interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Gives nothing where a file or process is gone, which between two looks may always happen. */
async function unlessGone<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, so it runs.
    return hasCode(error, "EPERM");
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    // Created and not yet written, or cut off by a crash: its age decides.
    return undefined;
  }
}

async function isDead(path: string, holder: Holder | undefined): Promise<boolean> {
  if (holder !== undefined && holder.host === hostname() && !isRunning(holder.pid)) return true;
  const state = await unlessGone(stat(path));
  return state !== undefined && Date.now() - state.mtimeMs > deadAfter;
}

/** Takes a dead holder's lock away. Another process may do the same at once, or may already hold a new lock. */
async function removeDead(path: string, seen: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  if ((await unlessGone(rename(path, aside).then(() => true))) === undefined) return;
  const taken = await readFile(aside, "utf8");
  // It was not the dead one any more: give it back to its holder.
  if (taken !== seen) {
    await link(aside, path).catch((error: unknown) => {
      if (!hasCode(error, "EEXIST")) throw error;
    });
  }
  await unlink(aside);
}

async function tryAcquire(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  const seen = await unlessGone(readPrivateFile(path, "The lock file"));
  if (seen !== undefined && (await isDead(path, parseHolder(seen)))) await removeDead(path, seen);
  return false;
}

async function acquire(path: string, holder: Holder): Promise<void> {
  const giveUp = Date.now() + longestWait;
  for (
    let pause = firstPause;
    !(await tryAcquire(path, holder));
    pause = Math.min(longestPause, pause * 1.5)
  ) {
    if (Date.now() > giveUp) {
      throw new ConfigurationError(
        `The lock ${path} has been held by another process for ${longestWait / 1000} s. If no other process uses these tokens, delete the file.`,
      );
    }
    // Spread out, so that processes that wait together do not look together.
    await wait(pause * (0.5 + Math.random() / 2));
  }
}

/**
 * Runs a task while no other process of this machine runs one for the same lock file. The lock of a process that died
 * is taken over; one on a shared folder whose holder is silent for 30 s too.
 *
 * @throws ConfigurationError after two minutes of waiting, and when other users can read or change the lock file.
 */
export async function withFileLock<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  const holder: Holder = { id: randomUUID(), pid: process.pid, host: hostname() };
  await acquire(path, holder);
  const beat = setInterval(() => {
    const now = new Date();
    // A heartbeat that fails makes the lock look old, which is all that can be done about it here.
    utimes(path, now, now).catch(() => undefined);
  }, heartbeat);
  beat.unref();
  try {
    return await task();
  } finally {
    clearInterval(beat);
    // A process that was asleep for long may have lost its lock to another.
    const current = await unlessGone(readFile(path, "utf8"));
    if (current !== undefined && parseHolder(current)?.id === holder.id) await unlessGone(unlink(path));
  }
}
