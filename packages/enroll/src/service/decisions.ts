import type { Target } from "../target.ts";
import type { Enrollment, EnrollmentOperation, EnrollmentState } from "./enrollments.ts";
import { EnrollmentStateError } from "./errors.ts";
import type { NewRow, RowMove } from "./journal.ts";

const kept = "it was added again before it was taken back";

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

/** There is no enrollment that could be changed. @param what Such as `retried`. */
export function noneToChange(key: string, what: string): EnrollmentStateError {
  return new EnrollmentStateError(`The enrollment was not ${what}: there is none with this key.`, { key });
}

/** Whether a row is added for something else than before. One without a reference does not say. */
function isForAnother({ reference }: Enrollment, stored: NewRow): boolean {
  return stored.reference !== undefined && stored.reference !== reference;
}

/** What adding a row again changes; undefined if nothing. @throws EnrollmentStateError when it is just being taken back. */
export function moveOnAdding(
  enrollment: Enrollment,
  stored: NewRow,
  isChanged: boolean,
): RowMove | undefined {
  const again: RowMove = { to: "pending", operation: "enroll", repetitions: 0, lost: 0, stored };
  switch (situationOf(enrollment)) {
    case "enroll: canceled":
    case "revoke: done":
      return again;
    case "enroll: failed":
      // Nothing was carried out. The row may have been corrected, or another order has paid for it. The same values for the same
      // reference are what a killed process repeats.
      return isChanged || isForAnother(enrollment, stored) ? again : undefined;
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

/** What sending a row again that has failed changes. @throws EnrollmentStateError when it has not failed. */
export function moveOnRetrying(enrollment: Enrollment): RowMove {
  if (enrollment.state === "failed") return { to: "pending", repetitions: 0, lost: 0 };
  const advice =
    enrollment.state === "unknown"
      ? "The vendor is asked about it at the next start; if you know what became of it, use resolve()."
      : "Only one that has failed can be sent again.";
  throw refused("retried", enrollment, advice);
}

/** What withdrawing a row changes. @throws EnrollmentStateError when it is not pending. */
export function moveOnCanceling(enrollment: Enrollment): RowMove {
  if (enrollment.state !== "pending")
    throw refused("canceled", enrollment, "Only one that is pending can be canceled.");
  if (enrollment.operation === "enroll") return { to: "canceled" };
  return { to: "done", operation: "enroll", reason: "it was to be taken back, which was canceled" };
}

/** What a person's word about a row changes. */
export interface Resolution {
  readonly to: "done" | "failed";
  readonly reason: string | undefined;
}

/** What a person's word about a row changes. @throws EnrollmentStateError when it is not unknown. */
export function moveOnResolving(enrollment: Enrollment, { to, reason }: Resolution): RowMove {
  if (enrollment.state !== "unknown")
    throw refused("resolved", enrollment, "Only one that is unknown can be resolved.");
  return { to, reason: reason ?? "a person has checked it" };
}

/** How a row is taken back. */
export interface Revocation {
  readonly target: Pick<Target, "name" | "removal">;
  readonly reason: string | undefined;
}

/**
 * What taking a row back changes; undefined if nothing.
 *
 * @throws EnrollmentStateError when it may be in progress, or cannot be taken back.
 */
export function moveOnRevoking(enrollment: Enrollment, { target, reason }: Revocation): RowMove | undefined {
  switch (situationOf(enrollment)) {
    case "enroll: pending":
      return { to: "canceled", reason };
    case "enroll: done":
      if (target.removal === undefined)
        throw refused(
          "taken back",
          enrollment,
          `${target.name} cannot take anyone out: do it at the vendor.`,
        );
      return { to: "pending", operation: "revoke", reason, repetitions: 0, lost: 0 };
    case "enroll: sending":
    case "enroll: unknown":
      throw refused("taken back", enrollment, "Take it back when it has ended.");
    default:
      return undefined;
  }
}
