import type { AddedEnrollment, Enrollment } from "./enrollments.ts";
import {
  moveOnAdding,
  moveOnCanceling,
  moveOnResolving,
  moveOnRetrying,
  moveOnRevoking,
  noneToChange,
  type Resolution,
  type Revocation,
} from "./decisions.ts";
import { ServiceFullError } from "./errors.ts";
import type { NewRow, RowMove, ServiceJournal } from "./journal.ts";
import { enrollmentOf, enrollmentState, type FileRow } from "./stored-row.ts";

/** A known row that is to be changed. */
interface Found {
  readonly id: number;
  readonly row: FileRow;
  readonly enrollment: Enrollment;
}

function require(journal: ServiceJournal, key: string, what: string): Found {
  const row = journal.find(key);
  if (row === undefined) throw noneToChange(key, what);
  return { id: Number(row["id"]), row, enrollment: enrollmentOf(row) };
}

function change(journal: ServiceJournal, { id, row }: Found, move: RowMove): Enrollment {
  journal.move({ id, from: enrollmentState(row) }, move);
  return journal.enrollment(id);
}

/**
 * Adds a row, within a transaction.
 *
 * @param maxPending How many may be pending.
 * @throws EnrollmentStateError when it is just being taken back.
 * @throws ServiceFullError when it would be one too many. A row that is there already needs no place.
 */
export function addRow(journal: ServiceJournal, newRow: NewRow, maxPending: number): AddedEnrollment {
  const isFull = journal.pending >= maxPending;
  if (isFull && journal.get(newRow.key) === undefined) throw new ServiceFullError(maxPending);
  const inserted = isFull ? undefined : journal.insert(newRow);
  if (inserted !== undefined) return { ...inserted, isNew: true, isChanged: false };
  const found = require(journal, newRow.key, "added");
  const { content } = found.row;
  const isSame = content instanceof Uint8Array && Buffer.from(newRow.content).equals(content);
  const move = moveOnAdding(found.enrollment, newRow, !isSame);
  if (move === undefined) return { ...found.enrollment, isNew: false, isChanged: !isSame };
  const isNew = move.to === "pending";
  if (isNew && isFull) throw new ServiceFullError(maxPending);
  return { ...change(journal, found, move), isNew, isChanged: !isNew && !isSame };
}

/** Makes a row that has failed pending again, within a transaction. */
export function retryRow(journal: ServiceJournal, key: string): Enrollment {
  const found = require(journal, key, "retried");
  return change(journal, found, moveOnRetrying(found.enrollment));
}

/** Withdraws a pending row, within a transaction. */
export function cancelRow(journal: ServiceJournal, key: string): Enrollment {
  const found = require(journal, key, "canceled");
  return change(journal, found, moveOnCanceling(found.enrollment));
}

/** Records a person's word about an unknown row, within a transaction. */
export function resolveRow(journal: ServiceJournal, key: string, resolution: Resolution): Enrollment {
  const found = require(journal, key, "resolved");
  return change(journal, found, moveOnResolving(found.enrollment, resolution));
}

/** Takes a row back, within a transaction. */
export function revokeRow(journal: ServiceJournal, key: string, revocation: Revocation): Enrollment {
  const found = require(journal, key, "taken back");
  const move = moveOnRevoking(found.enrollment, revocation);
  return move === undefined ? found.enrollment : change(journal, found, move);
}
