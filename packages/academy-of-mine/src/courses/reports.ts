import * as z from "#zod";
import { listOperation, operation, pagedOperation } from "../operation.ts";
import { progressOverview } from "../shared/course-schemas.ts";
import type { ProgressOverview, ProgressStatus } from "../shared/course-shapes.ts";
import { id, ids, ordering, pageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";

/** Whose enrollments to count. */
export interface GetLmsOverviewReportParams {
  /** Ids of portals. Whether an empty list means all is not documented. */
  readonly searchPortalIds: readonly Id[];
}

/** A learner's enrollment in a course. The vendor's sample has only empty strings and zeros, so the date format is unknown. */
export interface CourseEnrollmentRecord {
  readonly user_id?: number | null | undefined;
  readonly course_id?: number | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly course_name?: string | null | undefined;
  readonly portal_name?: string | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** From 0 to 100. */
  readonly percent_complete?: number | null | undefined;
  /** Most likely a text such as "Allowed". */
  readonly access_status?: string | null | undefined;
  readonly registered_on?: string | null | undefined;
  readonly started_on?: string | null | undefined;
  readonly completed_on?: string | null | undefined;
  readonly expire_on?: string | null | undefined;
  readonly last_accessed_on?: string | null | undefined;
  /** The obtained marks in percent. */
  readonly percent_achieved?: number | null | undefined;
  /** A string; its format is not documented. */
  readonly total_time_spent?: string | null | undefined;
  /** Misspelled by the vendor. A string, not a boolean: "Yes" or "No" in `learningPaths.listEnrollments`. */
  readonly certifcate_issued?: string | null | undefined;
  /** Misspelled by the vendor. A string, not a number. */
  readonly certifcate_count?: string | null | undefined;
  /** Misspelled by the vendor. */
  readonly certifcate_issued_date?: string | null | undefined;
  readonly certificate_expire?: string | null | undefined;
}

/** A page of enrollments, with the totals by status over all pages. */
export interface CourseEnrollmentPage extends Page<CourseEnrollmentRecord> {
  readonly totalNotStarted?: number | null | undefined;
  readonly totalInProgress?: number | null | undefined;
  readonly totalCompleted?: number | null | undefined;
}

/** Which enrollments to list. The vendor requires everything here and does not say which values mean "all". */
export interface ListCourseEnrollmentsParams extends PageParams {
  readonly course_ids: readonly Id[];
  /** How the records are sorted; `[]`, as in the vendor's sample, for no order. */
  readonly order_by: Ordering | readonly never[];
  /** Columns to search by, of which the vendor names none; `[]`, as in its sample, for no search. */
  readonly search_param: Readonly<Record<string, unknown>> | readonly never[];
  /** Learners of this user category. */
  readonly userCategoryId: Id;
  /** The first and the last day of enrollment. The format is not documented; `YYYY-MM-DD` elsewhere. */
  readonly registered_between: readonly string[];
  /** Ids of portals. */
  readonly searchPortalIds: readonly Id[];
}

/** Something that happened in a course. */
export interface CourseActivity {
  readonly id: number;
  /** What happened, such as "ENROLLED"; `courses.lookupActivities` lists the values. */
  readonly verb?: string | null | undefined;
  /** For example, "Aug 03, 2020 10:07 AM". */
  readonly created_at?: string | null | undefined;
  /** A human-readable sentence. */
  readonly message?: string | null | undefined;
  /** The learner's name. */
  readonly student?: string | null | undefined;
}

/** A page of what happened in a course. */
export interface CourseActivityPage extends Page<CourseActivity> {
  readonly courseName?: string | null | undefined;
  /** Most likely the URL of the course's picture; null in the vendor's sample. */
  readonly featuredImage?: unknown;
}

/** What to search activities by. */
export interface CourseActivitySearch {
  /** A part of the learner's name or e-mail address. */
  readonly nameOrEmail?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which activities to list. */
export interface ListCourseActivitiesParams extends PageParams {
  readonly course_id: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: CourseActivitySearch | undefined;
  /** Where the list is shown; the vendor names "overview" only and does not say what it changes. */
  readonly context?: OpenEnum<"overview"> | undefined;
  /** Activities in this portal and its sub-portals; -1 for those in every portal. */
  readonly portalId?: Id | undefined;
}

const courseEnrollmentRecord = () =>
  z.looseObject({
    user_id: maybeNumber(),
    course_id: maybeNumber(),
    first_name: maybeText(),
    last_name: maybeText(),
    email: maybeText(),
    course_name: maybeText(),
    portal_name: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    percent_complete: maybeNumber(),
    access_status: maybeText(),
    registered_on: maybeText(),
    started_on: maybeText(),
    completed_on: maybeText(),
    expire_on: maybeText(),
    last_accessed_on: maybeText(),
    percent_achieved: maybeNumber(),
    total_time_spent: maybeText(),
    certifcate_issued: maybeText(),
    certifcate_count: maybeText(),
    certifcate_issued_date: maybeText(),
    certificate_expire: maybeText(),
  });

const courseActivity = () =>
  z.looseObject({
    id: z.number(),
    verb: maybeText(),
    created_at: maybeText(),
    message: maybeText(),
    student: maybeText(),
  });

const nothing = () => z.array(z.never()).check(z.maxLength(0));

/**
 * Counts the enrollments of portals by status. It only reads, although it is a POST. The vendor's sample has empty
 * lists: their content is deduced from the report on learning paths, and the meaning of the labels is not documented.
 */
export const getLmsOverviewReport = operation<GetLmsOverviewReportParams, ProgressOverview>({
  name: "courses.getLmsOverviewReport",
  method: "POST",
  path: "/course/lms-overview-report",
  safe: true,
  params: () => z.strictObject({ searchPortalIds: ids() }),
  response: () => progressOverview(),
});

/**
 * Lists the enrollments of courses, one record for each learner and course: await it for one page, iterate it for all.
 * The vendor calls it the detail report of courses; `courses.listEnrolledLearners` has those of one course. It only
 * reads, although it is a POST with the page in its body.
 */
export const listEnrollments = pagedOperation<
  ListCourseEnrollmentsParams,
  CourseEnrollmentPage,
  CourseEnrollmentRecord
>({
  name: "courses.listEnrollments",
  method: "POST",
  path: "/course/detail-report",
  safe: true,
  params: () =>
    z.strictObject({
      ...pageParams(),
      course_ids: ids(),
      order_by: z.union([ordering(), nothing()]),
      search_param: z.union([z.record(z.string(), z.unknown()), nothing()]),
      userCategoryId: id(),
      registered_between: z.array(text()),
      searchPortalIds: ids(),
    }),
  response: () =>
    z.looseObject({
      ...page(courseEnrollmentRecord()).shape,
      totalNotStarted: maybeNumber(),
      totalInProgress: maybeNumber(),
      totalCompleted: maybeNumber(),
    }),
});

/** Lists what happened in a course: who was enrolled, who started, completed or got a certificate, and when. */
export const listActivities = listOperation<ListCourseActivitiesParams, CourseActivityPage, CourseActivity>({
  name: "courses.listActivities",
  method: "GET",
  path: "/course/activity/list",
  params: () =>
    z.strictObject({
      ...pageParams(),
      course_id: id(),
      order_by: z.optional(ordering()),
      search_param: z.optional(z.looseObject({ nameOrEmail: z.optional(z.string()) })),
      context: z.optional(text()),
      portalId: z.optional(id()),
    }),
  response: () =>
    z.looseObject({
      courseName: maybeText(),
      featuredImage: z.optional(z.unknown()),
      ...page(courseActivity()).shape,
    }),
});
