import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ids, ordering, pageParams, text } from "../fields.ts";
import type { PageParams } from "../pagination.ts";
import { maybe, maybeFlag, maybeText, message } from "../shared/replies.ts";
import type { Id, Message, OpenEnum, Ordering } from "../shared/shapes.ts";
import type { PortalEnrollmentCounts, PortalRecords } from "./records.ts";
import { enrollmentCounts, portalRecords } from "./schemas.ts";

/** What a user is in a portal. */
export type PortalUserType = OpenEnum<"learner" | "portal_admin">;

/** A user of a portal, with the progress in all courses together. */
export interface PortalUser {
  readonly id: number;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  /** What the user is on the platform, such as "learner". */
  readonly userType?: string | null | undefined;
  readonly stats?: PortalEnrollmentCounts | null | undefined;
  /** For example, "active". */
  readonly status?: string | null | undefined;
  /** How long ago, as text, such as "2 days ago". */
  readonly lastLogin?: string | null | undefined;
  /** The name of the person who created the account. */
  readonly createdBy?: string | null | undefined;
  /** For example, "2023-10-01 12:00:00". The zone is not documented. */
  readonly createdAt?: string | null | undefined;
  /** The names of the user's portals in one string, such as "Portal 1, Portal 2". */
  readonly portals?: string | null | undefined;
  /** The name of the portal that the user administers. */
  readonly portalNameForAdmins?: string | null | undefined;
  readonly portalUserType?: PortalUserType | null | undefined;
  /** Whether the user learns in the portal too, administrators included. */
  readonly is_learner?: boolean | null | undefined;
  /** The names of the user's categories in one string, such as "Category1, Category2". */
  readonly userCategory?: string | null | undefined;
  /** The permissions as display text, in one string, such as "View, Edit". */
  readonly permissionsDisplayNames?: string | null | undefined;
  /** The permissions by their names, such as "view". */
  readonly permissionsNames?: readonly string[] | null | undefined;
}

/** The users of a portal. */
export interface PortalUserRecords extends PortalRecords<PortalUser> {
  /**
   * Ids of the users who match the search. The sample has 3 ids next to a length of 10: do not rely on completeness.
   */
  readonly recordIdsFiltered?: readonly number[] | null | undefined;
}

/** What to search a portal's users by. The vendor shows one column. */
export interface PortalUserSearch {
  readonly nameOrEmail?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Whose users to list. */
export interface ListPortalUsersParams extends PageParams {
  readonly portalId: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: PortalUserSearch | undefined;
  readonly userType?: PortalUserType | undefined;
  /** True for those who are in the portal; what false lists is not documented. */
  readonly isInPortal?: boolean | undefined;
}

/**
 * A user to create. The vendor's page breaks off where it would name the fields; `users.create` takes `firstName`,
 * `lastName`, `email` and `password`.
 */
export interface NewPortalUser {
  readonly [field: string]: unknown;
}

/** Learners to add to a portal, and what to enroll them in. */
export interface AddPortalLearnersParams {
  readonly portalId: Id;
  /** Learners to create, where `userAddedType` is `addManually` or `bulkImport`. */
  readonly learners?: readonly NewPortalUser[] | undefined;
  /** Categories to put them into. */
  readonly selectedCategoriesIds?: readonly Id[] | undefined;
  /** Courses to enroll them in. */
  readonly enrollCoursesIds?: readonly Id[] | undefined;
  /** Learning paths to enroll them in. */
  readonly enrollLearningPathIds?: readonly Id[] | undefined;
  /** The membership to give them. */
  readonly enrollMembershipId?: Id | undefined;
  /** Ids of users to add, where `userAddedType` is `existingUser`. */
  readonly selectExistingUsers?: readonly Id[] | undefined;
  readonly userAddedType: OpenEnum<"addManually" | "bulkImport" | "existingUser">;
}

/** Who was not added to a portal. */
export interface AddedPortalLearners {
  /** The vendor's message about a blocked e-mail address, which contains the address. The name is the vendor's. */
  readonly blockedEmailDomainsmessage?: string | null | undefined;
}

/** Administrators to give a portal. */
export interface AddPortalAdminsParams {
  readonly portalId: Id;
  /** Users to create. */
  readonly portalAdmins?: readonly NewPortalUser[] | undefined;
  /** Names of permissions, such as "can_manage_courses". No operation lists them. */
  readonly portalAdminPermissions?: readonly string[] | undefined;
  /** Whether they learn in the portal too, and take a seat each. */
  readonly isPortalAdminLearner?: boolean | undefined;
  /** Ids of existing users. The vendor's page breaks off where it says when they are required. */
  readonly selectedExUsers?: readonly Id[] | undefined;
  /** `newPortalAdmin` in the vendor's example; its page breaks off where it would name the other value. */
  readonly portalAdminType: OpenEnum<"newPortalAdmin">;
}

/** Whom to make learners of a portal. */
export interface AssignPortalLearnersParams {
  readonly userIds: readonly Id[];
  readonly portalId: Id;
}

/** Whom to make an administrator of a portal. */
export interface AssignPortalAdminParams {
  readonly userId: Id;
  readonly portalId: Id;
  /** Names of permissions, such as "can_manage_courses". No operation lists them. */
  readonly portalAdminPermissions: readonly string[];
}

/** What an administrator of a portal may do from now on. */
export interface UpdatePortalAdminPermissionsParams {
  readonly userId: Id;
  readonly portalId: Id;
  /** Names of permissions, such as "can_manage_courses". No operation lists them. */
  readonly portalAdminPermissions: readonly string[];
}

/** Whose status to set. */
export interface UpdatePortalUserStatusParams {
  readonly userIds: readonly Id[];
  /** The values are not documented; lists of users show "active". */
  readonly status: string;
}

/** Whom to remove from a portal. */
export interface RemovePortalUsersParams {
  readonly userIds: readonly Id[];
  readonly portalId: Id;
  /** In which role they are removed. */
  readonly type: PortalUserType;
}

const portalUser = () =>
  z.looseObject({
    id: z.number(),
    firstName: maybeText(),
    lastName: maybeText(),
    userType: maybeText(),
    stats: maybe(enrollmentCounts()),
    status: maybeText(),
    lastLogin: maybeText(),
    createdBy: maybeText(),
    createdAt: maybeText(),
    portals: maybeText(),
    portalNameForAdmins: maybeText(),
    portalUserType: maybeText(),
    is_learner: maybeFlag(),
    userCategory: maybeText(),
    permissionsDisplayNames: maybeText(),
    permissionsNames: maybe(z.array(z.string())),
  });

const newPortalUsers = () => z.optional(z.array(z.looseObject({})));

/**
 * Lists the users of a portal with their progress, page by page. The vendor prints order and search as form fields and
 * calls them JSON; they are sent as JSON text.
 */
export const listUsers = listOperation<ListPortalUsersParams, PortalUserRecords, PortalUser>({
  name: "portals.listUsers",
  method: "GET",
  path: "/portal/user/list",
  params: () =>
    z.strictObject({
      ...pageParams(),
      portalId: id(),
      order_by: z.optional(ordering()),
      search_param: z.optional(z.looseObject({ nameOrEmail: z.optional(z.string()) })),
      userType: z.optional(text()),
      isInPortal: z.optional(z.boolean()),
    }),
  response: () =>
    z.looseObject({
      ...portalRecords(portalUser()).shape,
      recordIdsFiltered: maybe(z.array(z.number())),
    }),
});

/**
 * Adds learners to a portal, new ones or existing users, and enrolls them. Each takes a seat: if too few are free, the
 * vendor refuses, most likely with the documented 422.
 *
 * A success may be a refusal: the vendor's only sample reply reports a blocked e-mail address, so check
 * `blockedEmailDomainsmessage`. What else a reply contains, and whether the other learners of the call were added, is
 * not documented; check with `portals.listUsers`.
 */
export const addLearners = operation<AddPortalLearnersParams, AddedPortalLearners>({
  name: "portals.addLearners",
  method: "POST",
  path: "/portal/add-learners",
  // Each may contain a password, so nothing of them is repeated in an error.
  secretParams: ["learners"],
  params: () =>
    z.strictObject({
      portalId: id(),
      learners: newPortalUsers(),
      selectedCategoriesIds: z.optional(ids()),
      enrollCoursesIds: z.optional(ids()),
      enrollLearningPathIds: z.optional(ids()),
      enrollMembershipId: z.optional(id()),
      selectExistingUsers: z.optional(ids()),
      userAddedType: text(),
    }),
  response: () => z.looseObject({ blockedEmailDomainsmessage: maybeText() }),
});

/**
 * Gives a portal administrators, new users or existing ones. Administrators who learn too take seats, of the portal or
 * of its parent: if seats are restricted and too few are free, the vendor refuses, most likely with the documented 422.
 */
export const addAdmins = operation<AddPortalAdminsParams, Message>({
  name: "portals.addAdmins",
  method: "POST",
  path: "/portal/add-admins",
  // Each may contain a password, so nothing of them is repeated in an error.
  secretParams: ["portalAdmins"],
  params: () =>
    z.strictObject({
      portalId: id(),
      portalAdmins: newPortalUsers(),
      portalAdminPermissions: z.optional(z.array(z.string())),
      isPortalAdminLearner: z.optional(z.boolean()),
      selectedExUsers: z.optional(ids()),
      portalAdminType: text(),
    }),
  response: () => message(),
});

/**
 * Makes existing users of a portal, such as its administrators, learners in it. For new learners, use
 * `portals.addLearners`.
 */
export const assignLearners = operation<AssignPortalLearnersParams, Message>({
  name: "portals.assignLearners",
  method: "POST",
  path: "/portal/assign-learners",
  params: () => z.strictObject({ userIds: ids(), portalId: id() }),
  response: () => message(),
});

/** Makes an existing user of a portal its administrator. For new administrators, use `portals.addAdmins`. */
export const assignAdmin = operation<AssignPortalAdminParams, Message>({
  name: "portals.assignAdmin",
  method: "POST",
  path: "/portal/assign-admin",
  params: () => z.strictObject({ userId: id(), portalId: id(), portalAdminPermissions: z.array(z.string()) }),
  response: () => message(),
});

/** Sets what an administrator of a portal may do. Omitted permissions are most likely removed. */
export const updateAdminPermissions = operation<UpdatePortalAdminPermissionsParams, Message>({
  name: "portals.updateAdminPermissions",
  method: "PUT",
  path: "/portal/admin-permissions/{userId}/{portalId}",
  params: () => z.strictObject({ userId: id(), portalId: id(), portalAdminPermissions: z.array(z.string()) }),
  response: () => message(),
});

/**
 * Sets the status of users of portals. No field names a portal, so a user of several portals most likely has the new
 * status in all of them.
 */
export const updateUserStatus = operation<UpdatePortalUserStatusParams, Message>({
  name: "portals.updateUserStatus",
  method: "PUT",
  path: "/portal/user-status",
  params: () => z.strictObject({ userIds: ids(), status: text() }),
  response: () => message(),
});

/** Removes learners or administrators from a portal and from all its sub-portals. */
export const removeUsers = operation<RemovePortalUsersParams, Message>({
  name: "portals.removeUsers",
  method: "POST",
  path: "/portal/remove-users",
  params: () => z.strictObject({ userIds: ids(), portalId: id(), type: text() }),
  response: () => message(),
});
