import { checkOptions, type OptionNames } from "@kelaskit/core/node";
import { DelayedError, type Job, WaitingError } from "bullmq";
import type { RowEvent } from "../run-options.ts";
import { asError, messageOf } from "../thrown.ts";
import { Slots } from "../run/slots.ts";
import { UserFunctions } from "../run/user-functions.ts";
import { checkFunctions, checkOptionalNumber, checkTarget } from "../setting-checks.ts";
import type { RowOutcome, Target } from "../target.ts";
import { prefixOf, type QueueConnection } from "./connection.ts";
import { keepDelays } from "./delays.ts";
import { checkEviction } from "./eviction.ts";
import { PatientWorker } from "./patient-worker.ts";
import { processRow } from "./process-row.ts";
import { QueueError } from "./queue-error.ts";
import { RepeatedErrors } from "./repeated-errors.ts";
import { dueAfter, RowBatches } from "./row-batches.ts";
import { type RowJobData, rowOfJob } from "./row-job.ts";
import { RowStates } from "./row-states.ts";
import { SteadyClock } from "./steady-clock.ts";

/**
 * Options of a worker. Its functions may be asynchronous; neither rows nor `close` wait for them. An error that one of them throws
 * or rejects with affects neither rows nor the worker: it is passed to `onError`, and an error of `onError` itself is written to the
 * console.
 */
export interface EnrollWorkerOptions<Row extends object> {
  /**
   * Your ioredis connection with `maxRetriesPerRequest: null`, which BullMQ requires: a `Redis`, or a `Cluster` with this in its
   * `redisOptions`, which reads from masters. It is never closed.
   */
  readonly connection: QueueConnection;
  /** The name of the queue, the same as the producer's. */
  readonly name: string;
  /** Where the rows go: the same target, with the same name and settings, as the producer's. */
  readonly target: Target<Row>;
  /**
   * How many calls of the target this worker makes at once, each with up to as many rows as the target's `batchSize`. The client's
   * limiter limits them further.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * How long a request may take, in milliseconds. It must be longer than your longest request, and the same for all workers. The
   * vendor is asked about a row that was being sent once its worker has not renewed it in Redis for this long plus a quarter, and
   * this worker has watched the queue for as long. @default 60000
   */
  readonly settleAfter?: number | undefined;
  /** After how long BullMQ considers a silent worker dead, in milliseconds. @default 30000 */
  readonly lockDuration?: number | undefined;
  /** How often BullMQ checks for jobs of dead workers, in milliseconds. @default 30000 */
  readonly stalledInterval?: number | undefined;
  /** Called for each row that this worker has finished. */
  readonly onRow?: ((event: RowEvent) => void | Promise<void>) | undefined;
  /**
   * Called when Redis fails, a job is not a row of the queue, or it could not be checked whether Redis evicts keys, while the worker
   * continues; and for each row that was being sent when Redis lost its state, with the row's outcome. An error that repeats is passed once, and then summed up in `RepeatedError`s
   * while it lasts and when it ends. @default written to the console
   */
  readonly onError?: ((error: Error) => void | Promise<void>) | undefined;
  /**
   * Called when this worker stops taking rows: every row would fail for the same reason (a wrong secret, a missing route), its
   * target or the target's settings are not those of the queue, the queue has lost states, or the `maxmemory-policy` of Redis is not
   * `noeviction`. Unsent rows are left for other workers. @default written to the console
   */
  readonly onStop?: ((reason: string) => void | Promise<void>) | undefined;
}

const optionNames = {
  connection: true,
  name: true,
  target: true,
  concurrency: true,
  settleAfter: true,
  lockDuration: true,
  stalledInterval: true,
  onRow: true,
  onError: true,
  onStop: true,
} as const satisfies OptionNames<EnrollWorkerOptions<object>>;

/** A running worker. */
export interface EnrollWorker {
  /** Stops taking rows and waits for those in progress. The rest is left for other workers, or for later. */
  close(): Promise<void>;
}

/** A job may stall as often as workers die: whether it was sent is recorded in its state, not in BullMQ. */
const anyNumber = 1_000_000_000;

type RowJob = Job<RowJobData, RowOutcome>;

/** The user's functions, or their defaults. None of them throws. */
function listenersOf<Row extends object>({ name, ...options }: EnrollWorkerOptions<Row>) {
  const {
    onError = (error: Error) => {
      console.error(error);
    },
    onStop = (reason: string) => {
      console.error(`The worker of the queue ${name} stopped taking rows: ${reason}`);
    },
  } = options;
  const user = new UserFunctions((failed, thrown) => {
    const failure = new Error(
      `The worker's ${failed} function for the queue ${name} failed: ${messageOf(thrown)}`,
      {
        cause: thrown,
      },
    );
    if (failed === "onError") console.error(failure);
    else errors.add(failure);
  });
  const tellError = user.wrap("onError", onError);
  const errors = new RepeatedErrors(tellError);
  return {
    onRow: user.wrap("onRow", options.onRow),
    onError: (error: Error): void => {
      // It reports the outcome of a row, and the worker stops because of it, so it must not be summed up.
      if (QueueError.isInstance(error)) tellError(error);
      else errors.add(error);
    },
    onStop: user.wrap("onStop", onStop),
    /** Reports the remaining summaries. */
    endErrors: (): void => {
      errors.close();
    },
  };
}

/**
 * Starts a worker that sends the rows of a queue. Run any number of workers on any number of machines.
 *
 * A row is marked as being sent in Redis before its request is sent. The job of a killed worker goes to another worker, which asks
 * the vendor (`target.settle`) instead of sending the row again. The row is sent again only if the vendor says that nothing was
 * carried out, and becomes `unknown` if the vendor cannot tell.
 *
 * A worker remembers its queue: if Redis loses the queue or some of its rows, or another queue takes its name, the worker stops
 * taking rows and calls `onStop`. Find out why, then restart it.
 *
 * @throws Error when the connection does not have `maxRetriesPerRequest: null`.
 * @throws ConfigurationError when an option is wrong, or the connection is a `Cluster` that reads from replicas.
 * @example
 * ```ts
 * const worker = enrollWorker({ connection, name: "autumn", target });
 * process.once("SIGTERM", () => void worker.close());
 * ```
 */
export function enrollWorker<Row extends object>(options: EnrollWorkerOptions<Row>): EnrollWorker {
  const owner = "enrollWorker()";
  checkOptions(owner, options, optionNames);
  checkTarget(owner, options.target);
  checkFunctions(owner, { onRow: options.onRow, onError: options.onError, onStop: options.onStop });
  checkOptionalNumber(`${owner}: concurrency`, options.concurrency, 1);
  checkOptionalNumber(`${owner}: settleAfter`, options.settleAfter, 0);
  checkOptionalNumber(`${owner}: lockDuration`, options.lockDuration, 1);
  checkOptionalNumber(`${owner}: stalledInterval`, options.stalledInterval, 1);
  const { connection, name, target, concurrency = 4, settleAfter = 60_000 } = options;
  const { onRow, onError, onStop, endErrors } = listenersOf(options);
  const { batchSize = 1 } = target;
  const states = new RowStates(connection, name);
  const clock = new SteadyClock(settleAfter / 10);
  const fleetWork = { states, target, settleAfter, clock };
  const batches = batchSize > 1 ? new RowBatches(fleetWork, new Slots(concurrency)) : undefined;
  let hasStopped = false;

  const stop = (reason: string): void => {
    if (hasStopped) return;
    hasStopped = true;
    batches?.end();
    worker.pause(true).catch(onError);
    onStop(reason);
  };

  // The state of the row is what counts, whatever happens to its job here: a job that cannot be delayed comes back when its lock
  // expires.
  const delay = async (job: RowJob, token: string | undefined, wait: number): Promise<DelayedError> => {
    await job.moveToDelayed(dueAfter(wait, batches !== undefined), token).catch(onError);
    return new DelayedError();
  };
  const putBack = async (job: RowJob, token: string | undefined): Promise<WaitingError> => {
    await job.moveToWait(token).catch(onError);
    return new WaitingError();
  };

  /** Why this worker cannot process a job of its queue. */
  const misfit = ({ name: jobTarget, data }: RowJob): string =>
    jobTarget === target.name
      ? `Line ${data.line} of the queue ${name} is not a valid row of ${target.name}, or its key has changed since it was added. Run the producer and all workers with the same version and settings of the target.`
      : `Line ${data.line} of the queue ${name} is for the target ${jobTarget}, but this worker is for ${target.name}. Use one queue for each target.`;

  const work = async (job: RowJob, token?: string): Promise<RowOutcome> => {
    // The job was fetched before the worker stopped.
    if (hasStopped) throw await putBack(job, token);
    const id = job.id ?? "";
    const row = job.name === target.name ? rowOfJob(target, id, job.data.record) : undefined;
    if (row === undefined) {
      stop(misfit(job));
      throw await putBack(job, token);
    }
    const result = await processRow({ ...fleetWork, id, row, batches }).catch(async (error: unknown) => {
      onError(asError(error));
      if (QueueError.isInstance(error)) {
        stop(error.message);
        throw await putBack(job, token);
      }
      throw await delay(job, token, settleAfter);
    });
    if (result.kind === "ended") {
      if (result.isNew) onRow({ line: job.data.line, key: id, ...result.outcome });
      return result.outcome;
    }
    if (result.kind === "wait") throw await delay(job, token, result.milliseconds);
    if (result.kind === "stop") stop(result.reason);
    throw await putBack(job, token);
  };

  const worker = new PatientWorker<RowJobData, RowOutcome>(name, work, {
    connection,
    prefix: prefixOf(connection, name),
    // BullMQ counts rows.
    concurrency: concurrency * batchSize,
    // Nothing is taken before Redis was checked.
    autorun: false,
    maxStalledCount: anyNumber,
    ...(options.lockDuration === undefined ? {} : { lockDuration: options.lockDuration }),
    ...(options.stalledInterval === undefined ? {} : { stalledInterval: options.stalledInterval }),
  });
  worker.passErrorsTo(onError);
  const start = async (): Promise<void> => {
    const unchecked = await checkEviction(connection, name);
    if (worker.isClosing) return;
    if (unchecked !== undefined) onError(unchecked);
    await worker.run();
  };
  start().catch((error: unknown) => {
    if (worker.isOwnEnd(error)) return;
    onError(asError(error));
    if (QueueError.isInstance(error)) stop(error.message);
  });
  const endDelays = keepDelays(connection, name, onError);
  return {
    async close() {
      batches?.end();
      await Promise.all([worker.close(), endDelays()]);
      endErrors();
    },
  };
}
