import { partsOf } from "../../journal/key.ts";
import type { Enrollment, EnrollmentOperation, EnrollmentState } from "../../service/enrollments.ts";
import type { RowRecord } from "../row-states.ts";

/** All states, in the order of their keys. */
export const enrollmentStates = ["pending", "sending", "done", "failed", "unknown", "canceled"] as const;

/** An enrollment in Redis. Times are in milliseconds since 1970 by the clock of Redis. */
export interface StoredEnrollment extends Omit<RowRecord, "state"> {
  readonly state: EnrollmentState;
  readonly key: string;
  readonly operation: EnrollmentOperation;
  /**
   * How often it was made pending: by adding, retrying or taking back. Each time has a job of its own, and a worker with the job
   * of an earlier time neither sends nor writes.
   */
  readonly turn: number;
  /** The fence number when its operation began: what was sent before was sent for another operation. */
  readonly operationFence: number;
  /** Its place in the order in which enrollments were added. */
  readonly place: number;
  /** The record as JSON. */
  readonly text: string;
  /** A digest of the row, in hexadecimal. */
  readonly content: string;
  readonly reference?: string | undefined;
  readonly attempts: number;
  readonly addedAt: number;
  /** When a user last made it pending again: by adding it again, retrying it or taking it back. */
  readonly renewedAt?: number | undefined;
  readonly sentAt?: number | undefined;
  /** When it was sent before `sentAt`, in case it was taken to be sent and given back. */
  readonly sentBefore?: number | undefined;
  /** When a worker last took it to be sent. */
  readonly takenAt?: number | undefined;
  readonly endedAt?: number | undefined;
}

function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}

export function enrollmentOf(stored: StoredEnrollment): Enrollment {
  const { key, operation, state, reference, attempts, addedAt, sentAt, endedAt } = stored;
  return {
    ...partsOf(key),
    operation,
    state,
    reference,
    attempts,
    addedAt: new Date(addedAt),
    sentAt: dateOf(sentAt),
    endedAt: dateOf(endedAt),
    reason: stored.reason ?? stored.detail,
    vendorId: stored.vendorId,
  };
}

/** JSON that the Lua of Redis can read: its decoder fails on half a surrogate pair. */
export function luaJson(value: object): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === "string" ? part.toWellFormed() : part,
  );
}
