import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { type Job, Worker } from "bullmq";
import { messageOf } from "../thrown.ts";
import { expectLateErrors, fieldOf, isEmitter } from "./late-errors.ts";

/** The first and the longest wait after Redis returned an error instead of a job, in milliseconds. */
const firstWait = 50;
const longestWait = 1000;
/** What ioredis says of commands that it gives up because the connection was ended. */
const connectionEnded = "Connection is closed.";

/**
 * The connection on which a worker waits for jobs. BullMQ 6 has it in its backend, BullMQ 5 in the worker, and neither has a public
 * name for it.
 */
function blockingConnectionOf(worker: unknown): unknown {
  return fieldOf(fieldOf(worker, "backend") ?? worker, "blockingConnection");
}

/**
 * Waits while a client waits before it connects again: a client of ioredis that is disconnected then never says that it has ended,
 * and BullMQ waits for that forever.
 */
async function untilItConnects(client: unknown): Promise<void> {
  if (isEmitter(client) && fieldOf(client, "status") === "reconnecting") await once(client, "connecting");
}

/**
 * A BullMQ worker with a growing wait after errors. BullMQ's own asks for its next job again at once when Redis returns an error,
 * such as when it is out of memory or read-only: a thousand times a second. It can be closed while Redis is away.
 */
export class PatientWorker<Data, Result> extends Worker<Data, Result> {
  readonly #closing = new AbortController();
  #wait = firstWait;

  /** Passes on its errors and those of its jobs. */
  passErrorsTo(onError: (error: Error) => void): void {
    this.on("error", (error) => {
      if (!this.isOwnEnd(error)) onError(error);
    });
    this.on("failed", (_job, error) => {
      onError(error);
    });
  }

  /** Whether it was closed, or is being closed. */
  get isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Whether an error says only that closing this worker has ended its own connection. */
  isOwnEnd(error: unknown): boolean {
    return this.isClosing && messageOf(error) === connectionEnded;
  }

  override async close(force?: boolean): Promise<void> {
    this.#closing.abort();
    const connection = blockingConnectionOf(this);
    await untilItConnects(fieldOf(connection, "_client"));
    // It has no job yet, and would wait until Redis is there.
    const hasBegun = fieldOf(connection, "status") !== "initializing";
    await super.close(force === true || !hasBegun);
    expectLateErrors(this);
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
