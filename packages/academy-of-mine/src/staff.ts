/**
 * Staff: the accounts that run the academy, and their permissions.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation, pagedOperation } from "./operation.ts";
import { id, ids, pageParams, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { maybeNumber, maybeText, message, page, saved } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Ordering, Saved } from "./shared/shapes.ts";
import { customFieldInputs, newPassword, userAccount } from "./shared/user-account-schemas.ts";
import type { CustomFieldInput, UserAccount } from "./shared/user-account.ts";

/** The type of a member of staff. */
export type StaffType = OpenEnum<"admin" | "owner" | "staff">;

/** A member of staff in the list. */
export interface ListedStaff {
  /** The id of the account. */
  readonly id: number;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  /** SVG markup with the initials, never rendered by us: sanitize it before you show it. */
  readonly avatar?: string | null | undefined;
  /** `general` in the vendor's sample, which is a learner's type. */
  readonly user_type?: OpenEnum<"admin" | "owner" | "staff" | "general"> | null | undefined;
  /** The type, as text, such as `General`. */
  readonly display_user_type?: string | null | undefined;
  /** For example, `Aug 06, 2020 07:20 AM`; the time zone is not documented. */
  readonly created_at?: string | null | undefined;
  /** The time since the last sign-in, as text, such as `2 days ago`. */
  readonly last_login?: string | null | undefined;
}

/** Which members of staff to look for. */
export interface StaffSearch {
  readonly nameOrEmail?: string | undefined;
  /** Is in the vendor's example, though its text refers only to name and e-mail address. */
  readonly membershipId?: Id | undefined;
  /** Another column, if the vendor searches it. */
  readonly [column: string]: unknown;
}

/** Which members of staff to list. */
export interface ListStaffParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: StaffSearch | undefined;
}

/** Which member of staff to read. */
export interface GetStaffParams {
  /** The id of the account. */
  readonly id: Id;
}

/** A member of staff with dates. */
export interface StaffDetails {
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  /** The type, as text, such as `General`. */
  readonly user_type?: string | null | undefined;
  /** For example, `Aug 09, 2020`. */
  readonly created_at?: string | null | undefined;
  /** For example, `Oct 09, 2020`. */
  readonly last_login?: string | null | undefined;
}

/** A page of staff with dates. What its sums count is not documented: they have the names of those in `courses.listEnrollments`. */
export interface StaffDetailsPage extends Page<StaffDetails> {
  readonly totalNotStarted?: number | null | undefined;
  readonly totalInProgress?: number | null | undefined;
  readonly totalCompleted?: number | null | undefined;
}

/** Which members of staff to look for. */
export interface StaffDetailsSearch {
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  /** Another column, if the vendor searches it: its example has these two. */
  readonly [column: string]: unknown;
}

/** Which members of staff to list. */
export interface ListStaffDetailsParams extends PageParams {
  /** A search by name, despite the parameter's name: the vendor's example has no dates. */
  readonly registered_between?: StaffDetailsSearch | undefined;
}

/** A member of staff to create. */
export interface CreateStaffParams {
  readonly firstName: string;
  readonly lastName: string;
  /** The e-mail address. */
  readonly email: string;
  /** At least 8 characters; the vendor rejects passwords that are listed at haveibeenpwned.com. */
  readonly password: string;
  /** Ids of permissions. Always required, though used only if `userType` is `staff`: pass an empty list otherwise. */
  readonly staffPermissions: readonly Id[];
  readonly userType: StaffType;
}

/** The account to change, and its new values. */
export interface UpdateStaffParams {
  /** The id of the account; it is sent in the path. */
  readonly id: Id;
  readonly firstName: string;
  readonly lastName: string;
  /** The e-mail address. */
  readonly email: string;
  /** Whether the account is locked. */
  readonly disabled: boolean;
  /** A staff note about the account. */
  readonly internal_note?: string | undefined;
  /** Values of custom fields, by their key. */
  readonly customUserMetas?: Readonly<Record<string, CustomFieldInput>> | undefined;
  readonly userType: StaffType;
}

/** The account, and its new permissions. */
export interface UpdateStaffPermissionsParams {
  /** The id of the account. */
  readonly id: Id;
  /** Ids of all permissions of the account. */
  readonly permissions: readonly Id[];
}

const listedStaff = () =>
  z.looseObject({
    id: z.number(),
    first_name: maybeText(),
    last_name: maybeText(),
    avatar: maybeText(),
    user_type: maybeText(),
    display_user_type: maybeText(),
    created_at: maybeText(),
    last_login: maybeText(),
  });

const staffDetails = () =>
  z.looseObject({
    first_name: maybeText(),
    last_name: maybeText(),
    user_type: maybeText(),
    created_at: maybeText(),
    last_login: maybeText(),
  });

/** Lists staff with their types and last sign-ins. E-mail addresses can be searched, but are not returned. */
export const list = listOperation<ListStaffParams, Page<ListedStaff>, ListedStaff>({
  name: "staff.list",
  method: "GET",
  path: "/staff/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(
        z.looseObject({ nameOrEmail: z.optional(z.string()), membershipId: z.optional(id()) }),
      ),
    }),
  response: () => page(listedStaff()),
});

/** Reads an account as `users.get` does. Neither its permissions nor its e-mail address are returned. */
export const get = operation<GetStaffParams, UserAccount>({
  name: "staff.get",
  method: "GET",
  path: "/staff/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => userAccount(),
});

/**
 * Creates an account that runs the academy. Whether an e-mail is sent is not documented.
 *
 * All fields, including the password, are sent in the query: the password is redacted wherever the client prints a URL,
 * but may appear in the logs of proxies and servers on the way.
 *
 * @throws InvalidParamsError when the password has fewer than 8 characters; nothing is sent.
 */
export const create = operation<CreateStaffParams, Saved>({
  name: "staff.create",
  method: "POST",
  path: "/staff",
  query: ["firstName", "lastName", "email", "password", "staffPermissions", "userType"],
  encode: { staffPermissions: "json" },
  secretParams: ["password"],
  params: () =>
    z.strictObject({
      firstName: text(),
      lastName: text(),
      email: text(),
      password: newPassword(),
      staffPermissions: ids(),
      userType: text(),
    }),
  response: () => saved(),
});

/**
 * Replaces an account's names, e-mail address, type and lock, so all of them are required; it can turn a member of
 * staff into an owner. In the vendor's example, the body repeats the path's id with another value; it is sent only in
 * the path. The vendor's example has `disabled` as the string `0`; a boolean is sent, as described.
 */
export const update = operation<UpdateStaffParams, Message>({
  name: "staff.update",
  method: "PUT",
  path: "/staff/{id}",
  encode: { customUserMetas: "json" },
  params: () =>
    z.strictObject({
      id: id(),
      firstName: text(),
      lastName: text(),
      email: text(),
      disabled: z.boolean(),
      internal_note: z.optional(text()),
      customUserMetas: z.optional(customFieldInputs()),
      userType: text(),
    }),
  response: () => message(),
});

/**
 * Most likely replaces the permissions of a member of staff: omitted ones may be lost. No operation lists an account's
 * permissions.
 */
export const updatePermissions = operation<UpdateStaffPermissionsParams, Message>({
  name: "staff.updatePermissions",
  method: "PUT",
  path: "/staff/permissions/{id}",
  params: () => z.strictObject({ id: id(), permissions: ids() }),
  response: () => message(),
});

/**
 * Lists staff with the dates of creation and last sign-in, here as dates rather than text: the vendor's detailed report
 * of staff.
 */
export const listDetails = pagedOperation<ListStaffDetailsParams, StaffDetailsPage, StaffDetails>({
  name: "staff.listDetails",
  method: "GET",
  path: "/staff/detail-report",
  encode: { registered_between: "json" },
  params: () =>
    z.strictObject({
      ...pageParams(),
      registered_between: z.optional(
        z.looseObject({ first_name: z.optional(z.string()), last_name: z.optional(z.string()) }),
      ),
    }),
  response: () =>
    z.looseObject({
      ...page(staffDetails()).shape,
      totalNotStarted: maybeNumber(),
      totalInProgress: maybeNumber(),
      totalCompleted: maybeNumber(),
    }),
});
