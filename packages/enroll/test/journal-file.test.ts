import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { openJournal, runEnrollment, RunStoppedError } from "../src/index.ts";
import { JournalFile } from "../src/journal/file.ts";
import { Journal } from "../src/journal/journal.ts";
import { schemaVersion } from "../src/journal/tables.ts";
import type { JournalCommand } from "./support/journal-child.ts";
import { seededRandom } from "@kelaskit/test-support/random";
import { learners, listOf, newJournal, newsletter } from "./support/targets.ts";

function openOrCreate(path: string): Journal {
  return new Journal(path, { mustExist: false });
}

const childFile = fileURLToPath(new URL("support/journal-child.ts", import.meta.url));
const condition = "--conditions=kelaskit-source";

/** Starts a process in which no file can grow beyond so many bytes, as on a full disk. */
function forkLimited(longest: number): ChildProcess {
  const blocks = String(Math.floor(longest / 512));
  const command = ["-c", 'ulimit -f "$0" && exec "$@"', blocks, process.execPath, condition, childFile];
  // Node's own cache has no room either.
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" };
  return spawn("sh", command, { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
}

function startChild(child: ChildProcess = fork(childFile, { execArgv: [condition] })) {
  onTestFinished(() => {
    if (child.connected) child.disconnect();
  });
  return {
    /** Sends it a command. @returns Its answer. */
    async tell(command: JournalCommand): Promise<unknown> {
      child.send(command);
      const [answer] = (await once(child, "message")) as [unknown];
      return answer;
    },
    async kill(): Promise<void> {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Runs, and does something to the journal's file while the tenth row is under way. */
async function runWith(journal: string, harm: () => void) {
  const target = newsletter({
    answer: (_, times) => {
      if (target.sent.length === 10 && times === 1) harm();
      return { state: "done" };
    },
  });
  const source = listOf(learners(100));
  const run = runEnrollment({ target, source, journal, concurrency: 2 });
  const error: unknown = await run.then(
    () => undefined,
    (error_: unknown) => error_,
  );
  if (!RunStoppedError.isInstance(error)) throw new Error("The run was not stopped.");
  onTestFinished(() => {
    if (error.journal !== undefined) rmSync(error.journal, { force: true });
  });
  return { target, source, error };
}

describe("a journal whose file is taken away while a run uses it", () => {
  const both = (journal: string, change: (file: string) => void): void => {
    for (const end of ["", "-wal"]) change(journal + end);
  };

  const harms = {
    removed(journal: string) {
      both(journal, rmSync);
    },
    renamed(journal: string) {
      both(journal, (file) => {
        renameSync(file, file.replace("journal", "moved"));
      });
    },
    "renamed without its -wal"(journal: string) {
      renameSync(journal, `${journal}-moved`);
    },
    "left without its -wal"(journal: string) {
      rmSync(`${journal}-wal`);
    },
    replaced(journal: string) {
      writeFileSync(`${journal}-other`, "other");
      renameSync(`${journal}-other`, journal);
    },
    "removed with its folder"(journal: string) {
      rmSync(dirname(journal), { recursive: true });
    },
  };

  it.each(Object.entries(harms))("%s: the run stops, and its record is rescued", async (_, harm) => {
    const journal = newJournal();
    const { target, source, error } = await runWith(journal, () => {
      harm(journal);
    });
    // What was marked already goes on its way; nothing is marked after it.
    const sent = target.sent.length;
    expect(sent).toBeLessThanOrEqual(12);
    expect(error.report).toMatchObject({ finished: false, done: sent, pending: 100 - sent });
    expect(error.message).toMatch(/while the run was using it\..*Run again with that file as the journal/);
    const rescued = error.journal ?? "";
    expect(statSync(rescued).mode & 0o777).toBe(0o600);
    expect(await runEnrollment({ target, source, journal: rescued })).toMatchObject({
      finished: true,
      done: 100,
    });
    expect(target.sent.toSorted()).toEqual(learners(100).toSorted());
  });

  it("is not begun anew by the next run, which would send everything again", async () => {
    const journal = newJournal();
    const { target, source, error } = await runWith(journal, () => {
      both(journal, rmSync);
    });
    const sent = target.sent.length;
    const again = runEnrollment({ target, source, journal });
    await expect(again).rejects.toMatchObject({ problem: "rescued" });
    await expect(again).rejects.toThrow(error.journal);
    expect(target.sent).toHaveLength(sent);
  });

  it("stops the first of two runs when a second one has begun beside it", async () => {
    const journal = newJournal();
    const { error, target } = await runWith(journal, () => {
      harms.renamed(journal);
      // Opened and kept, as a second run does.
      const second = openOrCreate(journal);
      onTestFinished(() => {
        second.close();
      });
    });
    expect(error.message).toContain("was replaced by another file");
    expect(target.sent.length).toBeLessThanOrEqual(12);
    // The first has left the second one's files alone.
    expect(existsSync(`${journal}-wal`)).toBe(true);
  });

  it("overwritten in place: the run stops", async () => {
    const journal = newJournal();
    const { error, target } = await runWith(journal, () => {
      truncateSync(journal);
    });
    expect(error.message).toContain("was overwritten by another program");
    expect(target.sent.length).toBeLessThanOrEqual(12);
  });

  it("after the last row: the run does not say that all is well", async () => {
    const journal = newJournal();
    const run = runEnrollment({
      target: newsletter(),
      source: listOf(learners(3)),
      journal,
      onRow({ line }) {
        if (line === 4) both(journal, rmSync);
      },
    });
    await expect(run).rejects.toMatchObject({ report: { done: 3, finished: false } });
  });
});

describe("a journal that was left open", () => {
  /** Opens a journal in a process of its own, and kills that. */
  async function killed(rows = 0): Promise<string> {
    const journal = newJournal();
    const child = startChild();
    expect(await child.tell({ do: "open", path: journal, rows })).toBe("open");
    await child.kill();
    return journal;
  }

  it.each([
    ["right after it was created", 0],
    ["after some rows", 500],
    ["after SQLite has taken the -wal in by itself", 20_000],
  ])("is refused without its -wal, and left unchanged: %s", async (_, rows) => {
    const journal = await killed(rows);
    const copy = `${journal}-copy`;
    copyFileSync(journal, copy);
    const before = readFileSync(copy);
    for (const open of [() => openJournal(copy), () => openOrCreate(copy)]) {
      expect(open).toThrow(expect.objectContaining({ problem: "without-wal" }));
    }
    const run = runEnrollment({ target: newsletter(), source: listOf(learners(1)), journal: copy });
    await expect(run).rejects.toThrow(/is missing its file .*-copy-wal.*Put that file back/);
    expect(readFileSync(copy).equals(before)).toBe(true);
  });

  it("is accepted as its error advises, when another program has merged the -wal", async () => {
    const journal = await killed(500);
    const other = new DatabaseSync(journal);
    other.exec("SELECT count(*) FROM rows");
    other.close();
    expect(() => openJournal(journal)).toThrow(expect.objectContaining({ problem: "without-wal" }));
    const accept = new DatabaseSync(journal);
    accept.exec("DELETE FROM meta WHERE name = 'open'");
    accept.close();
    const opened = openJournal(journal);
    expect([...opened.rows()]).toHaveLength(500);
    opened.close();
  });

  it("is refused when only its -wal is left", async () => {
    const journal = await killed(500);
    rmSync(journal);
    const run = runEnrollment({ target: newsletter(), source: listOf(learners(1)), journal });
    await expect(run).rejects.toMatchObject({ problem: "without-main" });
  });

  it("is taken up with both files", async () => {
    const journal = await killed(500);
    const opened = openJournal(journal);
    expect([...opened.rows()]).toHaveLength(500);
    opened.close();
  });

  it.each([
    ["with room for what is in its -wal", 0, "open"],
    ["without room for it", 500, "unusable"],
  ])("is never refused after it was opened on a full disk, %s", async (_, rows, answer) => {
    const journal = await killed(rows);
    const limited = startChild(forkLimited(statSync(`${journal}-wal`).size));
    expect(await limited.tell({ do: "open", path: journal })).toBe(answer);
    expect(await limited.tell({ do: "close" })).toBe("closed");
    const opened = openJournal(journal);
    expect([...opened.rows()]).toHaveLength(rows);
    opened.close();
  });

  it("is still complete for a newer version after an older one has refused it", () => {
    const journal = newJournal();
    const file = new JournalFile(journal, { mustExist: false });
    const setVersion = "UPDATE meta SET value = ? WHERE name = 'version'";
    file.transaction(() => file.database.run(setVersion, "99"));
    // As a process leaves it that is killed now.
    const killedJournal = `${journal}-killed`;
    for (const end of ["", "-wal"]) copyFileSync(journal + end, killedJournal + end);
    file.close();
    expect(() => openJournal(killedJournal)).toThrow(expect.objectContaining({ problem: "newer-version" }));
    // What is left must be opened by the newer version, which does not exist yet.
    const database = new DatabaseSync(killedJournal);
    database.prepare(setVersion).run(String(schemaVersion));
    database.close();
    openJournal(killedJournal).close();
  });

  it("is never refused with both files, whenever the process was killed", async () => {
    const random = seededRandom(9);
    const journal = newJournal();
    for (let time = 0; time < 12; time += 1) {
      const child = startChild();
      expect(await child.tell({ do: "open-and-close", path: journal })).toBe("begun");
      // Not a wait for something: the moment is to be any.
      await setTimeout(random() * 40);
      await child.kill();
      openOrCreate(journal).close();
    }
  });
});

it("goes to exactly one of two runs that begin at the same moment", async () => {
  const children = [startChild(), startChild()];
  for (let time = 0; time < 25; time += 1) {
    const path = newJournal();
    const answers = await Promise.all(children.map((child) => child.tell({ do: "open", path })));
    expect(new Set(answers)).toEqual(new Set(["in-use", "open"]));
    await Promise.all(children.map((child) => child.tell({ do: "close" })));
  }
});

it("keeps its lock when the same process looks at it", async () => {
  const journal = newJournal();
  const held = openOrCreate(journal);
  expect(() => openJournal(journal)).toThrow(expect.objectContaining({ problem: "in-use" }));
  expect(await startChild().tell({ do: "open", path: journal })).toBe("in-use");
  held.close();
});
