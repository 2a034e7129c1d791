import type { Page, PageParams } from "../pagination.ts";
import type { Id, Message, OpenEnum, Ordering } from "./shapes.ts";

/** How far a learner has come in a course, a learning path or a module; `courses.lookupStatuses` lists the values. */
export type ProgressStatus = OpenEnum<"Not Started" | "In Progress" | "Completed">;

/** The enrollment of one learner in a course or a learning path. */
export interface EnrolledLearner {
  /**
   * Deduced to be the id of the enrollment, which the vendor also calls registration: the vendor's pages ask for
   * enrollment ids elsewhere, and the user's own id is in `user_id`.
   */
  readonly id: number;
  readonly user_id?: number | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** From 0 to 100. */
  readonly percentComplete?: number | null | undefined;
  /** Whether the learner may open it, such as "Allowed"; the value for revoked access is not documented. */
  readonly access_status?: string | null | undefined;
  /** For example, "Aug 09, 2020". */
  readonly registered_on?: string | null | undefined;
  /** Empty until the learner starts. */
  readonly started_on?: string | null | undefined;
  /** Empty until the learner has finished. */
  readonly completed_on?: string | null | undefined;
  /** "Never" where the enrollment does not end. */
  readonly expire_on?: string | null | undefined;
  /** "Never" if the learner has not opened it. */
  readonly last_accessed_on?: string | null | undefined;
  readonly certificate_count?: number | null | undefined;
  /** The kind of user as display text, such as "Learner". */
  readonly user_type?: string | null | undefined;
  /** The kind of user for programs, such as "learner". */
  readonly raw_user_type?: string | null | undefined;
}

/** A page of enrolled learners, with the numbers over all pages. */
export interface EnrolledLearnerPage extends Page<EnrolledLearner> {
  readonly totalNotStarted?: number | null | undefined;
  readonly totalInProgress?: number | null | undefined;
  readonly totalCompleted?: number | null | undefined;
}

/** What to search enrolled learners by. The vendor shows these columns as an example, not as a complete list. */
export interface EnrolledLearnerSearch {
  /** Learners with one of these statuses. */
  readonly status?: readonly ProgressStatus[] | undefined;
  /** A part of the name or of the e-mail address. */
  readonly nameOrEmail?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** How to list enrolled learners. */
export interface EnrolledLearnerQuery extends PageParams {
  /** Learners of this portal and its sub-portals; -1 for those of every portal. */
  readonly portalId: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: EnrolledLearnerSearch | undefined;
}

/** Whom to enroll. */
export interface EnrollUsersParams {
  /** Ids of the users to enroll: those of `users.list`, not ids of enrollments. */
  readonly studentIds: readonly Id[];
  /** Only users of this portal and its sub-portals are taken; -1 for no such filter. */
  readonly portalId?: Id | undefined;
}

/** How many users were enrolled; which ones is not reported. */
export interface EnrollmentCounts extends Message {
  /** How many users this call enrolled. */
  readonly enrolledUsersCount?: number | null | undefined;
  /** How many users it did not enroll: a count, with neither their ids nor the reasons. */
  readonly notEnrolledUsers?: number | null | undefined;
}

/** Which enrollments are meant. */
export interface EnrollmentSelection {
  /** Ids of enrollments, not of users: most likely the `id` of an `EnrolledLearner`. */
  readonly enrollmentIds: readonly Id[];
}

/** Enrollments by status. The lists run in parallel: one entry for each label. */
export interface ProgressOverview {
  /** What is counted; names of learning paths in the report on these. */
  readonly labels?: readonly string[] | null | undefined;
  readonly totalNotStarted?: readonly number[] | null | undefined;
  readonly totalInProgress?: readonly number[] | null | undefined;
  readonly totalCompleted?: readonly number[] | null | undefined;
  /** From 0 to 100. */
  readonly percentageCompleted?: readonly number[] | null | undefined;
  readonly sumNotStarted?: number | null | undefined;
  readonly sumInProgress?: number | null | undefined;
  readonly sumCompleted?: number | null | undefined;
  /** Despite its name, not a sum in the vendor's sample: 37 next to percentages of 30 and 50. */
  readonly sumPercentageCompleted?: number | null | undefined;
}

/** A product or learning path that keeps something from being deleted. */
export interface TitledRecord {
  readonly id: number;
  readonly title?: string | null | undefined;
}
