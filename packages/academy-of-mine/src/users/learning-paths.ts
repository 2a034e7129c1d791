import * as z from "#zod";
import { listOperation } from "../operation.ts";
import type { ProgressStatus } from "../shared/course-shapes.ts";
import { id, ordering, pageParams, sortedPageParams, text } from "../fields.ts";
import { type Page, type PageParams, recordsPager } from "../pagination.ts";
import { maybeFlag, maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";
import type { EnrollmentSearch } from "./courses.ts";

/** What a user's learning path and a portal's have in common. */
export interface LearningPathProgress {
  /** The enrollment's id, most likely. */
  readonly id: number;
  readonly learningPathName?: string | null | undefined;
  /** The status as learners see it. */
  readonly display_status?: string | null | undefined;
  /** From 0 to 100. */
  readonly percentComplete?: number | null | undefined;
  /** How many certificates it gave. */
  readonly certificateCount?: number | null | undefined;
  /** How many courses it has. */
  readonly totalLPCourses?: number | null | undefined;
  /** How many of them are completed. */
  readonly completedLpCourses?: number | null | undefined;
  /** For example, 4.5; whose rating is not documented. */
  readonly rating?: number | null | undefined;
  /** As text, such as `2 hours`. */
  readonly totalEstimatedTime?: string | null | undefined;
}

/** A learning path that a user is enrolled in. */
export interface UserLearningPath extends LearningPathProgress {
  readonly status?: ProgressStatus | null | undefined;
  /** For example, `22-02-2022`: the day first. */
  readonly registered_on?: string | null | undefined;
  /** Empty before the user starts. */
  readonly started_on?: string | null | undefined;
  /** Empty before the user completes it. */
  readonly completed_on?: string | null | undefined;
}

/** A page of a user's learning paths, with the user. */
export interface UserLearningPathsPage extends Page<UserLearningPath> {
  /** The user's full name. */
  readonly name?: string | null | undefined;
  /** The user's type, such as `Learner`. */
  readonly userType?: string | null | undefined;
}

/** Whose learning paths to list. The vendor requires all of it. */
export interface ListUserLearningPathsParams extends PageParams {
  /** The user's id. */
  readonly user_id: Id;
  /** The portal's id; -1 for no portal filter. */
  readonly portalId: Id;
  /** Whose learning paths are meant; the vendor shows `self` here and explains it at `users.listEnrolledCourses`. */
  readonly viewType: OpenEnum<"self" | "manage">;
  readonly order_by: Ordering;
  /** An empty object for all. */
  readonly search_param: EnrollmentSearch;
}

/** A learning path of a portal. */
export interface UserPortalLearningPath extends LearningPathProgress {
  readonly learningPathId?: number | null | undefined;
  /** Who may see it, such as `public` and `private`. */
  readonly type?: OpenEnum<"public" | "private"> | null | undefined;
  readonly isEnrolled?: boolean | null | undefined;
}

/** A page of a portal's learning paths; its fields are not those of other lists. */
export interface UserPortalLearningPathsPage {
  readonly learningPaths: readonly UserPortalLearningPath[];
  /** How many learning paths there are in all. */
  readonly totalRecords?: number | null | undefined;
  /** How many match the search. */
  readonly recordsFiltered: number;
}

/** Which learning paths of a portal to look for. */
export interface UserPortalLearningPathSearch {
  readonly name?: string | undefined;
  /** The user's progress; the values differ from those in replies. */
  readonly status?: readonly OpenEnum<"registered" | "started">[] | undefined;
  /** Another column, if the vendor searches it: its example has these two. */
  readonly [column: string]: unknown;
}

/** Which learning paths of a portal to list. */
export interface ListUserPortalLearningPathsParams extends PageParams {
  /** The portal's id. */
  readonly portalId: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: UserPortalLearningPathSearch | undefined;
}

const learningPathProgress = () => ({
  id: z.number(),
  learningPathName: maybeText(),
  display_status: maybeText(),
  percentComplete: maybeNumber(),
  certificateCount: maybeNumber(),
  totalLPCourses: maybeNumber(),
  completedLpCourses: maybeNumber(),
  rating: maybeNumber(),
  totalEstimatedTime: maybeText(),
});

const userLearningPath = () =>
  z.looseObject({
    ...learningPathProgress(),
    status: maybeText(),
    registered_on: maybeText(),
    started_on: maybeText(),
    completed_on: maybeText(),
  });

const userPortalLearningPath = () =>
  z.looseObject({
    ...learningPathProgress(),
    learningPathId: maybeNumber(),
    type: maybeText(),
    isEnrolled: maybeFlag(),
  });

const statuses = () => z.optional(z.array(z.string()));

/**
 * Lists the learning paths that a user is enrolled in, with progress and dates. Their own ids are not returned, only
 * the enrollments'.
 */
export const listLearningPaths = listOperation<
  ListUserLearningPathsParams,
  UserLearningPathsPage,
  UserLearningPath
>({
  name: "users.listLearningPaths",
  method: "GET",
  path: "/user/learningPath/list",
  params: () =>
    z.strictObject({
      user_id: id(),
      portalId: id(),
      viewType: text(),
      ...pageParams(),
      order_by: ordering(),
      search_param: z.looseObject({ status: statuses(), nameOrEmail: z.optional(z.string()) }),
    }),
  response: () =>
    z.looseObject({ ...page(userLearningPath()).shape, name: maybeText(), userType: maybeText() }),
});

/** Lists a portal's learning paths, enrolled or not, with the calling account's progress: you cannot choose a user. */
export const listPortalLearningPaths = listOperation<
  ListUserPortalLearningPathsParams,
  UserPortalLearningPathsPage,
  UserPortalLearningPath
>({
  name: "users.listPortalLearningPaths",
  method: "GET",
  path: "/user/portalLearningPath/list/{portalId}",
  params: () =>
    z.strictObject({
      portalId: id(),
      ...sortedPageParams(),
      search_param: z.optional(z.looseObject({ name: z.optional(z.string()), status: statuses() })),
    }),
  response: () =>
    z.looseObject({
      learningPaths: z.array(userPortalLearningPath()),
      totalRecords: maybeNumber(),
      recordsFiltered: z.int(),
    }),
  pager: recordsPager({ items: "learningPaths" }),
});
