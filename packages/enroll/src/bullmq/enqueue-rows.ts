import { checkOptions, type OptionNames } from "@kelaskit/core/node";
import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { inspect } from "../run/inspect.ts";
import { SteadySource } from "../run/steady-source.ts";
import type { RowSource } from "../source.ts";
import type { FieldIssue, Target } from "../target.ts";
import { openQueue } from "./open-queue.ts";
import { reviveJobs } from "./revive-jobs.ts";
import { jobIdOf, jobOptions, type RowJobData } from "./row-job.ts";
import { type QueueDoubt, RowStates } from "./row-states.ts";

/** What the producer is told. */
export interface EnqueueOptions<Row extends object> {
  /** An ioredis connection of yours; it stays open. */
  readonly connection: Redis;
  /** The name of the queue: one for each target, without `:`. */
  readonly name: string;
  readonly target: Target<Row>;
  readonly source: RowSource;
  /**
   * A file that remembers the queue when Redis has lost it, such as `autumn.queue.json`; it is written when it is missing.
   * Keep it on a disk that outlives producer and Redis: while it is missing, a queue that Redis does not know either
   * counts as new, and its rows are sent without a question. Where no disk outlives the producer, leave it out.
   *
   * @default none: since nothing then tells a new queue from one that Redis has lost, the vendor is asked about every row
   * before it is sent
   */
  readonly memory?: string | undefined;
}

const optionNames = {
  connection: true,
  name: true,
  target: true,
  source: true,
  memory: true,
} as const satisfies OptionNames<EnqueueOptions<object>>;

/** What became of the rows of a source. */
export interface EnqueueReport {
  /** The rows of the source. */
  readonly total: number;
  /** Rows that were new to the queue. */
  readonly added: number;
  /** Rows that were there already: they stand twice in the source, or were added before. They are not sent again. */
  readonly known: number;
  /** Rows of the queue that no worker would have taken any more, since their jobs had ended before them. They go on. */
  readonly revived: number;
  /** Why the vendor is asked about every row before it is sent; nothing where the queue is known to be complete. */
  readonly doubt?: QueueDoubt | undefined;
}

/** The issues of a record that holds secrets: Redis keeps what is added, for anybody who may read it. */
function secretIssues(
  fields: Target["fields"],
  record: Readonly<Record<string, unknown>>,
): readonly FieldIssue[] {
  return Object.entries(fields).flatMap(([field, { secret }]) =>
    secret === true && record[field] !== undefined
      ? [
          {
            field,
            expected: "no value, since the queue would keep this secret in Redis",
            received: "a value",
          },
        ]
      : [],
  );
}

/** The target, for rows that a queue may hold: a job has one record, and so no row that is made of several. */
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

/** Whether fewer jobs are ahead than rows: some have ended, or are lost, before their rows have ended. */
async function isShortOfJobs(queue: Queue<RowJobData>, states: RowStates): Promise<boolean> {
  const jobs = await queue.getJobCountByTypes("wait", "prioritized", "active", "delayed");
  const { counts } = await states.counts();
  return jobs < counts.pending + counts.sending;
}

interface NewJob {
  readonly id: string;
  readonly data: RowJobData;
}

/**
 * Adds the rows of a source to a queue. Every row is checked before the first is added. A row's key is its job's id, and
 * jobs are kept when they have ended, so that adding the same rows again, or going on after the producer was killed, does
 * no harm.
 *
 * Adding them again is also what helps when Redis has lost something: rows whose states are gone are noted anew, rows
 * whose jobs are gone, or have ended before them, get to a worker again. A queue that has lost states says so (`doubt`), and
 * so does one that nothing shows to be new; then the vendor is asked about each row before it is sent.
 *
 * The queue then holds the records, which may be personal data, until you clear it.
 *
 * @throws InvalidRowsError when records are not rows of the target, hold a value in a field that is secret, such as a
 * password, or say different things of one learner and item: a queue does not merge them. Nothing was added.
 * @throws SourceError when the source cannot be read, or says something else than when it was checked.
 * @throws QueueError when the queue is another target's or was filled with other settings, when the memory file cannot be
 * used, or when the queue is in doubt and the target cannot ask the vendor. Nothing was added.
 * @example
 * ```ts
 * await enqueueRows({ connection, name: "autumn", target, source, memory: "autumn.queue.json" });
 * ```
 */
export async function enqueueRows<Row extends object>(options: EnqueueOptions<Row>): Promise<EnqueueReport> {
  checkOptions("enqueueRows()", options, optionNames);
  const { connection, name, source } = options;
  const target = queueable(options.target);
  const { signal } = new AbortController();
  const checked = await inspect(new SteadySource(source), target, { signal, isStrict: true });
  const states = new RowStates(connection, name);
  const queue = new Queue<RowJobData>(name, { connection });
  let total = 0;
  let added = 0;
  let open = 0;
  const add = async (jobs: readonly NewJob[]): Promise<void> => {
    // First their states: a job without one would be refused by the workers.
    const found = await states.register(jobs.map(({ id, data }) => ({ id, line: data.line })));
    added += found.filter((registration) => registration === "new").length;
    open += found.filter((registration) => registration === "open").length;
    const ahead = jobs.filter((_job, index) => found[index] !== "ended");
    await queue.addBulk(
      ahead.map(({ id, data }) => ({
        name: target.name,
        data,
        // BullMQ's word for them.
        // oxlint-disable-next-line id-denylist
        opts: jobOptions(id),
      })),
    );
  };
  try {
    // The rows' own target: the other one refuses records that the queue must never hold.
    const { doubt } = await openQueue({ states, queue, target: options.target, memory: options.memory });
    for await (const rows of checked?.rows(signal) ?? []) {
      total += rows.length;
      await add(rows.map(({ key, line, record }) => ({ id: jobIdOf(key), data: { line, record } })));
    }
    const revived = open > 0 || (await isShortOfJobs(queue, states)) ? await reviveJobs(queue, states) : 0;
    return { total, added, known: total - added, revived, doubt };
  } finally {
    await queue.close();
  }
}
