import { createHash } from "node:crypto";
import type { JobsOptions } from "bullmq";
import { keyOfRow } from "../journal/key.ts";
import type { Target } from "../target.ts";

/** The data of a job. */
export interface RowJobData {
  /** The line of the record in its source, from 1. */
  readonly line: number;
  /** The record from the source. Each worker reads the row from it. */
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * The id of the job for a row's key: always the same for a target, learner and item, without revealing the learner. BullMQ does not
 * allow ids that contain `:` or are numbers.
 */
export function jobIdOf(key: string): string {
  return `row-${createHash("sha256").update(key).digest("hex").slice(0, 40)}`;
}

/** The row of a job, if the target still reads the same row from its record as when it was added. */
export function rowOfJob<Row extends object>(
  target: Target<Row>,
  id: string | undefined,
  record: RowJobData["record"],
): Row | undefined {
  const parsed = target.parse(record);
  if (!("row" in parsed)) return undefined;
  return jobIdOf(keyOfRow(target.name, target.keyOf(parsed.row))) === id ? parsed.row : undefined;
}

/** The options of a job. Jobs are kept after they end, so that their rows cannot be added again. */
export function jobOptions(jobId: string): JobsOptions {
  return { jobId, attempts: 1, removeOnComplete: false, removeOnFail: false };
}
