import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ordering, pageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";
import type { PortalEnrollmentCounts, PortalRecords } from "./records.ts";
import { enrollmentCounts, portalRecords } from "./schemas.ts";

/** A course of a portal, with the progress of the portal's learners. */
export interface PortalCourse {
  /** The id of the record; the course's is `courseId`. */
  readonly id: number;
  readonly courseId?: number | null | undefined;
  readonly portalId?: number | null | undefined;
  readonly name?: string | null | undefined;
  /** A count over the last 24 hours; most likely of enrollments, which the vendor does not say. */
  readonly last24hCount?: number | null | undefined;
  readonly stats?: PortalEnrollmentCounts | null | undefined;
}

/** What to search a portal's courses by. The vendor's example is one of submissions, with these columns. */
export interface PortalCourseSearch {
  readonly name?: string | undefined;
  /** For example, "assignment". */
  readonly type?: string | undefined;
  /** For example, "Submitted". */
  readonly status?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Whose courses to list. */
export interface ListPortalCoursesParams extends PageParams {
  readonly portalId: Id;
  /** How to sort. The vendor's example says `column` where its other lists say `colName`; `colName` is sent. */
  readonly order_by?: Ordering | undefined;
  readonly search_param?: PortalCourseSearch | undefined;
}

/** A learning path of a portal, with the progress of the portal's learners. */
export interface PortalLearningPath {
  readonly learningPathId?: number | null | undefined;
  readonly learningPathName?: string | null | undefined;
  /** A count over the last 24 hours; most likely of enrollments, which the vendor does not say. */
  readonly last24hCount?: number | null | undefined;
  readonly learningPathStatistics?: PortalEnrollmentCounts | null | undefined;
}

/** What to search a portal's learning paths by. The vendor shows one column. */
export interface PortalLearningPathSearch {
  readonly learningPathName?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Whose learning paths to list. */
export interface ListPortalLearningPathsParams extends PageParams {
  readonly portalId: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: PortalLearningPathSearch | undefined;
  /** All learning paths or the active ones. */
  readonly type: OpenEnum<"all" | "active">;
}

/** How many learners a course of a membership has. */
export interface MembershipCourseCounts {
  readonly total_enrolled?: number | null | undefined;
  readonly total_completed?: number | null | undefined;
}

/** A course that a membership brings. */
export interface PortalMembershipCourse {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** Its URL slug. */
  readonly slug?: string | null | undefined;
  /** For example, "active". */
  readonly status?: string | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** The names of its categories, in one string. */
  readonly categories?: string | null | undefined;
  /** The name of the person who created it. */
  readonly author?: string | null | undefined;
  /** For example, "05 Jun 2020 12:00 PM". The zone is not documented. */
  readonly created_at?: string | null | undefined;
  readonly stats?: MembershipCourseCounts | null | undefined;
  /** A count over the last 24 hours; most likely of enrollments, which the vendor does not say. */
  readonly last24hCount?: number | null | undefined;
}

/** What to search the courses of a membership by. The vendor shows one column. */
export interface PortalMembershipCourseSearch {
  readonly courseName?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Whose membership's courses to list. */
export interface ListPortalMembershipCoursesParams extends PageParams {
  /** The portal's id, according to the vendor; its title refers to a membership. */
  readonly id: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: PortalMembershipCourseSearch | undefined;
}

/** A module that a membership brings. */
export interface PortalMembershipModule {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The kind of module, such as "assignment". */
  readonly type?: string | null | undefined;
}

/** What to search the modules of a membership by. The vendor shows one column. */
export interface PortalMembershipModuleSearch {
  readonly moduleName?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Whose membership's modules to list. */
export interface ListPortalMembershipModulesParams extends PageParams {
  /** The portal's id, according to the vendor; its title refers to a membership. */
  readonly id: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: PortalMembershipModuleSearch | undefined;
}

/** Whose catalog to read. */
export interface GetCourseCatalogParams {
  readonly portalId: Id;
  /** The user whose enrollments the catalog shows. */
  readonly userId: Id;
  /** What to search by: the course's name and its category. The vendor's page has lost the names of both columns. */
  readonly search?: Readonly<Record<string, unknown>> | undefined;
}

/** A course of a portal's catalog. */
export interface CatalogCourse {
  readonly courseId?: number | null | undefined;
  /** The course's name. */
  readonly contentName?: string | null | undefined;
  /** Whether the user is enrolled in it. */
  readonly isEnrolled?: boolean | null | undefined;
  /** Where it starts, without a scheme, such as "yourportal/course/effective-communication/launch". */
  readonly launchUrl?: string | null | undefined;
  readonly categoryIds?: readonly number[] | null | undefined;
}

/** What a portal offers to a user. */
export interface CourseCatalog {
  readonly courses?: readonly CatalogCourse[] | null | undefined;
  /** Learning paths, if the portal has any. Empty in the sample: no field is known. */
  readonly learningPaths?: readonly unknown[] | null | undefined;
  /** The categories that occur. */
  readonly categoryIds?: readonly number[] | null | undefined;
}

const portalCourse = () =>
  z.looseObject({
    id: z.number(),
    courseId: maybeNumber(),
    portalId: maybeNumber(),
    name: maybeText(),
    last24hCount: maybeNumber(),
    stats: maybe(enrollmentCounts()),
  });

const portalLearningPath = () =>
  z.looseObject({
    learningPathId: maybeNumber(),
    learningPathName: maybeText(),
    last24hCount: maybeNumber(),
    learningPathStatistics: maybe(enrollmentCounts()),
  });

const membershipCourse = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    slug: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    categories: maybeText(),
    author: maybeText(),
    created_at: maybeText(),
    stats: maybe(z.looseObject({ total_enrolled: maybeNumber(), total_completed: maybeNumber() })),
    last24hCount: maybeNumber(),
  });

const membershipModule = () => z.looseObject({ id: z.number(), name: maybeText(), type: maybeText() });

const catalogCourse = () =>
  z.looseObject({
    courseId: maybeNumber(),
    contentName: maybeText(),
    isEnrolled: maybeFlag(),
    launchUrl: maybeText(),
    categoryIds: maybe(z.array(z.number())),
  });

/**
 * Lists the courses of a portal with its learners' progress, page by page. The vendor prints order and search as form
 * fields and calls them JSON; they are sent as JSON text.
 */
export const listCourses = listOperation<ListPortalCoursesParams, PortalRecords<PortalCourse>, PortalCourse>({
  name: "portals.listCourses",
  method: "GET",
  path: "/portal/course/list",
  params: () =>
    z.strictObject({
      ...pageParams(),
      portalId: id(),
      order_by: z.optional(ordering()),
      search_param: z.optional(
        z.looseObject({
          name: z.optional(z.string()),
          type: z.optional(z.string()),
          status: z.optional(z.string()),
        }),
      ),
    }),
  response: () => portalRecords(portalCourse()),
});

/** Lists the learning paths of a portal with its learners' progress, page by page. */
export const listLearningPaths = listOperation<
  ListPortalLearningPathsParams,
  PortalRecords<PortalLearningPath>,
  PortalLearningPath
>({
  name: "portals.listLearningPaths",
  method: "GET",
  path: "/portal/learningPath/list/{portalId}",
  params: () =>
    z.strictObject({
      ...pageParams(),
      portalId: id(),
      order_by: z.optional(ordering()),
      search_param: z.optional(z.looseObject({ learningPathName: z.optional(z.string()) })),
      type: text(),
    }),
  response: () => portalRecords(portalLearningPath()),
});

/** Lists the courses that a portal's membership brings, page by page; see `id` for whose id it takes. */
export const listMembershipCourses = listOperation<
  ListPortalMembershipCoursesParams,
  Page<PortalMembershipCourse>,
  PortalMembershipCourse
>({
  name: "portals.listMembershipCourses",
  method: "GET",
  path: "/portal/membershipCourse/list/{id}",
  params: () =>
    z.strictObject({
      ...pageParams(),
      id: id(),
      order_by: z.optional(ordering()),
      search_param: z.optional(z.looseObject({ courseName: z.optional(z.string()) })),
    }),
  response: () => page(membershipCourse()),
});

/** Lists the modules that a portal's membership brings, page by page; see `id` for whose id it takes. */
export const listMembershipModules = listOperation<
  ListPortalMembershipModulesParams,
  Page<PortalMembershipModule>,
  PortalMembershipModule
>({
  name: "portals.listMembershipModules",
  method: "GET",
  path: "/portal/membershipModule/list/{id}",
  params: () =>
    z.strictObject({
      ...pageParams(),
      id: id(),
      order_by: z.optional(ordering()),
      search_param: z.optional(z.looseObject({ moduleName: z.optional(z.string()) })),
    }),
  response: () => page(membershipModule()),
});

/**
 * Reads what a portal offers to one user, and what of it the user is enrolled in, in one reply. Although a POST, it
 * only reads.
 */
export const getCourseCatalog = operation<GetCourseCatalogParams, CourseCatalog>({
  name: "portals.getCourseCatalog",
  method: "POST",
  path: "/portal/course-catalog",
  safe: true,
  params: () =>
    z.strictObject({ portalId: id(), userId: id(), search: z.optional(z.record(z.string(), z.unknown())) }),
  response: () =>
    z.looseObject({
      courses: maybe(z.array(catalogCourse())),
      learningPaths: maybe(z.array(z.unknown())),
      categoryIds: maybe(z.array(z.number())),
    }),
});
