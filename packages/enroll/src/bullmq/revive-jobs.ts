import type { Job, Queue } from "bullmq";
import { jobOptions, type RowJobData } from "./row-job.ts";
import type { RowStates } from "./row-states.ts";

const part = 10_000;

/** The ids of all open jobs: those that workers will still take. */
export async function openJobIds(queue: Pick<Queue, "getRanges">): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const list of ["wait", "prioritized", "active", "delayed"] as const) {
    for (let start = 0; ; start += part) {
      const found = await queue.getRanges([list], start, start + part - 1, true);
      for (const id of found) ids.add(id);
      if (found.length < part) break;
    }
  }
  return ids;
}

/** Makes a job open again that has ended. @returns Whether it has: another producer may have been faster. */
async function retries(job: Job<RowJobData>, state: "completed" | "failed"): Promise<boolean> {
  try {
    await job.retry(state);
    return true;
  } catch (error) {
    if ((await job.getState()) === state) throw error;
    return false;
  }
}

/**
 * Makes jobs open again that have ended, or are in no list, although their rows have not ended: because of a bug, a manual change or
 * a list that Redis lost. Returns how many there were.
 */
export async function reviveJobs(queue: Queue<RowJobData>, states: RowStates): Promise<number> {
  const ahead = await openJobIds(queue);
  let revived = 0;
  for await (const [id, { state }] of states.all()) {
    if ((state !== "pending" && state !== "sending") || ahead.has(id)) continue;
    const job = await queue.getJob(id);
    if (job === undefined) continue;
    const jobState = await job.getState();
    if (jobState === "completed" || jobState === "failed") {
      if (!(await retries(job, jobState))) continue;
    }
    // A job that a worker took in the meantime is locked and cannot be removed.
    else if (jobState !== "unknown" || (await queue.remove(id)) !== 1) continue;
    else await queue.add(job.name, job.data, jobOptions(id));
    revived += 1;
  }
  return revived;
}
