import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { InvalidRowsError } from "../run/errors.ts";
import { precheck } from "../run/precheck.ts";
import type { RowSource } from "../source.ts";
import type { FieldIssue, Target } from "../target.ts";
import { jobIdOf, type RowJobData } from "./row-job.ts";
import { RowStates } from "./row-states.ts";

/** What the producer is told. */
export interface EnqueueOptions<Row extends object> {
  /** An ioredis connection of yours; it stays open. */
  readonly connection: Redis;
  /** The name of the queue: one for each target, without `:`. */
  readonly name: string;
  readonly target: Target<Row>;
  readonly source: RowSource;
}

/** What became of the rows of a source. */
export interface EnqueueReport {
  /** The rows of the source. */
  readonly total: number;
  /** Rows that were new to the queue. */
  readonly added: number;
  /** Rows that were there already: they stand twice in the source, or were added before. They are not sent again. */
  readonly known: number;
}

const batchSize = 500;

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

/** The target, for rows that a queue may hold. */
function queueable<Row extends object>(target: Target<Row>): Target<Row> {
  return {
    ...target,
    parse(record) {
      const issues = secretIssues(target.fields, record);
      return issues.length > 0 ? { issues } : target.parse(record);
    },
    keyOf: (row) => target.keyOf(row),
    send: (rows, context) => target.send(rows, context),
  };
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
 * The queue then holds the records, which may be personal data, until you clear it.
 *
 * @throws InvalidRowsError when records are no rows of the target, or hold a value in a field that is secret, such as a
 * password. Nothing was added.
 * @example
 * ```ts
 * await enqueueRows({ connection, name: "autumn", target, source });
 * ```
 */
export async function enqueueRows<Row extends object>(options: EnqueueOptions<Row>): Promise<EnqueueReport> {
  const { connection, name, source } = options;
  const target = queueable(options.target);
  await precheck(source, target, { signal: new AbortController().signal, onRecord: () => undefined });
  const states = new RowStates(connection, name);
  const queue = new Queue<RowJobData>(name, { connection });
  let total = 0;
  let added = 0;
  const add = async (jobs: readonly NewJob[]): Promise<void> => {
    // First their states: a job without one would be refused by the workers.
    added += await states.register(jobs.map(({ id, data }) => ({ id, line: data.line })));
    await queue.addBulk(
      jobs.map(({ id, data }) => ({
        name: target.name,
        data,
        // BullMQ's word for them.
        // oxlint-disable-next-line id-denylist
        opts: { jobId: id, attempts: 1, removeOnComplete: false, removeOnFail: false },
      })),
    );
  };
  try {
    let batch: NewJob[] = [];
    for await (const { line, record } of source.records()) {
      const parsed = target.parse(record);
      if (!("row" in parsed))
        throw new InvalidRowsError(
          source.name,
          parsed.issues.map((issue) => ({ line, ...issue })),
          1,
        );
      total += 1;
      batch.push({ id: jobIdOf(target, parsed.row), data: { line, record } });
      if (batch.length < batchSize) continue;
      await add(batch);
      batch = [];
    }
    if (batch.length > 0) await add(batch);
  } finally {
    await queue.close();
  }
  return { total, added, known: total - added };
}
