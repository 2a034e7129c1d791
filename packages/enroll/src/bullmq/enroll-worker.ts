import { checkOptions, type OptionNames } from "@kelaskit/core/node";
import { DelayedError, type Job, WaitingError } from "bullmq";
import type { Redis } from "ioredis";
import type { RowEvent } from "../run-options.ts";
import { thrownWords } from "../run/failures.ts";
import { UserFunctions } from "../run/user-functions.ts";
import type { RowOutcome, Target } from "../target.ts";
import { keepDelays } from "./delays.ts";
import { PatientWorker } from "./patient-worker.ts";
import { processRow } from "./process-row.ts";
import { QueueError } from "./queue-error.ts";
import { RepeatedErrors } from "./repeated-errors.ts";
import { type RowJobData, rowOfJob } from "./row-job.ts";
import { RowStates } from "./row-states.ts";
import { SteadyClock } from "./steady-clock.ts";

/**
 * What a worker is told. Its functions may be asynchronous. What one of them throws or rejects with changes nothing for
 * rows and worker: it is told to `onError`, and what that fails with is written to the console. Neither a row nor `close`
 * waits for them.
 */
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
   * How long a request may be under way, in milliseconds: longer than the longest. The same for all workers. About a row
   * that was being sent the vendor is asked when Redis has not heard of its worker for this long and a quarter more, and
   * this worker has looked at the queue for as long. @default 60000
   */
  readonly settleAfter?: number | undefined;
  /** For how long BullMQ believes in a worker that is silent, in milliseconds. @default 30000 */
  readonly lockDuration?: number | undefined;
  /** How often BullMQ looks for the jobs of dead workers, in milliseconds. @default 30000 */
  readonly stalledInterval?: number | undefined;
  /** Told of each row that this worker has brought to its end. */
  readonly onRow?: ((event: RowEvent) => void | Promise<void>) | undefined;
  /**
   * Told when Redis fails, or a job is not a row of the queue, and the worker goes on; and of each row that was being sent when
   * Redis lost its state, with what came of it. An error that repeats is told at once and then as a `RepeatedError`: how often
   * it came, while it lasts and when it has ended. @default written to the console
   */
  readonly onError?: ((error: Error) => void | Promise<void>) | undefined;
  /**
   * Told when this worker takes no more rows: every row would fail alike (a wrong secret, a route that is missing), its
   * target or the target's settings are not those of the queue, or the queue has lost states. Rows that were not sent stay for other
   * workers. @default written to the console
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

/** A worker that runs. */
export interface EnrollWorker {
  /** Takes no more rows and waits for those under way. What is left is for other workers, or for later. */
  close(): Promise<void>;
}

/** A job may stall as often as workers die: what was sent is known by its state, not by BullMQ. */
const anyNumber = 1_000_000_000;

type RowJob = Job<RowJobData, RowOutcome>;

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(thrownWords(thrown), { cause: thrown });
}

/** The user's functions, or what stands in for them: none of them throws. */
function listenersOf<Row extends object>({ name, ...options }: EnrollWorkerOptions<Row>) {
  const {
    onError = (error: Error) => {
      console.error(error);
    },
    onStop = (reason: string) => {
      console.error(`The worker of the queue ${name} takes no more rows: ${reason}`);
    },
  } = options;
  const user = new UserFunctions((failed, thrown) => {
    const failure = new Error(
      `${failed} of the worker of the queue ${name} has failed: ${thrownWords(thrown)}`,
      {
        cause: thrown,
      },
    );
    if (failed === "onError") console.error(failure);
    else errors.hear(failure);
  });
  const tellError = user.wrap("onError", onError);
  const errors = new RepeatedErrors(tellError);
  return {
    onRow: user.wrap("onRow", options.onRow),
    onError: (error: Error): void => {
      // It says what came of a row, and the worker stops over it.
      if (QueueError.isInstance(error)) tellError(error);
      else errors.hear(error);
    },
    onStop: user.wrap("onStop", onStop),
    /** Tells what there is still to tell. */
    endErrors: (): void => {
      errors.close();
    },
  };
}

/**
 * Starts a worker that sends the rows of a queue, as many as you like on as many machines as you like.
 *
 * That a row is being sent is written to Redis before its request leaves. The job of a worker that was killed comes back
 * to another, which then asks the vendor (`target.settle`) instead of sending it again; it is sent again only when
 * the vendor says that nothing was carried out, and stays `unknown` where the vendor cannot tell.
 *
 * A worker remembers its queue: when Redis loses it, or rows of it, or another queue takes its name, the worker takes no more
 * rows and says so. Restart it once you know why.
 *
 * @throws Error when the connection retries its commands a limited number of times.
 * @example
 * ```ts
 * const worker = enrollWorker({ connection, name: "autumn", target });
 * process.once("SIGTERM", () => void worker.close());
 * ```
 */
export function enrollWorker<Row extends object>(options: EnrollWorkerOptions<Row>): EnrollWorker {
  checkOptions("enrollWorker()", options, optionNames);
  const { connection, name, target, concurrency = 4, settleAfter = 60_000 } = options;
  const { onRow, onError, onStop, endErrors } = listenersOf(options);
  const states = new RowStates(connection, name);
  const clock = new SteadyClock(settleAfter / 10);
  let hasStopped = false;

  const stop = (reason: string): void => {
    if (hasStopped) return;
    hasStopped = true;
    worker.pause(true).catch(onError);
    onStop(reason);
  };

  // Whatever becomes of a job here, its row's state says how far it is: a job that cannot be put aside comes back when its
  // lock has ended.
  const delay = async (job: RowJob, token: string | undefined, wait: number): Promise<DelayedError> => {
    // Spread out, so that the rows of a dead worker do not come all at once.
    await job.moveToDelayed(Math.ceil(Date.now() + wait * (1 + Math.random() / 10)), token).catch(onError);
    return new DelayedError();
  };
  const putBack = async (job: RowJob, token: string | undefined): Promise<WaitingError> => {
    await job.moveToWait(token).catch(onError);
    return new WaitingError();
  };

  /** Why this worker cannot serve a job that its queue holds. */
  const misfit = ({ name: jobTarget, data }: RowJob): string =>
    jobTarget === target.name
      ? `Line ${data.line} of the queue ${name} is not a row of ${target.name}, or another one than when it was added. Run producer and workers with the same version and settings of the target.`
      : `Line ${data.line} of the queue ${name} is for the target ${jobTarget}, and this worker serves ${target.name}. Give each target a queue of its own.`;

  const work = async (job: RowJob, token?: string): Promise<RowOutcome> => {
    // It was fetched before the worker stopped.
    if (hasStopped) throw await putBack(job, token);
    const id = job.id ?? "";
    const row = job.name === target.name ? rowOfJob(target, id, job.data.record) : undefined;
    if (row === undefined) {
      stop(misfit(job));
      throw await putBack(job, token);
    }
    const result = await processRow({ states, target, id, row, settleAfter, clock }).catch(
      async (error: unknown) => {
        onError(asError(error));
        if (QueueError.isInstance(error)) {
          stop(error.message);
          throw await putBack(job, token);
        }
        throw await delay(job, token, settleAfter);
      },
    );
    if (result.kind === "ended") {
      if (result.isNew) onRow({ line: job.data.line, key: id, ...result.outcome });
      return result.outcome;
    }
    if (result.kind === "wait") throw await delay(job, token, result.milliseconds);
    stop(result.reason);
    throw await putBack(job, token);
  };

  const worker = new PatientWorker<RowJobData, RowOutcome>(name, work, {
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
  const endDelays = keepDelays(connection, name, onError);
  return {
    async close() {
      await Promise.all([worker.close(), endDelays()]);
      endErrors();
    },
  };
}
