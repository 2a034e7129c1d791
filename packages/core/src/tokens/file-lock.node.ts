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

// A lock is a folder with one empty file in it, whose name identifies the holder. This has two advantages. The folder is moved
// to its place with the file already in it, so a lock always has a holder, even if a process or the disk fails in between; the
// move fails while another lock exists. And a holder's file is deleted by its name, so a slow process cannot delete the lock of
// the next holder by mistake.

/** How often the holder of a lock shows that it is alive, and after how long without a sign it counts as dead. Milliseconds. */
const heartbeat = 5000;
const deadAfter = 30_000;

const firstPause = 10;
const longestPause = 200;
const longestWait = 120_000;

/** The name of a holder's file: process, machine, and a unique part. */
const holderForm = /^([1-9]\d{0,9})-([0-9a-f]{16})-[0-9a-f-]{36}$/;

/** The signs of life that a waiter saw, and since when they are unchanged. */
interface Sight {
  readonly signs: string;
  readonly since: number;
}

/** Identifies the machine or container in which a process number identifies a process. */
async function machineName(): Promise<string> {
  // Containers may share a host's name but not its processes. Systems other than Linux do not have this file.
  const processes = await readlink("/proc/self/ns/pid").catch(() => "");
  return createHash("sha256").update(`${hostname()} ${processes}`).digest("hex").slice(0, 16);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process, so it is running.
    return systemCode(error) === "EPERM";
  }
}

/** Runs work that fails with one of these codes if another process was faster. Returns whether it succeeded. */
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

/** The errors of systems if a folder is moved onto a non-empty folder or a file. */
const placeTaken = ["ENOTEMPTY", "EEXIST", "ENOTDIR", ...(isWindows ? ["EPERM"] : [])];

/** One process's attempt to take a lock. */
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

  /** Takes the lock if it is free. Leaves nothing behind if it fails. */
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
      // The caller needs the first error; an empty folder that stays does no harm.
      if (!isMine) await rm(part, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  /** Checks whether the lock is free, and removes holders that have died. */
  async #isFree(): Promise<boolean> {
    const stats = await unlessGone(lstat(this.#path));
    if (stats === undefined) return true;
    if (!stats.isDirectory()) {
      // Not one of our locks. If a lock has replaced it meanwhile, `unlink` cannot delete that folder.
      await unlessOvertaken(unlink(this.#path), ["ENOENT", "EISDIR", "EPERM"]);
      return true;
    }
    const advice = `Delete it, unless a process is currently renewing tokens: rm -r ${quoted(this.#path)}`;
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
    // Not a holder's file.
    if (pid === undefined) return true;
    if (machine === this.#machine && !isRunning(Number(pid))) return true;
    const stats = await unlessGone(stat(join(this.#path, name)));
    if (stats === undefined) return false;
    // Only a change of the time is a sign of life: the time itself is from another machine's clock, or from before a clock change.
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
    // Jitter, so that waiting processes do not check at the same time.
    await wait(pause * (0.5 + Math.random() / 2));
  }
}

/** Releases a lock. If this process slept for long, the lock may belong to another by now, whose file has another name. */
async function release(path: string, name: string): Promise<void> {
  await unlink(join(path, name));
  await rmdir(path);
}

/**
 * Runs a task while no other process runs one for the same lock. The lock of a process that died is taken over: at once on the same
 * machine, after 30 s without a sign of life on another machine that shares the folder.
 *
 * @throws ConfigurationError after two minutes of waiting, when other users can read or change the lock, and when the disk
 * is full or fails.
 */
export async function withFileLock<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  const waiter = new Waiter(path, await machineName());
  await acquire(path, waiter);
  const beat = setInterval(() => {
    const now = new Date();
    // If a heartbeat fails, the holder looks dead to others; nothing more can be done about it here.
    utimes(join(path, waiter.name), now, now).catch(() => undefined);
  }, heartbeat);
  beat.unref();
  try {
    return await task();
  } finally {
    clearInterval(beat);
    // The result or error of the task matters more; a lock that stays is freed once it has no sign of life.
    await release(path, waiter.name).catch(() => undefined);
  }
}
