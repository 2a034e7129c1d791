import { setTimeout as wait } from "node:timers/promises";
import { type Job, Worker } from "bullmq";

/** The first and the longest wait after Redis returned an error instead of a job, in milliseconds. */
const firstWait = 50;
const longestWait = 1000;

/**
 * A BullMQ worker with a growing wait after errors. BullMQ's own asks for its next job again at once when Redis returns an error,
 * such as when it is out of memory or read-only: a thousand times a second.
 */
export class PatientWorker<Data, Result> extends Worker<Data, Result> {
  readonly #closing = new AbortController();
  #wait = firstWait;

  override async close(force?: boolean): Promise<void> {
    this.#closing.abort();
    await super.close(force);
  }

  protected override async moveToActive(token: string, name?: string): Promise<Job<Data, Result>> {
    try {
      const job = await super.moveToActive(token, name);
      this.#wait = firstWait;
      return job;
    } catch (error) {
      // Jitter, so that workers do not come back all at once. Closing ends the wait.
      await wait(this.#wait * (0.5 + Math.random() / 2), undefined, { signal: this.#closing.signal }).catch(
        () => undefined,
      );
      this.#wait = Math.min(2 * this.#wait, longestWait);
      throw error;
    }
  }
}
