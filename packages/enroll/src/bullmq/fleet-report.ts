import type { Redis } from "ioredis";
import type { RowEvent, RowState } from "../run-options.ts";
import { RowStates } from "./row-states.ts";

/** Which queue to report on. */
export interface FleetReportOptions {
  /** An ioredis connection of yours; it stays open. */
  readonly connection: Redis;
  /** The name of the queue. */
  readonly name: string;
}

/** How far the rows of a queue are. */
export interface FleetReport extends Readonly<Record<RowState, number>> {
  /** All rows that were added. */
  readonly total: number;
  /** Being sent, or sent without an answer and not yet settled with the vendor. */
  readonly sending: number;
  /** Whether every row has ended: none is pending, none in the middle. */
  readonly finished: boolean;
}

/** Counts the rows of a queue by their states, in one step whatever their number. */
export async function fleetReport({ connection, name }: FleetReportOptions): Promise<FleetReport> {
  const counts = await new RowStates(connection, name).counts();
  const { pending, sending, done, failed, unknown } = counts;
  const total = pending + sending + done + failed + unknown;
  return { ...counts, total, finished: pending + sending === 0 };
}

/**
 * The rows of a queue that have ended, for a report: with lines and reasons, in no order. While rows are being added, one
 * may come twice.
 */
export async function* fleetRows({
  connection,
  name,
}: FleetReportOptions): AsyncGenerator<RowEvent, void, undefined> {
  for await (const [key, record] of new RowStates(connection, name).all()) {
    const { line, state, reason, vendorId } = record;
    if (state !== "pending" && state !== "sending") yield { line, key, state, reason, vendorId };
  }
}
