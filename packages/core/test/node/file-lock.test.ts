import { anyText } from "@kelaskit/test-support/any-text";
import { once } from "node:events";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patience } from "@kelaskit/test-support/patience";
import { ConfigurationError } from "../../src/index.ts";
import { fileTokenStore } from "../../src/node.ts";
import { failure } from "../support/sample-vendor.ts";
import { startWorker } from "./lock-processes.ts";

const key = "sample https://api.sample.test ada";

let folder = "";
/** Where the lock of the key is while it is held. */
let lockPath = "";
/** How the name of a holder's file begins when this process holds it. */
let ourPrefix = "";

async function lock<Result>(task: () => Promise<Result>): Promise<Result> {
  const store = fileTokenStore(folder);
  if (store.lock === undefined) throw new Error("the store has no lock");
  return store.lock(key, task);
}

function enter(): Promise<string> {
  return lock(async () => "entered");
}

/** A lock as a process leaves it that dies while it holds it. */
async function leaveLock(holder: string): Promise<void> {
  const beside = join(folder, randomUUID());
  await mkdir(beside, { mode: 0o700 });
  await writeFile(join(beside, holder), "", { mode: 0o600 });
  await rename(beside, lockPath);
}

/** Takes the lock, unless it is held, and dies holding it. */
async function tryLeaveLock(holder: string): Promise<boolean> {
  try {
    await leaveLock(holder);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTEMPTY") return false;
    throw error;
  }
}

/** A holder on another machine, of whose processes nothing is known here. */
function stranger(): string {
  return `1-${"0".repeat(16)}-${randomUUID()}`;
}

/** Lets this many milliseconds pass between any two looks at the clock that only goes forward. */
function leapClock(step: number, atEachLook: () => void = () => undefined): void {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    atEachLook();
    now += step;
    return now;
  });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kelaskit-lock-"));
  await lock(async () => {
    const [name = ""] = await readdir(folder);
    lockPath = join(folder, name);
    const [holder = ""] = await readdir(lockPath);
    ourPrefix = holder.slice(0, -randomUUID().length);
  });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("a lock that is none", () => {
  // A clock that does not advance: code that waits for time to pass waits forever.
  beforeEach(() => {
    leapClock(0);
  });

  it.each([
    ["empty", ""],
    ["null", "null"],
    ["cut off", '{"id":"5f'],
    ["of another shape", '["somebody"]'],
    ["another program's", "4711\n"],
  ])("does not block when its file is %s", async (_, text) => {
    await writeFile(lockPath, text, { mode: 0o600 });
    expect(await enter()).toBe("entered");
    expect(await readdir(folder)).toEqual([]);
  });

  it("does not block, whatever it holds and whenever it was written", async () => {
    await fc.assert(
      fc.asyncProperty(anyText(), fc.date({ noInvalidDate: true }), async (text, date) => {
        await writeFile(lockPath, text, { mode: 0o600 });
        await utimes(lockPath, date, date);
        expect(await enter()).toBe("entered");
        expect(await readdir(folder)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it("does not block when its folder is empty, as between the steps of a release", async () => {
    await mkdir(lockPath, { mode: 0o700 });
    expect(await enter()).toBe("entered");
    expect(await readdir(folder)).toEqual([]);
  });

  it("does not block when something else is in its folder", async () => {
    await leaveLock(".DS_Store");
    expect(await enter()).toBe("entered");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is not looked for at the other end of a symbolic link", async () => {
    const elsewhere = join(folder, "elsewhere");
    await mkdir(elsewhere, { mode: 0o700 });
    await writeFile(join(elsewhere, "precious"), "");
    await symlink(elsewhere, lockPath);
    expect(await enter()).toBe("entered");
    expect(await readdir(elsewhere)).toEqual(["precious"]);
  });
});

describe("a holder that says nothing", () => {
  it("is taken for dead after 30 s of waiting, whatever date its lock has", async () => {
    for (const date of [new Date(0), new Date(), new Date("2199-01-01")]) {
      const holder = stranger();
      await leaveLock(holder);
      await utimes(join(lockPath, holder), date, date);
      leapClock(10_000);
      expect(await enter()).toBe("entered");
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it("keeps its lock as long as it has not been watched for 30 s", async () => {
    await leaveLock(stranger());
    const waited: number[] = [];
    leapClock(10_000, () => {
      waited.push(10_000);
    });
    await enter();
    expect(waited.reduce((sum, step) => sum + step)).toBeGreaterThan(30_000);
  });

  it("is taken for dead after 30 s even if another process has its number now", async () => {
    await leaveLock(`${ourPrefix}${randomUUID()}`);
    leapClock(10_000);
    expect(await enter()).toBe("entered");
  });

  it("is taken for dead at once when its process on this machine is gone", async () => {
    const child = startWorker(folder, "hold");
    await once(child, "message");
    const [holder = ""] = await readdir(lockPath);
    child.kill("SIGKILL");
    await once(child, "exit");
    leapClock(0);
    expect(holder).toMatch(new RegExp(`^${String(child.pid)}-`));
    expect(await enter()).toBe("entered");
  });
});

describe("a holder that says it is alive", () => {
  it.each([
    ["set back", -3_600_000],
    ["right", 5000],
  ])("keeps its lock however long others wait, also when its clock was %s", async (_, step) => {
    const holder = stranger();
    await leaveLock(holder);
    let time = Date.now();
    leapClock(20_000, () => {
      time += step;
      utimesSync(join(lockPath, holder), time / 1000, time / 1000);
    });

    const error = await failure(enter(), ConfigurationError);

    expect(error.message).toBe(
      `The lock file ${lockPath} has been held by another process for 120 s. If no other process uses these tokens, delete it: rm -r ${lockPath}`,
    );
    expect(await readdir(folder)).toEqual([basename(lockPath)]);
    expect(await readdir(lockPath)).toEqual([holder]);
  });

  it("says so by the date of its file, and of no other holder's", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { mtimeMs, next } = await lock(async () => {
      const [holder = ""] = await readdir(lockPath);
      const file = join(lockPath, holder);
      await utimes(file, 0, 0);
      // As after a long sleep of this process, in which another has taken its lock over.
      const other = join(lockPath, stranger());
      await writeFile(other, "");
      await utimes(other, 0, 0);
      vi.advanceTimersByTime(5000);
      vi.useRealTimers();
      await vi.waitUntil(async () => (await stat(file)).mtimeMs > 0, patience);
      return { next: other, mtimeMs: (await stat(other)).mtimeMs };
    });
    expect(mtimeMs).toBe(0);
    expect(await readdir(lockPath)).toEqual([basename(next)]);
  });
});

describe("many waiters of holders that die", () => {
  it("are let in one at a time", async () => {
    const victim = startWorker(folder, "hold");
    await once(victim, "message");
    const [dead = ""] = await readdir(lockPath);
    victim.kill("SIGKILL");
    await once(victim, "exit");
    const prefix = dead.slice(0, -randomUUID().length);
    const counter = join(folder, "counter");
    await writeFile(counter, "0");
    const workers = [1, 2, 3].map(() => startWorker(folder, "count", counter, "10"));
    await Promise.all(workers.map((worker) => once(worker, "message")));
    const running = new Set(workers);
    const exits = workers.map(async (worker) => {
      const exit: unknown[] = await once(worker, "exit");
      running.delete(worker);
      return exit;
    });

    for (const worker of workers) worker.send("go");
    let died = 0;
    // So many that each worker meets some, and not so many that none is ever let in.
    while (running.size > 0 && died < 30) died += Number(await tryLeaveLock(`${prefix}${randomUUID()}`));

    expect(await Promise.all(exits)).toEqual(workers.map(() => [0, null]));
    expect(await readFile(counter, "utf8")).toBe("30");
    expect(died).toBeGreaterThan(0);
  });
});
