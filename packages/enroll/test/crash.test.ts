import { once } from "node:events";
import { byDepth } from "@kelaskit/test-support/depth";
import { expect, it } from "vitest";
import type { RunReport } from "../src/index.ts";
import { emailsOf, type Task } from "./support/crash-task.ts";
import { start, startMock } from "./support/crash-harness.ts";
import { seededRandom } from "@kelaskit/test-support/random";
import { newJournal } from "./support/targets.ts";

const kills = byDepth({ usual: 8, deep: 200 });
const rows = byDepth({ usual: 100, deep: 500 });
/** Moments of the mock between two kills: a run has two for each request, shared among some fifteen kills. */
const momentsBetweenKills = 0.3 * rows;
/** Runs until it has ended or is killed. */
async function run(task: Task, onStart: (pid: number) => void): Promise<RunReport | "killed"> {
  const child = start("crash-child.ts", JSON.stringify(task));
  let report: RunReport | undefined;
  child.on("message", (message: RunReport) => {
    report = message;
  });
  onStart(child.pid ?? 0);
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  if (signal === "SIGKILL") return "killed";
  if (code !== 0 || report === undefined) throw new Error(`The run ended with code ${String(code)}.`);
  return report;
}

/**
 * How often a run may have to be started again that has come to its end with unknown rows: a run sends a row three times at
 * most, and the mock loses one request in ten, so that one run in ten has a row whose last request was lost.
 */
const mostEnds = 5;

/** Runs of many rows, one after another, each killed again and again until every row has ended. */
async function killAgainAndAgain(seed: number, wanted: number): Promise<void> {
  const random = seededRandom(seed);
  const mock = await startMock(seed);
  let killed = 0;
  for (let list = 1; killed < wanted; list += 1) {
    const task: Task = { baseUrl: mock.url, journal: newJournal(), list: `list${list}`, rows };
    const owners = new Set<string>();
    let ends = 0;
    let report: RunReport | "killed";
    do {
      // One in ten while the run reads and writes and the vendor hears nothing of it.
      const isSilent = random() < 0.1;
      const killAtRecord = isSilent ? 1 + Math.floor(random() * 2 * rows) : undefined;
      const moment = isSilent || killed >= wanted ? Infinity : 1 + Math.floor(random() * momentsBetweenKills);
      report = await run(killed < wanted ? { ...task, killAtRecord } : task, (pid) => {
        if (moment < Infinity) mock.tell({ do: "kill", pid, moment });
      });
      const { owners: newOwners, twice } = await mock.orders();
      expect(twice).toEqual([]);
      for (const owner of newOwners) owners.add(owner);
      if (report === "killed") {
        killed += 1;
      } else {
        ends += 1;
        expect(ends).toBeLessThanOrEqual(mostEnds);
        expect(report).toMatchObject({ finished: true, total: rows, failed: 0, pending: 0 });
        expect(report.done + report.unknown).toBe(rows);
      }
    } while (report === "killed" || report.unknown > 0);
    expect([...owners].toSorted()).toEqual(emailsOf(task).toSorted());
  }
}

it("orders once for every learner, however often the run is killed", async () => {
  // Two at once, for two cores.
  await Promise.all([killAgainAndAgain(1, kills / 2), killAgainAndAgain(2, kills / 2)]);
});
