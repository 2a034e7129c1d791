import * as z from "#zod";
import { listOperation, operation, pagedOperation } from "../operation.ts";
import type { ProgressStatus } from "../shared/course-shapes.ts";
import { id, ids, pageParams, sortedPageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, Ordering } from "../shared/shapes.ts";

/** Whose statistics to read. */
export interface GetDashboardStatisticsParams {
  /** The user's id. */
  readonly user_id: Id;
  /** The portal's id. */
  readonly portalId: Id;
}

/** A user's courses in numbers. */
export interface DashboardStatistics {
  readonly totalCourses?: number | null | undefined;
  readonly completedCourses?: number | null | undefined;
  readonly inProgressCourses?: number | null | undefined;
  readonly notStartedCourses?: number | null | undefined;
  /** The unit is not documented. */
  readonly timeSpent?: number | null | undefined;
}

/** The result of a learner in a course. */
export interface UserCourseResult {
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
  /** From 0 to 100. The vendor's sample has a completed course at 50. */
  readonly percent_complete?: number | null | undefined;
  /** Whether the course may be opened, as text, such as `Allowed`. */
  readonly access_status?: string | null | undefined;
  /** For example, `10-Aug-2020`. */
  readonly registered_on?: string | null | undefined;
  /** For example, `10-Aug-2020`; empty before the start. */
  readonly started_on?: string | null | undefined;
  /** For example, `03-Aug-2020`; empty before the end. */
  readonly completed_on?: string | null | undefined;
  /** For example, `12-Aug-2023`, or `Never`. */
  readonly expire_on?: string | null | undefined;
  /** How long ago, as text, such as `1 hour ago`, or `Never`. */
  readonly last_accessed_on?: string | null | undefined;
  /** The result, null if there is none. */
  readonly percent_achieved?: number | null | undefined;
  /** For example, `0h 20m`. */
  readonly total_time_spent?: string | null | undefined;
  /** `Yes` or `No`. The name is the vendor's, misspelled. */
  readonly certifcate_issued?: string | null | undefined;
}

/** A page of results, with sums for a chart. */
export interface UserCourseResultsPage extends Page<UserCourseResult> {
  readonly courseName?: string | null | undefined;
  /** The course's image, null in the vendor's sample. */
  readonly featuredImage?: unknown;
  readonly totalNotStarted?: number | null | undefined;
  readonly totalInProgress?: number | null | undefined;
  readonly totalCompleted?: number | null | undefined;
}

/** Which results to look for. */
export interface UserCourseResultSearch {
  readonly nameOrEmail?: string | undefined;
  /** The learner's progress; empty in the vendor's example. */
  readonly status?: readonly ProgressStatus[] | undefined;
  /** Another column, if the vendor searches it: its example has these two. */
  readonly [column: string]: unknown;
}

/** A portal, in the form that `users.listCourseResults` requires. */
export interface PortalFilter {
  /** The portal's id. */
  readonly portalId: Id;
}

/** Portals, in the form that `users.listCourseResults` requires. */
export interface PortalsFilter {
  /** Ids of the portals. */
  readonly searchPortalIds: readonly Id[];
}

/** Whose results to list. */
export interface ListUserCourseResultsParams extends PageParams {
  /** The user's id. */
  readonly user_id: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: UserCourseResultSearch | undefined;
  /** Only courses of this portal. An object within its own name, as the vendor's example has it. */
  readonly portalId?: PortalFilter | undefined;
  /** Only courses of these portals. An object within its own name, as the vendor's example has it. */
  readonly searchPortalIds?: PortalsFilter | undefined;
}

/** Which users to list. */
export interface ListUserDetailsParams extends PageParams {
  /** The first and the last day of the registrations, as `YYYY-MM-DD`. */
  readonly registered_between: readonly [from: string, to: string];
}

const userCourseResult = () =>
  z.looseObject({
    first_name: maybeText(),
    last_name: maybeText(),
    status: maybeText(),
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
  });

/** Counts a user's courses by progress, with the time spent on them. */
export const getDashboardStatistics = operation<GetDashboardStatisticsParams, DashboardStatistics>({
  name: "users.getDashboardStatistics",
  method: "GET",
  path: "/user/dashboard-statistics",
  params: () => z.strictObject({ user_id: id(), portalId: id() }),
  response: () =>
    z.looseObject({
      totalCourses: maybeNumber(),
      completedCourses: maybeNumber(),
      inProgressCourses: maybeNumber(),
      notStartedCourses: maybeNumber(),
      timeSpent: maybeNumber(),
    }),
});

/**
 * Lists progress and results of a user's courses, with sums for a chart: the vendor's detailed report of courses. Its
 * text promises all courses of one user; its sample shows one course with several learners, so look at `courseName`
 * before you trust a result.
 */
export const listCourseResults = listOperation<
  ListUserCourseResultsParams,
  UserCourseResultsPage,
  UserCourseResult
>({
  name: "users.listCourseResults",
  method: "GET",
  path: "/user/course-detail-report",
  encode: { portalId: "json", searchPortalIds: "json" },
  params: () =>
    z.strictObject({
      user_id: id(),
      ...sortedPageParams(),
      search_param: z.optional(
        z.looseObject({ nameOrEmail: z.optional(z.string()), status: z.optional(z.array(z.string())) }),
      ),
      portalId: z.optional(z.strictObject({ portalId: id() })),
      searchPortalIds: z.optional(z.strictObject({ searchPortalIds: ids() })),
    }),
  response: () =>
    z.looseObject({
      ...page(userCourseResult()).shape,
      courseName: maybeText(),
      featuredImage: z.optional(z.unknown()),
      totalNotStarted: maybeNumber(),
      totalInProgress: maybeNumber(),
      totalCompleted: maybeNumber(),
    }),
});

/**
 * Lists the users who registered between two days, with their custom fields: the vendor's report of users. It prints no
 * reply: the reply is not validated, and iterating works if it has the vendor's usual form.
 */
export const listDetails = pagedOperation<ListUserDetailsParams, unknown, unknown>({
  name: "users.listDetails",
  method: "GET",
  path: "/user/detail-report",
  encode: { registered_between: "json" },
  params: () => z.strictObject({ ...pageParams(), registered_between: z.tuple([text(), text()]) }),
  response: () => z.unknown(),
});
