import { partsOf } from "../journal/key.ts";
import { stateOf } from "../journal/take-in.ts";
import type { Enrollment, EnrollmentOperation, EnrollmentState } from "./enrollments.ts";

/** A row of the file. */
export type FileRow = Readonly<Record<string, unknown>>;

/** What is needed to send a row, or to ask about it. */
export interface StoredRow {
  readonly id: number;
  readonly key: string;
  readonly operation: EnrollmentOperation;
  readonly state: EnrollmentState;
  /** The record as JSON. */
  readonly record: string;
  /** How often it was sent, rate-limited and made pending again. */
  readonly repetitions: number;
  /** How often it was sent and its reply was lost. */
  readonly lost: number;
}

function dateOf(value: unknown): Date | undefined {
  return typeof value === "number" ? new Date(value) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** In the file, a canceled row is a failed one with the time of its cancellation. */
export function enrollmentState(row: FileRow): EnrollmentState {
  return row["canceled_at"] === null ? stateOf(row["state"]) : "canceled";
}

function operationOf(row: FileRow): EnrollmentOperation {
  return row["operation"] === "revoke" ? "revoke" : "enroll";
}

export function storedRowOf(row: FileRow): StoredRow {
  return {
    id: Number(row["id"]),
    key: String(row["key"]),
    operation: operationOf(row),
    state: enrollmentState(row),
    record: String(row["record"]),
    repetitions: Number(row["repetitions"]),
    lost: Number(row["lost"]),
  };
}

export function enrollmentOf(row: FileRow): Enrollment {
  return {
    ...partsOf(String(row["key"])),
    operation: operationOf(row),
    state: enrollmentState(row),
    reference: textOf(row["reference"]),
    attempts: Number(row["attempts"]),
    addedAt: new Date(Number(row["added_at"])),
    sentAt: dateOf(row["sent_at"]),
    endedAt: dateOf(row["ended_at"]),
    reason: textOf(row["reason"]),
    vendorId: textOf(row["vendor_id"]),
  };
}
