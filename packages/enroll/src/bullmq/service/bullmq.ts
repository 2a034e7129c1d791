import { checkOptions, type OptionNames } from "@kelaskit/core/node";
import { type RunClock, systemClock } from "../../run/clock.ts";
import type { Enrollments } from "../../service/enrollments.ts";
import type { EnrollmentsBackend, ServiceSettings } from "../../service/open-enrollments.ts";
import { checkNumber, checkPath } from "../../setting-checks.ts";
import type { QueueConnection } from "../connection.ts";
import { checkEviction } from "../eviction.ts";
import { FleetEnrollments } from "./fleet-enrollments.ts";
import { checkPatience, checkPlace } from "./keys.ts";

/** Options of `bullmq`. */
export interface BullmqOptions {
  /**
   * Your ioredis connection with `maxRetriesPerRequest: null`, which BullMQ requires: a `Redis`, or a `Cluster` with this in its
   * `redisOptions`, which reads from masters. It is never closed.
   */
  readonly connection: QueueConnection;
  /** The name of the service's queue, without `:`, `{` and `}`: the same in all processes. Use one for each target. */
  readonly name: string;
  /**
   * The path of a file that remembers the queue in case Redis loses it. It is created if missing. Keep it on a disk that outlives
   * the process and Redis; machines may have one each. If both the file and the queue in Redis are missing, the queue counts as
   * new. If no disk outlives the process, leave it out.
   *
   * @default none: a new queue then cannot be told from a lost one, so the vendor is asked about every enrollment before it is
   * sent, until `confirmEnrollments` is called
   */
  readonly memory?: string | undefined;
  /**
   * Whether to open a queue that Redis has lost in part or as a whole. What is lost is not sent any more, unless you add it again;
   * from then on, the vendor is asked about every enrollment before it is sent. Remove the option once it is open. @default false
   */
  readonly acceptLoss?: boolean | undefined;
  /** After how long BullMQ considers a silent process dead, in milliseconds. @default 30000 */
  readonly lockDuration?: number | undefined;
  /** How often BullMQ checks for jobs of dead processes, in milliseconds. @default 30000 */
  readonly stalledInterval?: number | undefined;
}

const optionNames = {
  connection: true,
  name: true,
  memory: true,
  acceptLoss: true,
  lockDuration: true,
  stalledInterval: true,
} as const satisfies OptionNames<BullmqOptions>;

/**
 * Records the enrollments of a service in Redis, so that any number of processes on any number of machines can add and send them.
 * The same learner and item is one enrollment, whichever processes add it, and is sent once, whichever of them are killed.
 *
 * Methods throw `QueueError` where a service with a file throws `JournalError`: at once while Redis cannot be reached, and whenever
 * Redis has lost enrollments. Events are told by the process that has ended the enrollment, so that each is told once; a process
 * that is killed in between does not tell. Times are those of the clock of Redis.
 *
 * @throws ConfigurationError when an option is wrong.
 * @example
 * ```ts
 * const connection = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
 * const journal = bullmq({ connection, name: "shop", memory: "/var/lib/shop/queue.json" });
 * const enrollments = await openEnrollments({ target, journal });
 * ```
 */
export function bullmq(options: BullmqOptions): EnrollmentsBackend {
  checkOptions("bullmq()", options, optionNames);
  checkPlace(options.connection, options.name);
  checkPatience(options.connection);
  if (options.memory !== undefined) checkPath("bullmq(): memory", options.memory);
  return {
    open: (settings) => openFleet(options, settings, systemClock),
  };
}

/** Opens a service in Redis with a given clock. */
export async function openFleet<Row extends object>(
  options: BullmqOptions,
  settings: ServiceSettings<Row>,
  clock: RunClock,
): Promise<Enrollments<Row>> {
  const { connection, memory, acceptLoss = false, lockDuration = 30_000, stalledInterval = 30_000 } = options;
  const { target, concurrency = 4, settleAfter = 60_000, maxPending = Infinity } = settings;
  const {
    onError = (error: Error) => {
      console.error(error);
    },
  } = settings;
  const name = checkPlace(connection, options.name);
  const complete = {
    connection,
    name,
    memory,
    acceptLoss,
    lockDuration: checkNumber("bullmq(): lockDuration", lockDuration, 1),
    stalledInterval: checkNumber("bullmq(): stalledInterval", stalledInterval, 1),
    target,
    concurrency: checkNumber("openEnrollments(): concurrency", concurrency, 1),
    settleAfter: checkNumber("openEnrollments(): settleAfter", settleAfter, 0),
    maxPending: checkNumber("openEnrollments(): maxPending", maxPending, 1),
    onError,
  };
  // First: what is created in it listens on the user's connection until it is closed.
  const unchecked = await checkEviction(connection, name);
  const enrollments = new FleetEnrollments(complete, clock);
  await enrollments.open();
  if (unchecked !== undefined) enrollments.report(unchecked);
  return enrollments;
}
