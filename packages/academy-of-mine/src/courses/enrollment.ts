import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import {
  enrolledLearnerPageFields,
  enrolledLearnerQuery,
  enrollmentCounts,
  enrollmentSelection,
  enrollUsersParams,
} from "../shared/course-schemas.ts";
import type {
  EnrolledLearner,
  EnrolledLearnerPage,
  EnrolledLearnerQuery,
  EnrollmentCounts,
  EnrollmentSelection,
  EnrollUsersParams,
} from "../shared/course-shapes.ts";
import { id, text } from "../fields.ts";
import { maybeText, message } from "../shared/replies.ts";
import type { Id, Message } from "../shared/shapes.ts";

/** Whose learners to list. */
export interface ListCourseLearnersParams extends EnrolledLearnerQuery {
  readonly course_id: Id;
}

/** A page of a course's learners. */
export interface CourseLearnerPage extends EnrolledLearnerPage {
  readonly courseName?: string | null | undefined;
}

/** Whom to enroll in which course. */
export interface EnrollInCourseParams extends EnrollUsersParams {
  /** The course's id. */
  readonly id: Id;
}

/** Which enrollments of which course are meant. */
export interface CourseEnrollmentsParams extends EnrollmentSelection {
  /** The course's id. */
  readonly id: Id;
}

/** Which enrollments end when. */
export interface SetCourseExpiryParams extends CourseEnrollmentsParams {
  /** When they end. The format is not documented; `courses.updateProgress` takes `YYYY-MM-DD HH:MM:SS`. */
  readonly expiryDate: string;
}

const courseEnrollments = () => z.strictObject({ id: id(), ...enrollmentSelection() });

/**
 * Lists the learners of a course with their progress: await it for one page, iterate it for all of them. Here is how to
 * find ids of enrollments, and whether a user is enrolled already.
 *
 * `order_by` is sent as JSON text like in every other list; the vendor's only example here is a bare column name.
 *
 * @example
 * ```ts
 * for await (const learner of academy.courses.listEnrolledLearners({ course_id: 1, portalId: -1 })) {
 *   console.log(learner.user_id, learner.status, learner.percentComplete);
 * }
 * ```
 */
export const listEnrolledLearners = listOperation<
  ListCourseLearnersParams,
  CourseLearnerPage,
  EnrolledLearner
>({
  name: "courses.listEnrolledLearners",
  method: "GET",
  path: "/course/enrolledLearner/list",
  params: () => z.strictObject({ course_id: id(), ...enrolledLearnerQuery() }),
  response: () => z.looseObject({ courseName: maybeText(), ...enrolledLearnerPageFields() }),
});

/**
 * Enrolls users in a course, in one call.
 *
 * A success may have enrolled only some of them, or none: the reply reports how many were enrolled
 * (`enrolledUsersCount`) and how many were not (`notEnrolledUsers`), both as counts. It does not report who or why, nor
 * how it counts users who were enrolled before. To check each user, compare `user_id` in
 * `courses.listEnrolledLearners`.
 *
 * Sent at most once: it is repeated only if the first try certainly did nothing (connection refused, 429). If the reply
 * is lost, the error's `outcome` is `"unknown"`, and all, some or none may be enrolled: iterate
 * `courses.listEnrolledLearners` with `portalId: -1`, and enroll the missing users again. Whether the vendor sends
 * e-mails to enrolled users is not documented.
 *
 * @example
 * ```ts
 * const { enrolledUsersCount, notEnrolledUsers } = await academy.courses.enroll({ id: 1, studentIds: [2, 3], portalId: -1 });
 * ```
 */
export const enroll = operation<EnrollInCourseParams, EnrollmentCounts>({
  name: "courses.enroll",
  method: "POST",
  path: "/course/enroll/{id}",
  params: () => z.strictObject({ id: id(), ...enrollUsersParams() }),
  response: () => enrollmentCounts(),
});

/**
 * Ends enrollments: the learners leave the course. Whether their progress comes back when they are enrolled again is not
 * documented; to lock them out and keep it, use `courses.revokeAccess`.
 */
export const removeLearners = operation<CourseEnrollmentsParams, Message>({
  name: "courses.removeLearners",
  method: "POST",
  path: "/course/remove-learners/{id}",
  params: () => courseEnrollments(),
  response: () => message(),
});

/** Locks enrolled learners out of a course without ending their enrollment; `courses.grantAccess` lets them in again. */
export const revokeAccess = operation<CourseEnrollmentsParams, Message>({
  name: "courses.revokeAccess",
  method: "POST",
  path: "/course/revoke-access/{id}",
  params: () => courseEnrollments(),
  response: () => message(),
});

/** Restores the access of enrolled learners to a course after `courses.revokeAccess`. It does not enroll anyone. */
export const grantAccess = operation<CourseEnrollmentsParams, Message>({
  name: "courses.grantAccess",
  method: "POST",
  path: "/course/grant-access/{id}",
  params: () => courseEnrollments(),
  response: () => message(),
});

/** Gives enrollments a new end. How to make them endless again is not documented. */
export const setExpiry = operation<SetCourseExpiryParams, Message>({
  name: "courses.setExpiry",
  method: "POST",
  path: "/course/set-expiry/{id}",
  params: () => z.strictObject({ id: id(), ...enrollmentSelection(), expiryDate: text() }),
  response: () => message(),
});

/**
 * Gives learners the course's certificate, apparently without checking whether they have completed it. What happens to
 * a course without a certificate template is not documented.
 */
export const assignCertificate = operation<CourseEnrollmentsParams, Message>({
  name: "courses.assignCertificate",
  method: "POST",
  path: "/course/assign-certificate/{id}",
  params: () => courseEnrollments(),
  response: () => message(),
});
