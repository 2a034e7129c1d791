import { setTimeout as wait } from "node:timers/promises";
import { type Job, Worker } from "bullmq";

/** The first wait after Redis has given no job but an error, and the longest, in milliseconds. */
const firstWait = 50;
const longestWait = 1000;

/**
 * BullMQ's worker asks for its next job again at once when Redis answers with an error, as one that is out of memory or
 * read-only does: a thousand times a second. This one waits longer and longer.
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
      // Spread out, so that workers do not come all at once. Who closes does not wait.
      await wait(this.#wait * (0.5 + Math.random() / 2), undefined, { signal: this.#closing.signal }).catch(
        () => undefined,
      );
      this.#wait = Math.min(2 * this.#wait, longestWait);
      throw error;
    }
  }
}
