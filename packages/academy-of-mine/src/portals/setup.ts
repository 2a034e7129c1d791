import * as z from "#zod";
import { operation } from "../operation.ts";
import { decimal, id, ids, text } from "../fields.ts";
import { message } from "../shared/replies.ts";
import type { Id, Message, OpenEnum } from "../shared/shapes.ts";

/**
 * A portal to create. The vendor's example writes every value as a text, `"true"` and `"[1, 2, 3]"` among them, against
 * the types that its page names; the named types are sent.
 */
export interface CreatePortalParams {
  readonly portalName: string;
  /** Its URL slug, such as "eduportal". */
  readonly portalSlug: string;
  /** How many seats it has. */
  readonly totalSeat?: number | string | null | undefined;
  /** The last day, as `YYYY-MM-DD`. */
  readonly expiryDate?: string | null | undefined;
  /** What users read once it has ended. */
  readonly expiryMessage?: string | null | undefined;
  /** Who gets in, such as "all"; `portals.get` shows "invite_only". */
  readonly accessPermission?: string | null | undefined;
  /** How its seats are assigned, such as "first-come-first-served". */
  readonly seatAccess?: string | null | undefined;
  readonly logoImageUrl?: string | null | undefined;
  /** The URL of a logo for narrow places. */
  readonly miniLogoImageUrl?: string | null | undefined;
  /** A color, such as "#3498db". */
  readonly brandColor: string;
  readonly bodyBackgroundColor: string;
  readonly bodyTextColor: string;
  readonly headerBackgroundColor?: string | null | undefined;
  /** The language, such as "en". */
  readonly selectedPrimaryLanguage: string;
  readonly isActive?: boolean | null | undefined;
  /** Ids of courses that the portal offers. */
  readonly selectedCourses?: readonly Id[] | null | undefined;
  /** The id of a membership that the portal offers. */
  readonly selectedMembership?: Id | null | undefined;
  /** The id of a membership to enroll in. Whom: not documented, most likely the users who are added. */
  readonly enrollMembershipId?: Id | null | undefined;
  /** Whether the portal's administrator learns in it too. */
  readonly isPortalAdminLearner?: boolean | null | undefined;
  /** For example, "super-admin"; `portals.addAdmins` shows "newPortalAdmin". */
  readonly portalAdminType?: string | null | undefined;
  /** Ids of existing users to add. How it differs from `selectedUsers` is not documented. */
  readonly addExistingUser?: readonly Id[] | null | undefined;
  /** Ids of users. */
  readonly selectedUsers?: readonly Id[] | null | undefined;
  /** Ids of categories; whether of users or of courses is not documented. */
  readonly selectedCategoriesIds?: readonly Id[] | null | undefined;
  /** Ids of courses to enroll in. */
  readonly enrollCoursesIds?: readonly Id[] | null | undefined;
  /** Ids of learning paths to enroll in. */
  readonly enrollLearningPathIds?: readonly Id[] | null | undefined;
  /** The id of the page where learners start. */
  readonly learnerDashboard?: Id | null | undefined;
  /** CSS for the portal. */
  readonly customStyle?: string | null | undefined;
  /** The names of fonts, such as "Arial, sans-serif". */
  readonly customFont?: string | null | undefined;
  /** HTML with scripts for the portal's pages: it runs in the browser of everyone who opens them. */
  readonly customCode?: string | null | undefined;
}

/** The new values of a portal. */
export interface UpdatePortalParams {
  /** The portal's id. The vendor's page has no field for it; it is sent in the path. */
  readonly portalId: Id;
  readonly portalName: string;
  /** Its URL slug: changing it breaks links to the portal. */
  readonly portalSlug: string;
  /** How many seats it has; `totalSeat` in `portals.create`. */
  readonly totalSeatAccess?: number | string | undefined;
  /** The last day. The vendor shows no form of it here; `portals.create` takes `YYYY-MM-DD`. */
  readonly expiryDate?: string | undefined;
  /** What users read once it has ended. */
  readonly expiryMessage?: string | undefined;
  /** Who gets in; the values are not documented. */
  readonly accessPermission?: string | undefined;
  /** How its seats are given out; the values are not documented. */
  readonly seatAccess?: string | undefined;
  readonly logoImageUrl?: string | undefined;
  /** The URL of a logo for narrow places. */
  readonly miniLogoImageUrl?: string | undefined;
  /** A color, such as "#3498db". */
  readonly brandColor?: string | undefined;
  readonly bodyBackgroundColor?: string | undefined;
  readonly bodyTextColor?: string | undefined;
  readonly headerBackgroundColor?: string | undefined;
  /** The language, such as "en". */
  readonly selectedPrimaryLanguage?: string | undefined;
  readonly isActive?: boolean | undefined;
  /** Ids of the public courses; see `PortalContent`. */
  readonly publicSelectedCourses?: readonly Id[] | undefined;
  /** Ids of the private courses. */
  readonly privateSelectedCourses?: readonly Id[] | undefined;
  /** Ids of the public learning paths. */
  readonly selectedPublicLearningPaths?: readonly Id[] | undefined;
  /** Ids of the private learning paths. */
  readonly selectedPrivateLearningPaths?: readonly Id[] | undefined;
  /** The id of the private membership. */
  readonly selectedPrivateMembership?: Id | undefined;
  /** CSS for the portal. */
  readonly customStyle?: string | undefined;
  /** The names of fonts. */
  readonly customFont?: string | undefined;
  /** HTML with scripts for the portal's pages: it runs in the browser of everyone who opens them. */
  readonly customCode?: string | undefined;
  /** The e-mail addresses that get in, in one string; what separates them is not documented. */
  readonly allowedEmails?: string | undefined;
}

/** Where a portal's learners start. */
export interface LearnerDashboardTarget {
  readonly type: OpenEnum<"page" | "menu">;
  /** The page's id, or the menu's name. */
  readonly id: Id;
}

/** How a portal looks. The vendor requires all of it. */
export interface UpdateBrandingParams {
  readonly portalId: Id;
  readonly logoImageUrl: string;
  /** The URL of a logo for narrow places. */
  readonly miniLogoImageUrl: string;
  /** A color, such as "#2e1e55". */
  readonly brandColor: string;
  readonly bodyBackgroundColor: string;
  readonly bodyTextColor: string;
  readonly headerBackgroundColor: string;
  /** The language, such as "en". */
  readonly selectedPrimaryLanguage: string;
  /** CSS for the portal. */
  readonly customStyle: string;
  /** Script for the portal's pages: it runs in the browser of everyone who opens them. */
  readonly customCode: string;
  /** The name of a font. */
  readonly customFont: string;
  /** Where learners start; sent as a JSON string. */
  readonly learnerDashboard: LearnerDashboardTarget;
}

/** A sub-portal to create. */
export interface NewSubPortal {
  readonly name?: string | undefined;
  /** The code by which users join it, such as "sp1". */
  readonly referralCode?: string | undefined;
  /** Any other field: the vendor shows an example, no list of fields. */
  readonly [field: string]: unknown;
}

/** Sub-portals to create. */
export interface AddSubPortalsParams {
  /** The portal that they belong to. */
  readonly portalId: Id;
  /** The sub-portals; sent as a JSON string, as the vendor's example has it. */
  readonly subPortal: readonly NewSubPortal[];
}

/** A portal to copy. */
export interface ClonePortalParams {
  /** The portal to copy. */
  readonly portalId: Id;
  /** The name of the copy. */
  readonly portalName: string;
  /** Whether sub-portals are copied too; a flag despite its name. */
  readonly subPortals?: boolean | undefined;
}

const maybeGiven = () => z.optional(z.nullable(text()));

const maybeIds = () => z.optional(z.nullable(ids()));

const maybeId = () => z.optional(z.nullable(id()));

const given = () => z.optional(text());

const newSubPortal = () =>
  z.looseObject({ name: z.optional(z.string()), referralCode: z.optional(z.string()) });

/**
 * Creates a portal, adds users to it and enrolls them. The reply does not contain its id: find it with
 * `portals.lookup`. Not repeated once sent, so after a lost reply look for the portal before you try again.
 */
export const create = operation<CreatePortalParams, Message>({
  name: "portals.create",
  method: "POST",
  path: "/portal",
  params: () =>
    z.strictObject({
      portalName: text(),
      portalSlug: text(),
      totalSeat: z.optional(z.nullable(decimal())),
      expiryDate: maybeGiven(),
      expiryMessage: maybeGiven(),
      accessPermission: maybeGiven(),
      seatAccess: maybeGiven(),
      logoImageUrl: maybeGiven(),
      miniLogoImageUrl: maybeGiven(),
      brandColor: text(),
      bodyBackgroundColor: text(),
      bodyTextColor: text(),
      headerBackgroundColor: maybeGiven(),
      selectedPrimaryLanguage: text(),
      isActive: z.optional(z.nullable(z.boolean())),
      selectedCourses: maybeIds(),
      selectedMembership: maybeId(),
      enrollMembershipId: maybeId(),
      isPortalAdminLearner: z.optional(z.nullable(z.boolean())),
      portalAdminType: maybeGiven(),
      addExistingUser: maybeIds(),
      selectedUsers: maybeIds(),
      selectedCategoriesIds: maybeIds(),
      enrollCoursesIds: maybeIds(),
      enrollLearningPathIds: maybeIds(),
      learnerDashboard: maybeId(),
      customStyle: maybeGiven(),
      customFont: maybeGiven(),
      customCode: maybeGiven(),
    }),
  response: () => message(),
});

/**
 * Changes a portal: seats, end, looks and content. Content that is taken out of the lists is most likely withdrawn from
 * the portal's users; what a list that is left out does is not documented.
 */
export const update = operation<UpdatePortalParams, Message>({
  name: "portals.update",
  method: "PUT",
  path: "/portal/{portalId}",
  params: () =>
    z.strictObject({
      portalId: id(),
      portalName: text(),
      portalSlug: text(),
      totalSeatAccess: z.optional(decimal()),
      expiryDate: given(),
      expiryMessage: given(),
      accessPermission: given(),
      seatAccess: given(),
      logoImageUrl: given(),
      miniLogoImageUrl: given(),
      brandColor: given(),
      bodyBackgroundColor: given(),
      bodyTextColor: given(),
      headerBackgroundColor: given(),
      selectedPrimaryLanguage: given(),
      isActive: z.optional(z.boolean()),
      publicSelectedCourses: z.optional(ids()),
      privateSelectedCourses: z.optional(ids()),
      selectedPublicLearningPaths: z.optional(ids()),
      selectedPrivateLearningPaths: z.optional(ids()),
      selectedPrivateMembership: z.optional(id()),
      customStyle: given(),
      customFont: given(),
      customCode: given(),
      allowedEmails: given(),
    }),
  response: () => message(),
});

/**
 * Changes how a portal looks, and where its learners start. All fields are required: read the unchanged ones with
 * `portals.get`.
 */
export const updateBranding = operation<UpdateBrandingParams, Message>({
  name: "portals.updateBranding",
  method: "PUT",
  path: "/portal/branding/{portalId}",
  encode: { learnerDashboard: "json" },
  params: () =>
    z.strictObject({
      portalId: id(),
      logoImageUrl: text(),
      miniLogoImageUrl: text(),
      brandColor: text(),
      bodyBackgroundColor: text(),
      bodyTextColor: text(),
      headerBackgroundColor: text(),
      selectedPrimaryLanguage: text(),
      customStyle: text(),
      customCode: text(),
      customFont: text(),
      learnerDashboard: z.strictObject({ type: text(), id: id() }),
    }),
  response: () => message(),
});

/**
 * Creates sub-portals of a portal. The reply does not contain their ids: find them with `portals.list` and its
 * `portalId`.
 */
export const addSubPortals = operation<AddSubPortalsParams, Message>({
  name: "portals.addSubPortals",
  method: "POST",
  path: "/portal/add-sub-portal/{portalId}",
  encode: { subPortal: "json" },
  params: () => z.strictObject({ portalId: id(), subPortal: z.array(newSubPortal()) }),
  response: () => message(),
});

/**
 * Copies a portal with its looks and settings, and its sub-portals on demand; each copy gets a referral code of its
 * own. Whether users are copied is not documented. The reply does not contain the copy's id: find it with
 * `portals.lookup`.
 */
export const clone = operation<ClonePortalParams, Message>({
  name: "portals.clone",
  method: "POST",
  path: "/portal/clone",
  params: () => z.strictObject({ portalId: id(), portalName: text(), subPortals: z.optional(z.boolean()) }),
  response: () => message(),
});
