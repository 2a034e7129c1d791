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
  ProgressStatus,
} from "../shared/course-shapes.ts";
import { id } from "../fields.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, message } from "../shared/replies.ts";
import type { Id, Message } from "../shared/shapes.ts";

/** Whose learners to list. */
export interface ListLearningPathLearnersParams extends EnrolledLearnerQuery {
  readonly learning_path_id: Id;
}

/** A page of a learning path's learners. */
export interface LearningPathLearnerPage extends EnrolledLearnerPage {
  readonly learningPathName?: string | null | undefined;
}

/** Whom to enroll in which learning path. */
export interface EnrollInLearningPathParams extends EnrollUsersParams {
  /** The learning path's id. */
  readonly id: Id;
}

/** Which enrollments of which learning path are meant. */
export interface LearningPathEnrollmentsParams extends EnrollmentSelection {
  /** The learning path's id. */
  readonly id: Id;
}

/** Whether certificates were given. */
export interface AssignedLearningPathCertificates extends Message {
  /** Misspelled by the vendor. A reply with false is thrown as an error. */
  readonly isSucess?: boolean | null | undefined;
}

/** Which enrollment to open. */
export interface LaunchLearningPathParams {
  /** The id of the enrollment, which the vendor calls registration here. */
  readonly registrationId: Id;
  /**
   * Pass `true` to look at the learning path without starting it. The vendor checks only that the parameter is present,
   * so there is no `false`: omit it to start the learning path.
   */
  readonly info?: true | undefined;
  /** The learner's portal. */
  readonly portalId: Id;
}

/** A course of a learning path as the course player opens it. */
export interface LaunchedLearningPathCourse {
  readonly name?: string | null | undefined;
  readonly courseId?: number | null | undefined;
  /** The average of its ratings, such as 4.5. */
  readonly rating?: number | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
  /** From 0 to 100. */
  readonly completion_percentage?: number | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** For example, "22-02-2022". */
  readonly expire_on?: string | null | undefined;
  /** From 0 to 100. */
  readonly minimum_passing_percentage?: number | null | undefined;
  /** 0 in the vendor's sample; whether it is a count, an id or a flag is not documented. */
  readonly certificate?: number | null | undefined;
  /** Display text, such as "Never". */
  readonly certificate_expire_after?: string | null | undefined;
  readonly isExpired?: boolean | null | undefined;
  /** Whether it is the course that the learner is at. */
  readonly isCurrent?: boolean | null | undefined;
  /** Whether another course must be completed first. */
  readonly isLocked?: boolean | null | undefined;
  /** Display text, such as "1 hour". */
  readonly estimatedCompletionTime?: string | null | undefined;
  /** Whether the learner has rated it. */
  readonly userReviewAvailable?: boolean | null | undefined;
  readonly enableCourseRating?: boolean | null | undefined;
}

/** A learning path as the course player opens it. */
export interface LaunchedLearningPath {
  /** Most likely the id of the enrollment: it is the one that the sample was asked for with. */
  readonly id: number;
  readonly name?: string | null | undefined;
  /** Text for the learner. Whether they contain HTML is not documented: sanitize them before you show them. */
  readonly instructions?: string | null | undefined;
  /** The state of the learning path itself, such as "Active". */
  readonly learningPathStatus?: string | null | undefined;
  /** The learner's status. */
  readonly status?: ProgressStatus | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** From 0 to 100. */
  readonly completionPercentage?: number | null | undefined;
  /** For example, "22-02-2022". */
  readonly enrollmentDate?: string | null | undefined;
  /** 0 in the vendor's sample; whether it is a count, an id or a flag is not documented. */
  readonly certificate?: number | null | undefined;
  /** The average of its ratings, such as 4.5. */
  readonly rating?: number | null | undefined;
  /** Display text, such as "2 hours". */
  readonly totalEstimatedTime?: string | null | undefined;
  readonly courseData?: readonly LaunchedLearningPathCourse[] | null | undefined;
}

const launchedCourse = () =>
  z.looseObject({
    name: maybeText(),
    courseId: maybeNumber(),
    rating: maybeNumber(),
    status: maybeText(),
    completion_percentage: maybeNumber(),
    display_status: maybeText(),
    expire_on: maybeText(),
    minimum_passing_percentage: maybeNumber(),
    certificate: maybeNumber(),
    certificate_expire_after: maybeText(),
    isExpired: maybeFlag(),
    isCurrent: maybeFlag(),
    isLocked: maybeFlag(),
    estimatedCompletionTime: maybeText(),
    userReviewAvailable: maybeFlag(),
    enableCourseRating: maybeFlag(),
  });

const launchedLearningPath = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    instructions: maybeText(),
    learningPathStatus: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    completionPercentage: maybeNumber(),
    enrollmentDate: maybeText(),
    certificate: maybeNumber(),
    rating: maybeNumber(),
    totalEstimatedTime: maybeText(),
    courseData: maybe(z.array(launchedCourse())),
  });

/**
 * Lists the learners of a learning path with their progress: await it for one page, iterate it for all of them. Here is
 * how to find ids of enrollments, and whether a user is enrolled already.
 *
 * `order_by` is sent as JSON text like in every other list; the vendor's only example here is a bare column name.
 */
export const listEnrolledLearners = listOperation<
  ListLearningPathLearnersParams,
  LearningPathLearnerPage,
  EnrolledLearner
>({
  name: "learningPaths.listEnrolledLearners",
  method: "GET",
  path: "/learningPath/enrolledLearner/list",
  params: () => z.strictObject({ learning_path_id: id(), ...enrolledLearnerQuery() }),
  response: () => z.looseObject({ learningPathName: maybeText(), ...enrolledLearnerPageFields() }),
});

/**
 * Enrolls users in a learning path, in one call. Whether they are enrolled in each of its courses at once is not
 * documented.
 *
 * A success may have enrolled only some of them, or none: the reply reports how many were enrolled
 * (`enrolledUsersCount`) and how many were not (`notEnrolledUsers`), both as counts. It does not report who or why, nor
 * how it counts users who were enrolled before. To check each user, compare `user_id` in
 * `learningPaths.listEnrolledLearners`.
 *
 * Sent at most once: it is repeated only if the first try certainly did nothing (connection refused, 429). If the reply
 * is lost, the error's `outcome` is `"unknown"`, and all, some or none may be enrolled: iterate
 * `learningPaths.listEnrolledLearners` with `portalId: -1`, and enroll the missing users again. Whether the vendor
 * sends e-mails to enrolled users is not documented.
 *
 * @example
 * ```ts
 * const { enrolledUsersCount, notEnrolledUsers } = await academy.learningPaths.enroll({ id: 1, studentIds: [2, 3] });
 * ```
 */
export const enroll = operation<EnrollInLearningPathParams, EnrollmentCounts>({
  name: "learningPaths.enroll",
  method: "POST",
  path: "/learningPath/enroll/{id}",
  params: () => z.strictObject({ id: id(), ...enrollUsersParams() }),
  response: () => enrollmentCounts(),
});

/**
 * Ends enrollments: the learners leave the learning path. Whether they also leave its courses, and whether their progress
 * comes back when they are enrolled again, is not documented.
 */
export const removeLearners = operation<LearningPathEnrollmentsParams, Message>({
  name: "learningPaths.removeLearners",
  method: "POST",
  path: "/learningPath/remove-learners/{id}",
  params: () => z.strictObject({ id: id(), ...enrollmentSelection() }),
  response: () => message(),
});

/**
 * Gives learners the learning path's certificate, apparently without checking whether they have completed it. The
 * learning path needs a certificate template.
 *
 * @throws ApiError also for a reply of status 200 whose `isSucess` is false.
 */
export const assignCertificate = operation<LearningPathEnrollmentsParams, AssignedLearningPathCertificates>({
  name: "learningPaths.assignCertificate",
  method: "POST",
  path: "/learningPath/assign-certificate/{id}",
  params: () => z.strictObject({ id: id(), ...enrollmentSelection() }),
  response: () => z.looseObject({ isSucess: maybeFlag(), message: maybeText() }),
});

/**
 * Opens a learning path for an enrolled learner and **starts it**, although it is a GET: the learner's progress begins.
 * With `info: true` it only looks. Not repeated after a failure, and refused like a write while its route is only proposed.
 */
export const launch = operation<LaunchLearningPathParams, LaunchedLearningPath>({
  name: "learningPaths.launch",
  method: "GET",
  path: "/learningPath/launch/{registrationId}",
  safe: false,
  params: () => z.strictObject({ registrationId: id(), info: z.optional(z.literal(true)), portalId: id() }),
  response: () => launchedLearningPath(),
});
