import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { progressOverview } from "../shared/course-schemas.ts";
import type { ProgressOverview } from "../shared/course-shapes.ts";
import { id, ids, ordering, pageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { lookupOption, maybe, maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, LookupOption, OpenEnum, Ordering } from "../shared/shapes.ts";

/** Whose learning paths to count. */
export interface GetLearningPathOverviewReportParams {
  /**
   * Ids of portals; without it, all. Sent as `searchPortalIds[]=1&searchPortalIds[]=2`: the vendor's example has no
   * brackets, without which its platform reads the last id only.
   */
  readonly searchPortalIds?: readonly Id[] | undefined;
}

/** A learner's status in a learning path, with values that only `learningPaths.listEnrollments` has. */
export type LearningPathEnrollmentStatus = OpenEnum<"registered" | "started">;

/** A learner's enrollment in a learning path. */
export interface LearningPathEnrollmentRecord {
  readonly user_id?: number | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly learning_path_name?: string | null | undefined;
  readonly status?: LearningPathEnrollmentStatus | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** For example, "01-Jan-2021". */
  readonly registered_on?: string | null | undefined;
  /** For example, "05-Jan-2021". */
  readonly started_on?: string | null | undefined;
  /** For example, "10-Jan-2021". */
  readonly completed_on?: string | null | undefined;
  /** For example, "10-Jan-2021". */
  readonly last_accessed_on?: string | null | undefined;
  /** Misspelled by the vendor. A string, not a boolean: "Yes" or "No". */
  readonly certifcate_issued?: string | null | undefined;
  /** Empty in the vendor's sample. */
  readonly courseDetails?: readonly unknown[] | null | undefined;
  /** The unit is not documented. */
  readonly total_time_spent?: number | null | undefined;
  /** "Never" where the enrollment does not end. */
  readonly expire_on?: string | null | undefined;
  /** How many courses of the learning path the learner has completed. */
  readonly completed_lp_courses?: number | null | undefined;
  /** How many courses the learning path has. */
  readonly total_lp_courses?: number | null | undefined;
  readonly portalName?: string | null | undefined;
}

/** What to search the enrollments by. */
export interface LearningPathEnrollmentSearch {
  readonly status?: readonly LearningPathEnrollmentStatus[] | undefined;
  /** The first and the last day, each as `YYYY-MM-DD`. */
  readonly registered_on?: readonly string[] | undefined;
  /** The first and the last day, each as `YYYY-MM-DD`. */
  readonly completed_on?: readonly string[] | undefined;
  /** A part of the learner's name or e-mail address. */
  readonly nameOrEmail?: string | undefined;
  /** Any other column. */
  readonly [column: string]: unknown;
}

/** Which enrollments to list. */
export interface ListLearningPathEnrollmentsParams extends PageParams {
  /** Ids of portals. Sent as JSON text. */
  readonly searchPortalIds: readonly Id[];
  /** Sent as JSON text. */
  readonly learning_path_ids: readonly Id[];
  readonly order_by?: Ordering | undefined;
  readonly search_param?: LearningPathEnrollmentSearch | undefined;
}

/** Something that happened in a learning path. The vendor's sample has the fields of a list of learning paths. */
export interface LearningPathActivity {
  readonly id: number;
  /** For example, "Test Activity". */
  readonly name?: string | null | undefined;
  /** For example, "PUBLISHED", which says little of an activity. */
  readonly status?: string | null | undefined;
  /** For example, "Aug 03, 2020 09:31 AM". */
  readonly created_at?: string | null | undefined;
}

/** What to search activities by. */
export interface LearningPathActivitySearch {
  /** Whose name is not documented: the activity's or the learner's. */
  readonly name?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which activities to list. */
export interface ListLearningPathActivitiesParams extends PageParams {
  readonly learning_path_id: Id;
  /** "portal" for everything in the portal, "lp" for the learning path only. */
  readonly context: OpenEnum<"portal" | "lp">;
  /** Activities in this portal; that -1 means all is not documented here. */
  readonly portalId: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: LearningPathActivitySearch | undefined;
}

const enrollmentRecord = () =>
  z.looseObject({
    user_id: maybeNumber(),
    first_name: maybeText(),
    last_name: maybeText(),
    learning_path_name: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    registered_on: maybeText(),
    started_on: maybeText(),
    completed_on: maybeText(),
    last_accessed_on: maybeText(),
    certifcate_issued: maybeText(),
    courseDetails: maybe(z.array(z.unknown())),
    total_time_spent: maybeNumber(),
    expire_on: maybeText(),
    completed_lp_courses: maybeNumber(),
    total_lp_courses: maybeNumber(),
    portalName: maybeText(),
  });

const enrollmentSearch = () =>
  z.looseObject({
    status: z.optional(z.array(text())),
    registered_on: z.optional(z.array(text())),
    completed_on: z.optional(z.array(text())),
    nameOrEmail: z.optional(z.string()),
  });

const activity = () =>
  z.looseObject({ id: z.number(), name: maybeText(), status: maybeText(), created_at: maybeText() });

/** Counts the enrollments in each learning path by status, with the shares of those completed. */
export const getOverviewReport = operation<GetLearningPathOverviewReportParams, ProgressOverview>({
  name: "learningPaths.getOverviewReport",
  method: "GET",
  path: "/learningPath/overview-report",
  encode: { searchPortalIds: "brackets" },
  params: () => z.strictObject({ searchPortalIds: z.optional(ids()) }),
  response: () => progressOverview(),
});

/**
 * Lists the enrollments in learning paths, one record for each learner and learning path, but without the learning path's
 * id. Await it for one page, iterate it for all. The vendor lists portals and learning paths as parts of the path; they are
 * sent in the query, as in its other reports.
 */
export const listEnrollments = listOperation<
  ListLearningPathEnrollmentsParams,
  Page<LearningPathEnrollmentRecord>,
  LearningPathEnrollmentRecord
>({
  name: "learningPaths.listEnrollments",
  method: "GET",
  path: "/learningPath/detail-report",
  encode: { searchPortalIds: "json", learning_path_ids: "json" },
  params: () =>
    z.strictObject({
      ...pageParams(),
      searchPortalIds: ids(),
      learning_path_ids: ids(),
      order_by: z.optional(ordering()),
      search_param: z.optional(enrollmentSearch()),
    }),
  response: () => page(enrollmentRecord()),
});

/**
 * Lists what happened in a learning path or in its whole portal. The vendor's sample looks copied from
 * `learningPaths.list`: expect other fields, which are kept.
 */
export const listActivities = listOperation<
  ListLearningPathActivitiesParams,
  Page<LearningPathActivity>,
  LearningPathActivity
>({
  name: "learningPaths.listActivities",
  method: "GET",
  path: "/learningPath/activity/list",
  params: () =>
    z.strictObject({
      ...pageParams(),
      learning_path_id: id(),
      context: text(),
      portalId: id(),
      order_by: z.optional(ordering()),
      search_param: z.optional(z.looseObject({ name: z.optional(z.string()) })),
    }),
  response: () => page(activity()),
});

/** Lists what can happen in a learning path, such as "ENROLLED" or "ACHIEVED CERTIFICATE". */
export const lookupActivities = operation<NoParams, readonly LookupOption[]>({
  name: "learningPaths.lookupActivities",
  method: "GET",
  path: "/learningPath/activity/lookup",
  response: () => z.array(lookupOption()),
});
