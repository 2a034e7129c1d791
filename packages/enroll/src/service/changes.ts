import type { Target } from "../target.ts";
import type { AddedEnrollment, Enrollment, EnrollmentOperation, EnrollmentState } from "./enrollments.ts";
import { EnrollmentStateError } from "./errors.ts";
import type { NewRow, RowMove, ServiceJournal } from "./journal.ts";
import { enrollmentOf, enrollmentState, type FileRow } from "./stored-row.ts";

const kept = "it was added again before it was taken back";

/** A known row that is to be changed. */
interface Found {
  readonly id: number;
  readonly row: FileRow;
  readonly enrollment: Enrollment;
}

/** Such as `revoke: done`. */
function situationOf({ operation, state }: Enrollment): `${EnrollmentOperation}: ${EnrollmentState}` {
  return `${operation}: ${state}`;
}

function refused(what: string, { key, operation, state }: Enrollment, advice: string): EnrollmentStateError {
  const is = operation === "revoke" ? `is being taken back, with the state ${state}` : `is ${state}`;
  return new EnrollmentStateError(`The enrollment was not ${what}: it ${is}. ${advice}`, {
    key,
    operation,
    state,
  });
}

function foundIn(row: FileRow): Found {
  return { id: Number(row["id"]), row, enrollment: enrollmentOf(row) };
}

function require(journal: ServiceJournal, key: string, what: string): Found {
  const row = journal.find(key);
  if (row === undefined)
    throw new EnrollmentStateError(`The enrollment was not ${what}: there is none with this key.`, { key });
  return foundIn(row);
}

function change(journal: ServiceJournal, { id, row }: Found, move: RowMove): Enrollment {
  journal.move({ id, from: enrollmentState(row) }, move);
  return journal.enrollment(id);
}

/** What adding a row again changes; undefined if nothing. */
function moveOnAdding(enrollment: Enrollment, stored: NewRow, isChanged: boolean): RowMove | undefined {
  const again: RowMove = { to: "pending", operation: "enroll", repetitions: 0, lost: 0, stored };
  switch (situationOf(enrollment)) {
    case "enroll: canceled":
    case "revoke: done":
      return again;
    case "enroll: failed":
      // Nothing was carried out, and the row may have been corrected.
      return isChanged ? again : undefined;
    case "revoke: pending":
    case "revoke: failed":
      return { to: "done", operation: "enroll", reason: kept };
    case "revoke: sending":
    case "revoke: unknown":
      throw refused("added", enrollment, "Add it again when it has ended.");
    default:
      return undefined;
  }
}

/** Adds a row, within a transaction. @throws EnrollmentStateError when it is just being taken back. */
export function addRow(journal: ServiceJournal, newRow: NewRow): AddedEnrollment {
  const inserted = journal.insert(newRow);
  if (inserted !== undefined) return { ...inserted, isNew: true, isChanged: false };
  const found = require(journal, newRow.key, "added");
  const { content } = found.row;
  const isSame = content instanceof Uint8Array && Buffer.from(newRow.content).equals(content);
  const move = moveOnAdding(found.enrollment, newRow, !isSame);
  if (move === undefined) return { ...found.enrollment, isNew: false, isChanged: !isSame };
  const isNew = move.to === "pending";
  return { ...change(journal, found, move), isNew, isChanged: !isNew && !isSame };
}

/** Makes a row that has failed pending again, within a transaction. */
export function retryRow(journal: ServiceJournal, key: string): Enrollment {
  const found = require(journal, key, "retried");
  const { enrollment } = found;
  if (enrollment.state === "failed")
    return change(journal, found, { to: "pending", repetitions: 0, lost: 0 });
  const advice =
    enrollment.state === "unknown"
      ? "The vendor is asked about it at the next start; if you know what became of it, use resolve()."
      : "Only one that has failed can be sent again.";
  throw refused("retried", enrollment, advice);
}

/** Withdraws a pending row, within a transaction. */
export function cancelRow(journal: ServiceJournal, key: string): Enrollment {
  const found = require(journal, key, "canceled");
  const { enrollment } = found;
  if (enrollment.state !== "pending")
    throw refused("canceled", enrollment, "Only one that is pending can be canceled.");
  if (enrollment.operation === "enroll") return change(journal, found, { to: "canceled" });
  return change(journal, found, {
    to: "done",
    operation: "enroll",
    reason: "it was to be taken back, which was canceled",
  });
}

/** Records a person's word about an unknown row, within a transaction. */
export function resolveRow(
  journal: ServiceJournal,
  key: string,
  { to, reason }: { readonly to: "done" | "failed"; readonly reason: string | undefined },
): Enrollment {
  const found = require(journal, key, "resolved");
  const { enrollment } = found;
  if (enrollment.state !== "unknown")
    throw refused("resolved", enrollment, "Only one that is unknown can be resolved.");
  return change(journal, found, { to, reason: reason ?? "a person has checked it" });
}

/** Takes a row back, within a transaction. */
export function revokeRow(
  journal: ServiceJournal,
  key: string,
  {
    target,
    reason,
  }: { readonly target: Pick<Target, "name" | "removal">; readonly reason: string | undefined },
): Enrollment {
  const found = require(journal, key, "taken back");
  const { enrollment } = found;
  switch (situationOf(enrollment)) {
    case "enroll: pending":
      return change(journal, found, { to: "canceled", reason });
    case "enroll: done":
      if (target.removal === undefined)
        throw refused(
          "taken back",
          enrollment,
          `${target.name} cannot take anyone out: do it at the vendor.`,
        );
      return change(journal, found, { to: "pending", operation: "revoke", reason, repetitions: 0, lost: 0 });
    case "enroll: sending":
    case "enroll: unknown":
      throw refused("taken back", enrollment, "Take it back when it has ended.");
    default:
      return enrollment;
  }
}
