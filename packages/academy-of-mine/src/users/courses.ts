import * as z from "#zod";
import { listOperation, operation, pagedOperation } from "../operation.ts";
import type { ProgressStatus } from "../shared/course-shapes.ts";
import { id, ids, ordering, pageParams, sortedPageParams, text } from "../fields.ts";
import { type Page, type PageParams, recordsPager } from "../pagination.ts";
import { maybeFlag, maybeNumber, maybeText, message, page } from "../shared/replies.ts";
import type { Id, Message, OpenEnum, Ordering } from "../shared/shapes.ts";

/** A course that a user is enrolled in. */
export interface UserCourse {
  /** The enrollment's id, most likely; the course has `courseId`. */
  readonly id: number;
  readonly courseId?: number | null | undefined;
  /** The course's URL slug. */
  readonly courseSlug?: string | null | undefined;
  readonly courseName?: string | null | undefined;
  /** How long ago, as text, such as `2 days ago`. */
  readonly lastAccessed?: string | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
  /** The status as learners see it. */
  readonly display_status?: string | null | undefined;
  /** Whether the user may open it, as text, such as `Allowed`. */
  readonly accessStatus?: string | null | undefined;
  /** From 0 to 100. */
  readonly percentComplete?: number | null | undefined;
  /** The status of the course itself, such as `publish`. */
  readonly courseStatus?: string | null | undefined;
  /** For example, `Aug 09, 2020`. */
  readonly registered_on?: string | null | undefined;
  /** Empty before the user starts. */
  readonly started_on?: string | null | undefined;
  /** Empty before the user completes it. */
  readonly completed_on?: string | null | undefined;
  /** The day that access ends, or `Never`. */
  readonly expire_on?: string | null | undefined;
  readonly isExpired?: boolean | null | undefined;
  /** Whether the user may take it again for a new certificate. */
  readonly canRecertify?: boolean | null | undefined;
  /** As text, such as `2 hours`. */
  readonly estimatedCompletionTime?: string | null | undefined;
  /** How many certificates it gave. */
  readonly certificate_count?: number | null | undefined;
  /** Whether the course can be rated. */
  readonly enableCourseRating?: boolean | null | undefined;
  /** For example, 4.5; whose rating is not documented. */
  readonly rating?: number | null | undefined;
}

/** A page of a user's courses, with the user. */
export interface UserCoursesPage extends Page<UserCourse> {
  /** The user's full name. */
  readonly name?: string | null | undefined;
  /** The user's type, such as `learner`. */
  readonly userType?: string | null | undefined;
  readonly isLearner?: boolean | null | undefined;
}

/** Which of a user's enrollments to look for. */
export interface EnrollmentSearch {
  /** The user's progress. */
  readonly status?: readonly ProgressStatus[] | undefined;
  readonly nameOrEmail?: string | undefined;
  /** Another column, if the vendor searches it: its example has these two. */
  readonly [column: string]: unknown;
}

/** Whose courses to list. */
export interface ListEnrolledCoursesParams extends PageParams {
  /** The user's id. */
  readonly user_id: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: EnrollmentSearch | undefined;
  /** The id of the portal whose courses are wanted, with those of the portals below it; -1 for no portal filter. */
  readonly portalId: Id;
  /** `self` for the courses of the calling account, `manage` for those of the users that it manages. */
  readonly viewType: OpenEnum<"self" | "manage">;
  /** True for only the courses that the user manages. */
  readonly manage_course: boolean;
}

/** A course in a portal. */
export interface UserPortalCourse {
  readonly courseId?: number | null | undefined;
  /** The enrollment's id. */
  readonly registrationId?: number | null | undefined;
  /** The kind of content, such as `course`. */
  readonly type?: string | null | undefined;
  /** The course's name. */
  readonly contentName?: string | null | undefined;
  /** For example, 4.5; whose rating is not documented. */
  readonly rating?: number | null | undefined;
  /** Whether the course can be rated. */
  readonly enableCourseRating?: boolean | null | undefined;
  /** Where the course starts, as a path of the portal's site. */
  readonly launchUrl?: string | null | undefined;
  /** Whether the user may take it again for a new certificate. */
  readonly canRecertify?: boolean | null | undefined;
  readonly isEnrolled?: boolean | null | undefined;
  /** How long ago, as text, such as `3 days ago`. */
  readonly lastAccessed?: string | null | undefined;
  /** The status as learners see it. */
  readonly display_status?: string | null | undefined;
  /** From 0 to 100. */
  readonly percentComplete?: number | null | undefined;
  readonly isExpired?: boolean | null | undefined;
  /** For example, `2021-01-01 00:00:00`. */
  readonly registered_on?: string | null | undefined;
  /** As text, such as `3 hours`. */
  readonly estimatedCompletionTime?: string | null | undefined;
  readonly status?: ProgressStatus | null | undefined;
}

/** A page of a portal's courses; its fields are not those of other lists. */
export interface UserPortalCoursesPage {
  readonly courses: readonly UserPortalCourse[];
  /** How many courses there are in all. */
  readonly totalRecords?: number | null | undefined;
  /** How many match the search. */
  readonly recordsFiltered: number;
}

/** Which courses of a portal to look for. */
export interface UserPortalCourseSearch {
  readonly name?: string | undefined;
  /** The vendor names this column without saying whether it takes ids or names. */
  readonly categories?: readonly Id[] | undefined;
  /** The vendor names this column without its values. */
  readonly status?: readonly string[] | undefined;
  /** Another column, if the vendor searches it: it documents these three. */
  readonly [column: string]: unknown;
}

/** Which courses of a portal to list. */
export interface ListUserPortalCoursesParams extends PageParams {
  /** The portal's id. */
  readonly portalId: Id;
  /** Required; an empty list for the vendor's own order, as its example has it. */
  readonly order_by: Ordering | readonly [];
  /** Required; an empty list for all courses, as the vendor's example has it. */
  readonly search_param: UserPortalCourseSearch | readonly [];
}

/** Which quizzes to look for. */
export interface UserQuizSearch {
  readonly nameOrEmail?: string | undefined;
  /** Empty in the vendor's example; its values are not documented. */
  readonly status?: readonly string[] | undefined;
  /** Another column, if the vendor searches it: its example has these two. */
  readonly [column: string]: unknown;
}

/** Whose quizzes to list. The vendor requires all of it. */
export interface ListUserQuizzesParams extends PageParams {
  /** The user's id. */
  readonly user_id: Id;
  /** Ids of the portals to look in. */
  readonly searchPortalIds: readonly Id[];
  readonly order_by: Ordering;
  readonly search_param: UserQuizSearch;
}

/**
 * How a user sees courses and learning paths. The vendor requires both pairs, though `type` says which one is meant.
 */
export interface SaveContentViewParams {
  /** The user's id. */
  readonly userId: Id;
  /** How courses are laid out. */
  readonly selectedCourseView: OpenEnum<"grid" | "list">;
  /** How learning paths are laid out. */
  readonly selectedLearningPathView: OpenEnum<"grid" | "list">;
  /** The mode for courses; the vendor shows `enroll` and names no other. */
  readonly selectedCourseViewMode: OpenEnum<"enroll">;
  /** The mode for learning paths; the vendor shows `enroll` and names no other. */
  readonly selectedLearningPathViewMode: OpenEnum<"enroll">;
  /** Which of the two is meant. */
  readonly type: OpenEnum<"course" | "learningPath">;
}

const userCourse = () =>
  z.looseObject({
    id: z.number(),
    courseId: maybeNumber(),
    courseSlug: maybeText(),
    courseName: maybeText(),
    lastAccessed: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    accessStatus: maybeText(),
    percentComplete: maybeNumber(),
    courseStatus: maybeText(),
    registered_on: maybeText(),
    started_on: maybeText(),
    completed_on: maybeText(),
    expire_on: maybeText(),
    isExpired: maybeFlag(),
    canRecertify: maybeFlag(),
    estimatedCompletionTime: maybeText(),
    certificate_count: maybeNumber(),
    enableCourseRating: maybeFlag(),
    rating: maybeNumber(),
  });

const userPortalCourse = () =>
  z.looseObject({
    courseId: maybeNumber(),
    registrationId: maybeNumber(),
    type: maybeText(),
    contentName: maybeText(),
    rating: maybeNumber(),
    enableCourseRating: maybeFlag(),
    launchUrl: maybeText(),
    canRecertify: maybeFlag(),
    isEnrolled: maybeFlag(),
    lastAccessed: maybeText(),
    display_status: maybeText(),
    percentComplete: maybeNumber(),
    isExpired: maybeFlag(),
    registered_on: maybeText(),
    estimatedCompletionTime: maybeText(),
    status: maybeText(),
  });

const statusAndUser = () =>
  z.looseObject({ status: z.optional(z.array(z.string())), nameOrEmail: z.optional(z.string()) });

const userPortalCourseSearch = () =>
  z.looseObject({
    name: z.optional(z.string()),
    categories: z.optional(ids()),
    status: z.optional(z.array(z.string())),
  });

/**
 * Lists the courses that a user is enrolled in, with progress, access and dates. The vendor requires a user's id, but
 * according to its text `viewType` decides whose courses are returned: `self` may return those of the account whose
 * token is sent.
 */
export const listEnrolledCourses = listOperation<ListEnrolledCoursesParams, UserCoursesPage, UserCourse>({
  name: "users.listEnrolledCourses",
  method: "GET",
  path: "/user/enrolledCourse/list",
  params: () =>
    z.strictObject({
      user_id: id(),
      ...sortedPageParams(),
      search_param: z.optional(statusAndUser()),
      portalId: id(),
      viewType: text(),
      manage_course: z.boolean(),
    }),
  response: () =>
    z.looseObject({
      ...page(userCourse()).shape,
      name: maybeText(),
      userType: maybeText(),
      isLearner: maybeFlag(),
    }),
});

/**
 * Lists a portal's courses with the calling account's progress: you cannot choose a user. Although the vendor's page
 * refers to enrollments, the samples have `isEnrolled`, so other courses may be included.
 */
export const listPortalCourses = pagedOperation<
  ListUserPortalCoursesParams,
  UserPortalCoursesPage,
  UserPortalCourse
>({
  name: "users.listPortalCourses",
  method: "POST",
  path: "/user/portalCourse/list",
  safe: true,
  params: () =>
    z.strictObject({
      portalId: id(),
      ...pageParams(),
      order_by: z.union([ordering(), z.tuple([])]),
      search_param: z.union([userPortalCourseSearch(), z.tuple([])]),
    }),
  response: () =>
    z.looseObject({
      courses: z.array(userPortalCourse()),
      totalRecords: maybeNumber(),
      recordsFiltered: z.int(),
    }),
  pager: recordsPager({ items: "courses" }),
});

/**
 * Lists a user's quizzes. The vendor prints no reply: the reply is not validated, and iterating works if the list has
 * the vendor's usual form.
 */
export const listQuizzes = listOperation<ListUserQuizzesParams, unknown, unknown>({
  name: "users.listQuizzes",
  method: "GET",
  path: "/user/quiz/list",
  encode: { searchPortalIds: "json" },
  params: () =>
    z.strictObject({
      user_id: id(),
      searchPortalIds: ids(),
      ...pageParams(),
      order_by: ordering(),
      search_param: statusAndUser(),
    }),
  response: () => z.unknown(),
});

/**
 * Saves the layout of a user's courses or learning paths and the mode in which they open. It does not enroll anyone.
 */
export const saveContentView = operation<SaveContentViewParams, Message>({
  name: "users.saveContentView",
  method: "PUT",
  path: "/user/enroll-content",
  query: [
    "userId",
    "selectedCourseView",
    "selectedLearningPathView",
    "selectedCourseViewMode",
    "selectedLearningPathViewMode",
    "type",
  ],
  params: () =>
    z.strictObject({
      userId: id(),
      selectedCourseView: text(),
      selectedLearningPathView: text(),
      selectedCourseViewMode: text(),
      selectedLearningPathViewMode: text(),
      type: text(),
    }),
  response: () => message(),
});
