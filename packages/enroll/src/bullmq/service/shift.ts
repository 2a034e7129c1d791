import type { RunClock } from "../../run/clock.ts";
import { aborted, unlessAborted } from "../../run/control.ts";
import { asError } from "../../thrown.ts";
import type { EnrollmentJobs } from "./enrollment-jobs.ts";
import { Work, type WorkParts, type WorkStop } from "./work.ts";

/** How long nothing is sent after every enrollment would have failed in the same way, in milliseconds; twice as long after each. */
const firstRest = 10_000;
const longestRest = 300_000;
/** How often this process looks for enrollments without jobs, in milliseconds. */
const tendEvery = 10_000;
/** How long calls that were abandoned may take to end, in milliseconds: only if Redis does not answer. */
const grace = 1000;

/** Why nothing is sent for now. */
interface Rest {
  readonly reason: string;
  readonly until: Date;
}

/** The time between a start and a stop of a service: it works on the jobs, rests when that is pointless, and tends the queue. */
export class Shift<Row extends object> {
  readonly #parts: WorkParts<Row>;
  readonly #jobs: EnrollmentJobs;
  readonly #clock: RunClock;
  readonly #stop = new AbortController();
  readonly #abandon = new AbortController();
  readonly #end: Promise<unknown>;
  #work: Work<Row> | undefined;
  #rests = 0;
  #rest: Rest | undefined;

  constructor(parts: WorkParts<Row>, jobs: EnrollmentJobs) {
    this.#parts = {
      ...parts,
      onEnded: (stored) => {
        this.#rests = 0;
        this.#rest = undefined;
        parts.onEnded(stored);
      },
    };
    this.#jobs = jobs;
    this.#clock = parts.clock;
    this.#end = Promise.all([this.#run(), this.#tend()]);
  }

  /** Why nothing is sent for now; undefined if enrollments are sent. */
  get rest(): Rest | undefined {
    return this.#rest;
  }

  /**
   * Ends it: no more enrollments are taken, and those in progress are waited for, or abandoned after so many milliseconds.
   *
   * @returns How many were abandoned.
   */
  async end(within: number): Promise<number> {
    const over = new AbortController();
    let abandoned = 0;
    this.#stop.abort();
    const abandonLater = async (): Promise<void> => {
      await this.#clock.wait(within, over.signal);
      if (over.signal.aborted) return;
      abandoned = this.#work?.underWay ?? 0;
      this.#abandon.abort();
      await this.#clock.wait(grace, over.signal);
    };
    await Promise.race([this.#end, abandonLater()]);
    over.abort();
    return abandoned;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const stop = await this.#workUntilStopped();
      if (signal.aborted || stop === undefined) return;
      if (!stop.isReported) this.#parts.onError(new Error(stop.reason));
      const rest = Math.min(firstRest * 2 ** this.#rests, longestRest);
      this.#rests += 1;
      this.#rest = { reason: stop.reason, until: new Date(Date.now() + rest) };
      await this.#clock.wait(rest, signal);
    }
  }

  /** @returns Why nothing can be sent for now; undefined if this is to end. */
  async #workUntilStopped(): Promise<WorkStop | undefined> {
    try {
      const work = new Work(this.#parts, this.#abandon.signal);
      this.#work = work;
      const stop = await unlessAborted(work.stopped, this.#stop.signal);
      await work.close();
      return stop === aborted ? undefined : stop;
    } catch (error) {
      return { reason: asError(error).message, isReported: false };
    }
  }

  /** Looks after enrollments whose jobs are missing, and asks about unknown ones at the start. */
  async #tend(): Promise<void> {
    const { onError, settleAfter } = this.#parts;
    const { signal } = this.#stop;
    for (let isFirst = true; !signal.aborted;) {
      try {
        await this.#jobs.addUnqueued(isFirst);
        await this.#jobs.addMissing();
        if (isFirst) await this.#jobs.askAgain(settleAfter);
        isFirst = false;
      } catch (error) {
        onError(asError(error));
      }
      await this.#clock.wait(tendEvery, signal);
    }
  }
}
