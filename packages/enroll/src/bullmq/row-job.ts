import { createHash } from "node:crypto";
import type { JobsOptions } from "bullmq";
import { keyOfRow } from "../journal/key.ts";
import type { Target } from "../target.ts";

/** What a job holds. */
export interface RowJobData {
  /** The line of the record in its source, from 1. */
  readonly line: number;
  /** The record as the source gave it; each worker reads the row from it. */
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * The id of a job, for its row's key: the same for the same target, learner and item, without saying who it is. BullMQ takes
 * no `:` in an id, and no id that is a number.
 */
export function jobIdOf(key: string): string {
  return `row-${createHash("sha256").update(key).digest("hex").slice(0, 40)}`;
}

/** The row of a job, where the target reads the same one from its record as when it was added. */
export function rowOfJob<Row extends object>(
  target: Target<Row>,
  id: string | undefined,
  record: RowJobData["record"],
): Row | undefined {
  const parsed = target.parse(record);
  if (!("row" in parsed)) return undefined;
  return jobIdOf(keyOfRow(target.name, target.keyOf(parsed.row))) === id ? parsed.row : undefined;
}

/** A job is kept when it has ended, so that its row cannot be added again. */
export function jobOptions(jobId: string): JobsOptions {
  return { jobId, attempts: 1, removeOnComplete: false, removeOnFail: false };
}
