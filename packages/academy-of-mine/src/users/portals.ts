import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { maybe, maybeNumber, maybeText, message } from "../shared/replies.ts";
import type { Id, Message } from "../shared/shapes.ts";

/** A portal that a user belongs to. */
export interface UserPortal {
  /** The portal's id. */
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The code that users register with. */
  readonly referralCode?: string | null | undefined;
  /** What the user is in it, such as `portal_admin`. */
  readonly userType?: string | null | undefined;
  /** How many users it has room for. */
  readonly totalSeat?: number | null | undefined;
  /** The id of the subscription that pays for it. */
  readonly subscriptionId?: number | null | undefined;
  /** The id of the portal above it. */
  readonly parentPortalId?: number | null | undefined;
  /** Its URL slug. */
  readonly slug?: string | null | undefined;
}

/** Whose portals to list. */
export interface ListUserPortalsParams {
  /** The user's id; without it most likely the account whose token is sent. */
  readonly userId?: Id | undefined;
  /**
   * What the user is in the portal, according to the vendor; its example is `checkout`, which is not a type of user.
   */
  readonly type?: string | undefined;
}

/** The portals of a user. */
export interface ListUserPortalsReply {
  readonly portals?: readonly UserPortal[] | null | undefined;
}

/** A portal to create. The vendor says that each should have all of these; which may be left out is not documented. */
export interface NewUserPortal {
  readonly name?: string | undefined;
  /** The code that users register with. */
  readonly referralCode?: string | undefined;
  /** How many users it has room for. */
  readonly totalSeat?: number | undefined;
  /** What the user is to be in it, such as `admin`. */
  readonly userType?: string | undefined;
  /** The kind of portal, such as `education`. */
  readonly portalType?: string | undefined;
  /** For example, `active`. */
  readonly status?: string | undefined;
  /** The id of the subscription that pays for it. */
  readonly subscriptionId?: Id | undefined;
  /** The day it ends, as `YYYY-MM-DD`. */
  readonly expiryDate?: string | undefined;
  /** What users read once it has ended. */
  readonly expiryMessage?: string | undefined;
  /** The id of the portal above it. */
  readonly parentPortalId?: Id | undefined;
}

/** Which portals to create for whom. */
export interface CreateUserPortalsParams {
  /**
   * The id of the portal that the request is made in, with those below it; -1 for no portal filter. It is sent in the
   * query.
   */
  readonly portalId?: Id | undefined;
  /** The id of the user who gets the portals. */
  readonly userId: Id;
  readonly portals: readonly NewUserPortal[];
  /** Whether the new portals get administrators of another one, most likely those of the portal above. */
  readonly clonePortalAdmins: boolean;
  /** Whether the look and the notifications are copied, most likely from the portal above. */
  readonly cloneBrandingNotifications: boolean;
}

const userPortal = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    referralCode: maybeText(),
    userType: maybeText(),
    totalSeat: maybeNumber(),
    subscriptionId: maybeNumber(),
    parentPortalId: maybeNumber(),
    slug: maybeText(),
  });

const newUserPortal = () =>
  z.strictObject({
    name: z.optional(text()),
    referralCode: z.optional(text()),
    totalSeat: z.optional(z.int()),
    userType: z.optional(text()),
    portalType: z.optional(text()),
    status: z.optional(text()),
    subscriptionId: z.optional(id()),
    expiryDate: z.optional(text()),
    expiryMessage: z.optional(z.string()),
    parentPortalId: z.optional(id()),
  });

/** Lists the portals that a user belongs to, in one reply, with what the user is in each. */
export const listPortals = operation<ListUserPortalsParams, ListUserPortalsReply>({
  name: "users.listPortals",
  method: "GET",
  path: "/user/portals",
  evidence: "documented",
  params: () => z.strictObject({ userId: z.optional(id()), type: z.optional(text()) }),
  response: () => z.looseObject({ portals: maybe(z.array(userPortal())) }),
});

/** Creates portals and gives a user access to them. Their ids are not returned: read them with `users.listPortals`. */
export const createPortals = operation<CreateUserPortalsParams, Message>({
  name: "users.createPortals",
  method: "POST",
  path: "/user/portal",
  query: ["portalId"],
  params: () =>
    z.strictObject({
      portalId: z.optional(id()),
      userId: id(),
      portals: z.array(newUserPortal()),
      clonePortalAdmins: z.boolean(),
      cloneBrandingNotifications: z.boolean(),
    }),
  response: () => message(),
});
