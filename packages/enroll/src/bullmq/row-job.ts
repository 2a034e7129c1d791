import { createHash } from "node:crypto";
import type { Target } from "../target.ts";

/** What a job holds. */
export interface RowJobData {
  /** The line of the record in its source, from 1. */
  readonly line: number;
  /** The record as the source gave it; each worker reads the row from it. */
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * The key of a row, and the id of its job: the same for the same target, learner and item, without saying who it is.
 * BullMQ takes no `:` in an id, and no id that is a number.
 */
export function jobIdOf<Row extends object>(target: Target<Row>, row: Row): string {
  const { learner, item } = target.keyOf(row);
  const text = JSON.stringify([target.name, learner, item]);
  return `row-${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;
}
