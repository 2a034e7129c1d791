import { DelayedError, type Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { RowEvent } from "../run-options.ts";
import type { RowOutcome, Target } from "../target.ts";
import { processRow } from "./process-row.ts";
import { jobIdOf, type RowJobData } from "./row-job.ts";
import { RowStates } from "./row-states.ts";

/** What a worker is told. */
export interface EnrollWorkerOptions<Row extends object> {
  /** A connection of yours with `maxRetriesPerRequest: null`, as BullMQ needs it; it stays open. */
  readonly connection: Redis;
  /** The name of the queue, as the producer gave it. */
  readonly name: string;
  /** Where the rows go: the same target, by its name, as the producer's. */
  readonly target: Target<Row>;
  /** How many rows this worker sends at once. The client's limiter bounds them further. @default 4 */
  readonly concurrency?: number | undefined;
  /**
   * How long a row that was being sent must have been silent, in milliseconds, before the vendor is asked about it and
   * its "not done" is believed: the request of a worker that was killed may still be under way. Longer than the longest
   * request. The same for all workers. @default 60000
   */
  readonly settleAfter?: number | undefined;
  /** For how long BullMQ believes in a worker that is silent, in milliseconds. @default 30000 */
  readonly lockDuration?: number | undefined;
  /** How often BullMQ looks for the jobs of dead workers, in milliseconds. @default 30000 */
  readonly stalledInterval?: number | undefined;
  /** Told of each row that this worker has brought to its end. */
  readonly onRow?: ((event: RowEvent) => void) | undefined;
  /** Told when Redis fails, or a job is no row of the target. The worker goes on. @default written to the console */
  readonly onError?: ((error: Error) => void) | undefined;
  /**
   * Told when this worker takes no more rows since every row would fail alike: a wrong secret, a route that is missing.
   * The row that showed it is pending again. @default written to the console
   */
  readonly onStop?: ((reason: string) => void) | undefined;
}

/** A worker that runs. */
export interface EnrollWorker {
  /** Takes no more rows and waits for those under way. What is left is for other workers, or for later. */
  close(): Promise<void>;
}

/** A job may stall as often as workers die: what was sent is known by its state, not by BullMQ. */
const anyNumber = 1_000_000_000;

/** Puts a job aside, and gives what its processor must then throw. */
async function delay(
  job: Job<RowJobData, RowOutcome>,
  token: string | undefined,
  wait: number,
): Promise<DelayedError> {
  // Spread out, so that the rows of a dead worker do not come all at once.
  await job.moveToDelayed(Math.ceil(Date.now() + wait * (1 + Math.random() / 10)), token);
  return new DelayedError();
}

/**
 * Starts a worker that sends the rows of a queue, as many as you like on as many machines as you like.
 *
 * That a row is being sent is written to Redis before its request leaves. The job of a worker that was killed comes back
 * to another, which then asks the vendor (`target.settle`) instead of sending it again; it is sent again only when
 * the vendor says that nothing was carried out, and stays `unknown` where the vendor cannot tell.
 *
 * @throws Error when the connection retries its commands a limited number of times.
 * @example
 * ```ts
 * const worker = enrollWorker({ connection, name: "autumn", target });
 * process.once("SIGTERM", () => void worker.close());
 * ```
 */
export function enrollWorker<Row extends object>(options: EnrollWorkerOptions<Row>): EnrollWorker {
  const { connection, name, target, concurrency = 4, settleAfter = 60_000 } = options;
  const {
    onError = (error: Error) => {
      console.error(error);
    },
    onStop = (reason: string) => {
      console.error(`The worker of the queue ${name} takes no more rows: ${reason}`);
    },
  } = options;
  const states = new RowStates(connection, name);
  let hasStopped = false;

  const stop = (reason: string): void => {
    if (hasStopped) return;
    hasStopped = true;
    worker.pause(true).catch(onError);
    onStop(reason);
  };

  const rowOf = ({ id, name: jobTarget, data }: Job<RowJobData, RowOutcome>): Row => {
    if (jobTarget !== target.name) {
      throw new Error(
        `Line ${data.line} of the queue ${name} is for the target ${jobTarget}, and this worker serves ${target.name}. Give each target a queue of its own.`,
      );
    }
    const parsed = target.parse(data.record);
    if ("row" in parsed && jobIdOf(target, parsed.row) === id) return parsed.row;
    throw new Error(
      `Line ${data.line} of the queue ${name} is no row of ${target.name}, or another one than when it was added. Run producer and workers with the same version and settings of the target.`,
    );
  };

  const work = async (job: Job<RowJobData, RowOutcome>, token?: string): Promise<RowOutcome> => {
    // It was fetched before the worker stopped.
    if (hasStopped) throw await delay(job, token, settleAfter);
    const row = rowOf(job);
    const id = job.id ?? "";
    const result = await processRow({ states, target, id, row, settleAfter }).catch(
      async (error: unknown) => {
        onError(error instanceof Error ? error : new Error(String(error)));
        // Its state says how far it is: it may always come back.
        throw await delay(job, token, settleAfter);
      },
    );
    if (result.kind === "ended") {
      if (result.isNew) options.onRow?.({ line: job.data.line, key: id, ...result.outcome });
      return result.outcome;
    }
    if (result.kind === "stop") stop(result.reason);
    throw await delay(job, token, result.kind === "wait" ? result.milliseconds : settleAfter);
  };

  const worker = new Worker<RowJobData, RowOutcome>(name, work, {
    connection,
    concurrency,
    maxStalledCount: anyNumber,
    ...(options.lockDuration === undefined ? {} : { lockDuration: options.lockDuration }),
    ...(options.stalledInterval === undefined ? {} : { stalledInterval: options.stalledInterval }),
  });
  worker.on("error", onError);
  worker.on("failed", (_job, error) => {
    onError(error);
  });
  return { close: () => worker.close() };
}
