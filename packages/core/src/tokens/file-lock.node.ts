import { createHash, randomUUID } from "node:crypto";
import {
  lstat,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ConfigurationError } from "../errors.ts";
import { onDisk, quoted, systemCode, unlessGone } from "./disk-error.node.ts";
import { checkPrivate } from "./private-files.node.ts";

// A lock is a folder with one empty file in it, whose name says who holds the lock. Two things follow. The folder is moved
// to its place with the file in it, so that a lock is never without its holder, whenever a process or the disk fails; the
// move fails while another lock is there. And a holder's file is deleted by its name, so that nobody who was slow to judge
// can take away the lock of the next holder.

/** How often the holder of a lock says that it is alive, and after how long a silent one is taken for dead. Milliseconds. */
const heartbeat = 5000;
const deadAfter = 30_000;

const firstPause = 10;
const longestPause = 200;
const longestWait = 120_000;

/** Process, machine, and what makes it unique. */
const holderForm = /^([1-9]\d{0,9})-([0-9a-f]{16})-[0-9a-f-]{36}$/;

/** What a waiter saw of the holder, and since when it has been the same. */
interface Sight {
  readonly signs: string;
  readonly since: number;
}

/** Names the place where the number of a process means that process. */
async function machineName(): Promise<string> {
  // Containers may share a host's name and not its processes. Systems other than Linux have no such file.
  const processes = await readlink("/proc/self/ns/pid").catch(() => "");
  return createHash("sha256").update(`${hostname()} ${processes}`).digest("hex").slice(0, 16);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, so it runs.
    return systemCode(error) === "EPERM";
  }
}

/** Runs work that another process may have been faster with, which shows as one of these codes. */
async function unlessOvertaken(work: Promise<void>, codes: readonly string[]): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code !== undefined && codes.includes(code)) return false;
    throw error;
  }
}

const isWindows = process.platform === "win32";

/** What systems say to a folder that is moved to where a folder with something in it, or a file, is. */
const placeTaken = ["ENOTEMPTY", "EEXIST", "ENOTDIR", ...(isWindows ? ["EPERM"] : [])];

/** One process's wish for a lock. */
class Waiter {
  /** The name of this process's file in the lock. */
  readonly name: string;
  readonly #path: string;
  readonly #machine: string;
  #sight: Sight | undefined;

  constructor(path: string, machine: string) {
    this.#path = path;
    this.#machine = machine;
    this.name = `${process.pid}-${machine}-${randomUUID()}`;
  }

  /** Takes the lock if nobody has it. Leaves nothing behind if it fails. */
  async tryAcquire(): Promise<boolean> {
    if (!(await this.#isFree())) return false;
    const part = `${this.#path}.${randomUUID()}.part`;
    let isMine = false;
    try {
      await mkdir(part, { mode: 0o700 });
      await writeFile(join(part, this.name), "", { flag: "wx", mode: 0o600 });
      isMine = await unlessOvertaken(rename(part, this.#path), placeTaken);
      return isMine;
    } finally {
      // What failed first is what the caller must know; an empty folder does no harm.
      if (!isMine) await rm(part, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  /** Looks who holds the lock, and clears away whoever has died. */
  async #isFree(): Promise<boolean> {
    const stats = await unlessGone(lstat(this.#path));
    if (stats === undefined) return true;
    if (!stats.isDirectory()) {
      // No lock of ours. Where one has come in its place meanwhile, a folder cannot be deleted as a file.
      await unlessOvertaken(unlink(this.#path), ["ENOENT", "EISDIR", "EPERM"]);
      return true;
    }
    const advice = `Delete it, unless a process is just renewing tokens: rm -r ${quoted(this.#path)}`;
    checkPrivate("The lock file", this.#path, stats, advice);
    for (const name of (await unlessGone(readdir(this.#path))) ?? []) {
      if (!(await this.#isDead(name))) return false;
      await unlessGone(unlink(join(this.#path, name)));
    }
    await unlessOvertaken(rmdir(this.#path), ["ENOENT", ...placeTaken]);
    return true;
  }

  async #isDead(name: string): Promise<boolean> {
    const [, pid, machine] = holderForm.exec(name) ?? [];
    // No holder's file.
    if (pid === undefined) return true;
    if (machine === this.#machine && !isRunning(Number(pid))) return true;
    const stats = await unlessGone(stat(join(this.#path, name)));
    if (stats === undefined) return false;
    // That the time changes is a sign of life; what it says is another machine's clock, or one that was set back since.
    const signs = `${name} ${stats.mtimeMs}`;
    const now = performance.now();
    if (this.#sight?.signs !== signs) this.#sight = { signs, since: now };
    return now - this.#sight.since > deadAfter;
  }
}

async function acquire(path: string, waiter: Waiter): Promise<void> {
  const giveUp = performance.now() + longestWait;
  for (
    let pause = firstPause;
    !(await onDisk("The lock file", path, "taken", waiter.tryAcquire()));
    pause = Math.min(longestPause, pause * 1.5)
  ) {
    if (performance.now() > giveUp) {
      throw new ConfigurationError(
        `The lock file ${path} has been held by another process for ${longestWait / 1000} s. If no other process uses these tokens, delete it: rm -r ${quoted(path)}`,
        { code: "storage" },
      );
    }
    // Spread out, so that processes that wait together do not look together.
    await wait(pause * (0.5 + Math.random() / 2));
  }
}

/** A process that was asleep for long may have lost its lock to another, whose file has another name. */
async function release(path: string, name: string): Promise<void> {
  await unlink(join(path, name));
  await rmdir(path);
}

/**
 * Runs a task while no other process of this machine runs one for the same lock. The lock of a process that died is taken
 * over; one on a shared folder whose holder is silent for 30 s too.
 *
 * @throws ConfigurationError after two minutes of waiting, when other users can read or change the lock, and when the disk
 * is full or fails.
 */
export async function withFileLock<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  const waiter = new Waiter(path, await machineName());
  await acquire(path, waiter);
  const beat = setInterval(() => {
    const now = new Date();
    // A heartbeat that fails makes the holder look silent, which is all that can be done about it here.
    utimes(join(path, waiter.name), now, now).catch(() => undefined);
  }, heartbeat);
  beat.unref();
  try {
    return await task();
  } finally {
    clearInterval(beat);
    // What the task gave, or why it failed, is worth more than the lock, whose silence frees it.
    await release(path, waiter.name).catch(() => undefined);
  }
}
