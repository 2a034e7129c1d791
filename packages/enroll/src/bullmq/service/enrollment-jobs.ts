import { Queue } from "bullmq";
import type { QueueConnection } from "../connection.ts";
import { closeQueue } from "../late-errors.ts";
import { openJobIds } from "../revive-jobs.ts";
import type { EnrollmentStates } from "./enrollment-states.ts";
import { jobPrefix } from "./keys.ts";
import type { StoredEnrollment } from "./stored-enrollment.ts";

/** The data of a job: which enrollment is to be sent, and for which of its turns. */
export interface EnrollmentJobData {
  readonly row: string;
  readonly turn: number;
  /** Whether the vendor is to be asked about an unknown enrollment again. */
  readonly asks?: boolean | undefined;
}

/** How many enrollments are read at once. */
const part = 500;
/** How long adding the job of an enrollment may take before another process adds it as well, in milliseconds. */
const handover = 5000;

function jobOf(data: EnrollmentJobData) {
  const jobId = idOf(data);
  // Kept no longer than it is needed: the enrollment itself shows that it has ended.
  const options = { jobId, attempts: 1, removeOnComplete: true, removeOnFail: true };
  // BullMQ's name for them.
  // oxlint-disable-next-line id-denylist
  return { name: "enrollment", data, opts: options };
}

function idOf({ row, turn, asks = false }: EnrollmentJobData): string {
  return asks ? `${row}-${turn}-asks` : `${row}-${turn}`;
}

function dataOf(jobId: string): EnrollmentJobData {
  const end = jobId.lastIndexOf("-");
  return { row: jobId.slice(0, end), turn: Number(jobId.slice(end + 1)) };
}

/** The jobs of a service's enrollments. Adding one that is there already changes nothing. */
export class EnrollmentJobs {
  readonly queue: Queue<EnrollmentJobData>;
  readonly #states: EnrollmentStates;

  constructor(connection: QueueConnection, states: EnrollmentStates, onError: (error: Error) => void) {
    const { name } = states;
    this.#states = states;
    this.queue = new Queue(name, { connection, prefix: jobPrefix(name) });
    this.queue.on("error", onError);
  }

  /** Adds the job of an enrollment that has become pending. */
  async add(row: string, { turn }: Pick<StoredEnrollment, "turn">): Promise<void> {
    await this.#addAll([{ row, turn }]);
    await this.#states.queued([idOf({ row, turn })]);
  }

  /**
   * Adds the jobs of enrollments whose process was killed before it could add them.
   *
   * @param isFirst Whether this process has just started: then it does not wait for processes that may be adding them now.
   */
  async addUnqueued(isFirst: boolean): Promise<void> {
    for (;;) {
      const jobs = await this.#states.unqueued(isFirst ? 0 : handover, part);
      if (jobs.length === 0) return;
      await this.#addAll(jobs.map(dataOf));
      await this.#states.queued(jobs);
    }
  }

  /** Adds the jobs of open enrollments that have none, because Redis has lost some of BullMQ's keys. */
  async addMissing(): Promise<void> {
    const { counts } = await this.#states.sumUp();
    const jobs = await this.queue.getJobCountByTypes("wait", "prioritized", "active", "delayed");
    if (jobs >= counts.pending + counts.sending) return;
    const ahead = await openJobIds(this.queue);
    await this.#eachPage(["pending", "sending"], async (rows) => {
      const missing = rows
        .map(({ row, stored: { turn } }) => ({ row, turn }))
        .filter((data) => !ahead.has(idOf(data)) && !ahead.has(idOf({ ...data, asks: true })));
      // A job that is in no list is in the way. One that a worker has taken meanwhile is locked, and stays.
      for (const data of missing) await this.queue.remove(idOf(data));
      await this.#addAll(missing);
    });
  }

  /**
   * Asks the vendor again about unknown enrollments, and continues with those that were held back while the queue was in doubt.
   *
   * @param age How long ago, in milliseconds, they must have become unknown: another process may just have asked.
   */
  async askAgain(age: number): Promise<void> {
    await this.#eachPage(["unknown"], async (rows, { now, doubt }) => {
      const asked: EnrollmentJobData[] = [];
      for (const { row, stored } of rows) {
        if (stored.held === true && doubt === undefined) {
          const change = await this.#states.move(row, stored, { to: "pending" });
          if (change.kind === "moved") await this.add(row, change.stored);
        } else if (now - (stored.at ?? 0) >= age) asked.push({ row, turn: stored.turn, asks: true });
      }
      await this.#addAll(asked);
    });
  }

  close(): Promise<void> {
    return closeQueue(this.queue);
  }

  async #addAll(jobs: readonly EnrollmentJobData[]): Promise<void> {
    if (jobs.length > 0) await this.queue.addBulk(jobs.map(jobOf));
  }

  async #eachPage(
    states: readonly StoredEnrollment["state"][],
    work: (
      rows: Awaited<ReturnType<EnrollmentStates["page"]>>["rows"],
      queue: Awaited<ReturnType<EnrollmentStates["page"]>>["queue"],
    ) => Promise<void>,
  ): Promise<void> {
    for (let last = 0; ;) {
      const { rows, queue } = await this.#states.page(last, part, states);
      if (rows.length === 0) return;
      await work(rows, queue);
      last = rows.at(-1)?.stored.place ?? last;
    }
  }
}
