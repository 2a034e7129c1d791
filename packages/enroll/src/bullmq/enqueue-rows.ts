import { checkOptions, type OptionNames } from "@kelaskit/core/node";
import { Queue } from "bullmq";
import { inspect } from "../run/inspect.ts";
import { SteadySource } from "../run/steady-source.ts";
import { checkFunctions, checkPath, checkRowSource, checkTarget } from "../setting-checks.ts";
import type { RowSource } from "../source.ts";
import type { FieldIssue, Target } from "../target.ts";
import { prefixOf, type QueueConnection } from "./connection.ts";
import { checkEviction } from "./eviction.ts";
import { closeQueue } from "./late-errors.ts";
import { openQueue } from "./open-queue.ts";
import { reviveJobs } from "./revive-jobs.ts";
import { jobIdOf, jobOptions, type RowJobData } from "./row-job.ts";
import { type QueueDoubt, RowStates } from "./row-states.ts";

/** Options of `enqueueRows`. */
export interface EnqueueOptions<Row extends object> {
  /** Your ioredis connection: a `Redis`, or a `Cluster` that reads from masters. It is never closed. */
  readonly connection: QueueConnection;
  /** The name of the queue, without `:`. Use one queue for each target. */
  readonly name: string;
  readonly target: Target<Row>;
  readonly source: RowSource;
  /**
   * The path of a file that remembers the queue in case Redis loses it, such as `autumn.queue.json`. It is created if missing.
   * Keep it on a disk that outlives the producer and Redis: if both the file and the queue in Redis are missing, the queue counts
   * as new, and its rows are sent without asking the vendor first. If no disk outlives the producer, leave it out.
   *
   * @default none: a new queue then cannot be told from a lost one, so the vendor is asked about every row before it is sent
   */
  readonly memory?: string | undefined;
  /**
   * Called when it could not be checked whether Redis evicts keys, before rows are added. If it throws or rejects, `enqueueRows`
   * rejects with that error, and nothing is added.
   *
   * @default written to the console
   */
  readonly onError?: ((error: Error) => void | Promise<void>) | undefined;
}

const optionNames = {
  connection: true,
  name: true,
  target: true,
  source: true,
  memory: true,
  onError: true,
} as const satisfies OptionNames<EnqueueOptions<object>>;

/** The result of adding the rows of a source. */
export interface EnqueueReport {
  /** The rows of the source. */
  readonly total: number;
  /** Rows that were new to the queue. */
  readonly added: number;
  /** Rows that were in the queue already: they repeat in the source, or were added before. They are not sent again. */
  readonly known: number;
  /** Rows of the queue that no worker would have taken, because their jobs had ended before them. They continue. */
  readonly revived: number;
  /** Why the vendor is asked about every row before it is sent; `undefined` if the queue is known to be complete. */
  readonly doubt?: QueueDoubt | undefined;
}

/** The issues of a record that contains secrets: anyone with access to Redis could read them. */
function secretIssues(
  fields: Target["fields"],
  record: Readonly<Record<string, unknown>>,
): readonly FieldIssue[] {
  return Object.entries(fields).flatMap(([field, { secret }]) =>
    secret === true && record[field] !== undefined
      ? [
          {
            field,
            expected: "no value, because the queue would store this secret in Redis",
            received: "a value",
          },
        ]
      : [],
  );
}

/** The target, limited to rows that a queue can contain: no secrets and, because a job has one record, no merged rows. */
function queueable<Row extends object>(target: Target<Row>): Target<Row> {
  return {
    name: target.name,
    fields: target.fields,
    parse(record) {
      const issues = secretIssues(target.fields, record);
      return issues.length > 0 ? { issues } : target.parse(record);
    },
    keyOf: (row) => target.keyOf(row),
    send: (rows, context) => target.send(rows, context),
  };
}

/** Whether there are fewer open jobs than open rows: some jobs ended, or were lost, before their rows. */
async function isShortOfJobs(queue: Queue<RowJobData>, states: RowStates): Promise<boolean> {
  const jobs = await queue.getJobCountByTypes("wait", "prioritized", "active", "delayed");
  const { counts } = await states.counts();
  return jobs < counts.pending + counts.sending;
}

function toConsole(error: Error): void {
  console.error(error);
}

interface NewJob {
  readonly id: string;
  readonly data: RowJobData;
}

/**
 * Adds the rows of a source to a queue. Every row is checked before the first is added. Adding is idempotent: a row's key is its
 * job's id, and jobs are kept after they end, so you can add the same rows again, for example after the producer was killed.
 *
 * Adding them again also repairs a queue after Redis lost data: missing states are recorded anew, and rows whose jobs are missing,
 * or ended before them, reach a worker again. If the queue has lost states, or cannot be shown to be new, the report contains a
 * `doubt`, and the vendor is asked about each row before it is sent.
 *
 * The queue then contains the records, which may be personal data, until you clear it.
 *
 * @throws InvalidRowsError when records are not valid rows, contain a value in a secret field such as a password, or differ for the
 * same learner and item: a queue does not merge them. Nothing was added.
 * @throws SourceError when the source cannot be read, or has changed since it was checked.
 * @throws QueueError when the queue belongs to another target or was filled with other settings, when the memory file cannot be
 * used, when the queue is in doubt and the target cannot ask the vendor, or when the `maxmemory-policy` of Redis is not `noeviction`.
 * Nothing was added.
 * @throws ConfigurationError when an option is wrong, or the connection is a `Cluster` that reads from replicas. Nothing was added.
 * @example
 * ```ts
 * await enqueueRows({ connection, name: "autumn", target, source, memory: "autumn.queue.json" });
 * ```
 */
export async function enqueueRows<Row extends object>(options: EnqueueOptions<Row>): Promise<EnqueueReport> {
  checkOptions("enqueueRows()", options, optionNames);
  checkTarget("enqueueRows()", options.target);
  checkRowSource("enqueueRows()", options.source);
  checkFunctions("enqueueRows()", { onError: options.onError });
  if (options.memory !== undefined) checkPath("enqueueRows(): memory", options.memory);
  const { connection, name, source, onError = toConsole } = options;
  const prefix = prefixOf(connection, name);
  const target = queueable(options.target);
  const unchecked = await checkEviction(connection, name);
  if (unchecked !== undefined) await onError(unchecked);
  const { signal } = new AbortController();
  const checked = await inspect(new SteadySource(source), target, { signal, isStrict: true });
  const states = new RowStates(connection, name);
  const queue = new Queue<RowJobData>(name, { connection, prefix });
  let total = 0;
  let added = 0;
  let open = 0;
  const add = async (jobs: readonly NewJob[]): Promise<void> => {
    // States first: workers refuse a job without one.
    const found = await states.register(jobs.map(({ id, data }) => ({ id, line: data.line })));
    added += found.filter((registration) => registration === "new").length;
    open += found.filter((registration) => registration === "open").length;
    const ahead = jobs.filter((_job, index) => found[index] !== "ended");
    await queue.addBulk(
      ahead.map(({ id, data }) => ({
        name: target.name,
        data,
        // BullMQ's name for them.
        // oxlint-disable-next-line id-denylist
        opts: jobOptions(id),
      })),
    );
  };
  try {
    // The original target: the limited one refuses records that the queue must never contain.
    const { doubt } = await openQueue({ states, queue, target: options.target, memory: options.memory });
    for await (const rows of checked?.rows(signal) ?? []) {
      total += rows.length;
      await add(rows.map(({ key, line, record }) => ({ id: jobIdOf(key), data: { line, record } })));
    }
    const revived = open > 0 || (await isShortOfJobs(queue, states)) ? await reviveJobs(queue, states) : 0;
    return { total, added, known: total - added, revived, doubt };
  } finally {
    await closeQueue(queue);
  }
}
