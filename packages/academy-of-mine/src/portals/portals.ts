import * as z from "#zod";
import { listOperation, operation, pagedOperation } from "../operation.ts";
import { id, sortedPageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";

/**
 * What a portal offers, as ids and names. The vendor does not say what public and private mean; most likely open to
 * everyone, and for the portal's users.
 */
export interface PortalContent {
  readonly publicCourseIds?: readonly number[] | null | undefined;
  readonly privateCourseIds?: readonly number[] | null | undefined;
  readonly publicLearningPathIds?: readonly number[] | null | undefined;
  /** In the order of `publicLearningPathIds`. */
  readonly publicLearningPathNames?: readonly string[] | null | undefined;
  readonly privateLearningPathIds?: readonly number[] | null | undefined;
  /** In the order of `privateLearningPathIds`. */
  readonly privateLearningPathNames?: readonly string[] | null | undefined;
  readonly privateMembershipId?: number | null | undefined;
  readonly privateMembershipName?: string | null | undefined;
}

/** A portal with its settings, seats and content. */
export interface Portal {
  readonly id: number;
  readonly portalName?: string | null | undefined;
  /** Its URL slug, such as "my-portal". */
  readonly portalSlug?: string | null | undefined;
  /** The id of the portal that it is a sub-portal of. Null in the sample: the type is that of `users.listPortals`. */
  readonly parentPortalId?: number | null | undefined;
  /** The code by which users join it, such as "ABCD1234". */
  readonly referralCode?: string | null | undefined;
  /** How its seats are assigned, such as "limited"; the values are not documented. */
  readonly seatAccess?: string | null | undefined;
  /** Who has access, such as "invite_only"; the values are not documented. */
  readonly accessPermission?: string | null | undefined;
  /** What users read once it has ended. */
  readonly expiryMessage?: string | null | undefined;
  readonly totalSeats?: number | null | undefined;
  /** The same number as `totalSeats` in the sample; the name that `portals.update` takes. */
  readonly totalSeatAccess?: number | null | undefined;
  /** The last day, such as "30-Dec-2025": not the form that `portals.create` takes. */
  readonly expiryDate?: string | null | undefined;
  /** A color, such as "#FF5733". */
  readonly brandColor?: string | null | undefined;
  readonly bodyBackgroundColor?: string | null | undefined;
  readonly bodyTextColor?: string | null | undefined;
  readonly headerBackgroundColor?: string | null | undefined;
  /** The language, such as "en". */
  readonly selectedPrimaryLanguage?: string | null | undefined;
  /** CSS of the portal's own. */
  readonly customStyle?: string | null | undefined;
  /** The name of a font, such as "Roboto". */
  readonly customFont?: string | null | undefined;
  /** HTML with scripts that the portal puts into its pages: sanitize it before you show it anywhere else. */
  readonly customCode?: string | null | undefined;
  readonly isActive?: boolean | null | undefined;
  readonly totalPortalAdmins?: number | null | undefined;
  readonly totalLearner?: number | null | undefined;
  readonly usedSeats?: number | null | undefined;
  readonly availableSeats?: number | null | undefined;
  readonly subPortalCount?: number | null | undefined;
  readonly parentPortalSlug?: string | null | undefined;
  readonly parentPortalName?: string | null | undefined;
  readonly portalCustomDomainEnabled?: boolean | null | undefined;
  /** Ids of courses; the same as `selectedContent.publicCourseIds`. */
  readonly publicSelectedCourses?: readonly number[] | null | undefined;
  /** Ids of courses; the same as `selectedContent.privateCourseIds`. */
  readonly privateSelectedCourses?: readonly number[] | null | undefined;
  /** Ids of learning paths; the same as `selectedContent.publicLearningPathIds`. */
  readonly selectedPublicLearningPaths?: readonly number[] | null | undefined;
  readonly selectedPublicLearningPathNames?: readonly string[] | null | undefined;
  /** Ids of learning paths; the same as `selectedContent.privateLearningPathIds`. */
  readonly selectedPrivateLearningPaths?: readonly number[] | null | undefined;
  readonly selectedPrivateLearningPathNames?: readonly string[] | null | undefined;
  /** The id of a membership. */
  readonly selectedPrivateMembership?: number | null | undefined;
  readonly selectedPrivateMembershipName?: string | null | undefined;
  readonly selectedContent?: PortalContent | null | undefined;
  /** Where learners start, such as "dashboard"; `portals.updateBranding` takes an object for it. */
  readonly learnerDashboard?: string | null | undefined;
}

/** A portal in a list. */
export interface PortalSummary {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The parent's name in the sample, such as "Parent Portal", despite its own name. */
  readonly parentPortalId?: string | null | undefined;
  /** The code by which users join it. */
  readonly referralCode?: string | null | undefined;
  readonly totalSeat?: number | null | undefined;
  readonly usedSeat?: number | null | undefined;
  /** How its seats are assigned, such as "full"; the values are not documented. */
  readonly seatAccess?: string | null | undefined;
  /** For example, "active"; `portals.updateStatus` spells it `Active` and `InActive`. */
  readonly status?: string | null | undefined;
  /** Its URL slug. */
  readonly slug?: string | null | undefined;
  /** The names of its administrators, in one string. */
  readonly portalAdmins?: string | null | undefined;
  readonly portalAdminsCount?: number | null | undefined;
  /** The name of the person who created it. */
  readonly created_by?: string | null | undefined;
  /** For example, "Sep 10, 2023 10:00 AM". The zone is not documented. */
  readonly created_at?: string | null | undefined;
  readonly totalLearner?: number | null | undefined;
}

/** What to search portals by. The vendor shows these columns as an example. */
export interface PortalSearch {
  /** For example, "active". */
  readonly status?: string | undefined;
  readonly portalName?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which portals to list. */
export interface ListPortalsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: PortalSearch | undefined;
  /** Only the sub-portals of this portal. */
  readonly portalId?: Id | undefined;
}

/** Which portal to read. */
export interface GetPortalParams {
  /** The portal's id. The vendor prints it as a query parameter; it is sent in the path. */
  readonly portalId: Id;
}

/** A portal to choose, with its seats. */
export interface PortalOption {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly totalSeats?: number | null | undefined;
  readonly usedSeat?: number | null | undefined;
  readonly availableSeats?: number | null | undefined;
}

/** Which portals to look for. */
export interface LookupPortalsParams {
  /** What the list is for. How the values differ is not documented. */
  readonly type?: OpenEnum<"subPortals" | "reports" | "portals"> | undefined;
  /** Only portals that belong to this one; -1 for all. */
  readonly portalId?: Id | undefined;
  /** A part of the name. */
  readonly search_term?: string | undefined;
  /** The user who looks; how it changes the answer is not documented. */
  readonly user_id?: Id | undefined;
}

/** A user of a portal in `portals.listDetails`. */
export interface PortalDetailsUser {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly isLearner?: boolean | null | undefined;
  /** A string, such as "admin", although `isLearner` is a boolean; its other values are not documented. */
  readonly isAdmin?: string | null | undefined;
}

/** A portal with its administrators and users. */
export interface PortalDetails {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly parentPortalName?: string | null | undefined;
  readonly totalSeat?: number | null | undefined;
  readonly usedSeat?: number | null | undefined;
  /** For example, "active". */
  readonly status?: string | null | undefined;
  /** How its seats are assigned, such as "open"; the values are not documented. */
  readonly seatAccess?: string | null | undefined;
  /** The ids of its users. */
  readonly portalUserIds?: readonly number[] | null | undefined;
  readonly portalAdminsCount?: number | null | undefined;
  /** The name of the person who created it. */
  readonly created_by?: string | null | undefined;
  /** For example, "2023-01-01 12:00:00". The zone is not documented. */
  readonly created_at?: string | null | undefined;
  /** When it ends, such as "2024-01-01 12:00:00". */
  readonly portalExpireOn?: string | null | undefined;
  readonly totalLearner?: number | null | undefined;
  readonly portalUserDetails?: readonly PortalDetailsUser[] | null | undefined;
}

/** Which page of the portals to read. */
export interface ListPortalDetailsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
}

const numbers = () => maybe(z.array(z.number()));

const texts = () => maybe(z.array(z.string()));

const portalContent = () =>
  z.looseObject({
    publicCourseIds: numbers(),
    privateCourseIds: numbers(),
    publicLearningPathIds: numbers(),
    publicLearningPathNames: texts(),
    privateLearningPathIds: numbers(),
    privateLearningPathNames: texts(),
    privateMembershipId: maybeNumber(),
    privateMembershipName: maybeText(),
  });

const portal = () =>
  z.looseObject({
    id: z.number(),
    portalName: maybeText(),
    portalSlug: maybeText(),
    parentPortalId: maybeNumber(),
    referralCode: maybeText(),
    seatAccess: maybeText(),
    accessPermission: maybeText(),
    expiryMessage: maybeText(),
    totalSeats: maybeNumber(),
    totalSeatAccess: maybeNumber(),
    expiryDate: maybeText(),
    brandColor: maybeText(),
    bodyBackgroundColor: maybeText(),
    bodyTextColor: maybeText(),
    headerBackgroundColor: maybeText(),
    selectedPrimaryLanguage: maybeText(),
    customStyle: maybeText(),
    customFont: maybeText(),
    customCode: maybeText(),
    isActive: maybeFlag(),
    totalPortalAdmins: maybeNumber(),
    totalLearner: maybeNumber(),
    usedSeats: maybeNumber(),
    availableSeats: maybeNumber(),
    subPortalCount: maybeNumber(),
    parentPortalSlug: maybeText(),
    parentPortalName: maybeText(),
    portalCustomDomainEnabled: maybeFlag(),
    publicSelectedCourses: numbers(),
    privateSelectedCourses: numbers(),
    selectedPublicLearningPaths: numbers(),
    selectedPublicLearningPathNames: texts(),
    selectedPrivateLearningPaths: numbers(),
    selectedPrivateLearningPathNames: texts(),
    selectedPrivateMembership: maybeNumber(),
    selectedPrivateMembershipName: maybeText(),
    selectedContent: maybe(portalContent()),
    learnerDashboard: maybeText(),
  });

const portalSummary = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    parentPortalId: maybeText(),
    referralCode: maybeText(),
    totalSeat: maybeNumber(),
    usedSeat: maybeNumber(),
    seatAccess: maybeText(),
    status: maybeText(),
    slug: maybeText(),
    portalAdmins: maybeText(),
    portalAdminsCount: maybeNumber(),
    created_by: maybeText(),
    created_at: maybeText(),
    totalLearner: maybeNumber(),
  });

const portalOption = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    totalSeats: maybeNumber(),
    usedSeat: maybeNumber(),
    availableSeats: maybeNumber(),
  });

const portalDetailsUser = () =>
  z.looseObject({
    firstName: maybeText(),
    lastName: maybeText(),
    isLearner: maybeFlag(),
    isAdmin: maybeText(),
  });

const portalDetails = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    parentPortalName: maybeText(),
    totalSeat: maybeNumber(),
    usedSeat: maybeNumber(),
    status: maybeText(),
    seatAccess: maybeText(),
    portalUserIds: numbers(),
    portalAdminsCount: maybeNumber(),
    created_by: maybeText(),
    created_at: maybeText(),
    portalExpireOn: maybeText(),
    totalLearner: maybeNumber(),
    portalUserDetails: maybe(z.array(portalDetailsUser())),
  });

/** Lists the portals with their seats, page by page. */
export const list = listOperation<ListPortalsParams, Page<PortalSummary>, PortalSummary>({
  name: "portals.list",
  method: "GET",
  path: "/portal/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(
        z.looseObject({ status: z.optional(z.string()), portalName: z.optional(z.string()) }),
      ),
      portalId: z.optional(id()),
    }),
  response: () => page(portalSummary()),
});

/**
 * Reads a portal with its settings, its seats and the ids of what it offers.
 *
 * @throws NotFoundError for an unknown id: one of the few operations whose 404 the vendor documents.
 */
export const get = operation<GetPortalParams, Portal>({
  name: "portals.get",
  method: "GET",
  path: "/portal/{portalId}",
  params: () => z.strictObject({ portalId: id() }),
  response: () => portal(),
});

/** Finds portals by a part of their name, with their seats. */
export const lookup = operation<LookupPortalsParams, readonly PortalOption[]>({
  name: "portals.lookup",
  method: "GET",
  path: "/portal/lookup",
  params: () =>
    z.strictObject({
      type: z.optional(text()),
      portalId: z.optional(id()),
      search_term: z.optional(text()),
      user_id: z.optional(id()),
    }),
  response: () => z.array(portalOption()),
});

/**
 * Lists all portals with their seats, administrators and the names of their users, page by page: the vendor's detail
 * report of portals. All users of a portal are in one reply, so use small pages if portals are large.
 */
export const listDetails = pagedOperation<ListPortalDetailsParams, Page<PortalDetails>, PortalDetails>({
  name: "portals.listDetails",
  method: "GET",
  path: "/portal/detail-report",
  encode: { order_by: "json" },
  params: () => z.strictObject({ ...sortedPageParams() }),
  response: () => page(portalDetails()),
});
