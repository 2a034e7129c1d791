import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ids, sortedPageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybe, maybeFlag, maybeText, message, namedOption, page, saved } from "../shared/replies.ts";
import type { Id, Message, NamedOption, Ordering, Saved } from "../shared/shapes.ts";
import { customFieldInputs, newPassword, userAccount } from "../shared/user-account-schemas.ts";
import type { CustomFieldInput, UserAccount } from "../shared/user-account.ts";

/** A user in the list of users. */
export interface ListedUser {
  /** The user's id. */
  readonly id: number;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  /** Whether the account is locked. */
  readonly is_disabled?: boolean | null | undefined;
  /** SVG markup with the initials, never rendered by us: sanitize it before you show it. */
  readonly avatar?: string | null | undefined;
  /** The account's type, as text, such as `General`. */
  readonly display_type?: string | null | undefined;
  /** For example, `Aug 06, 2020 07:20 AM`; the time zone is not documented. */
  readonly created_at?: string | null | undefined;
  /** The time since the last sign-in, as text, such as `2 days ago`. */
  readonly last_login?: string | null | undefined;
  /** The identifier of the source that the user came from; see `users.listSources`. */
  readonly source?: string | null | undefined;
  /** The names of the user's portals, such as `Portal 1, Portal 2`. */
  readonly portals?: string | null | undefined;
  /** The names of the user's categories, such as `Category 1, Category 2`. */
  readonly user_category?: string | null | undefined;
}

/** Which users to look for. */
export interface UserSearch {
  readonly nameOrEmail?: string | undefined;
  readonly membershipId?: Id | undefined;
  readonly userCategoryId?: Id | undefined;
  /** Another column, if the vendor searches it: it documents these three. */
  readonly [column: string]: unknown;
}

/** Which users to list. */
export interface ListUsersParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: UserSearch | undefined;
}

/** Which user to read. */
export interface GetUserParams {
  /** The user's id. */
  readonly id: Id;
}

/** A user to create. */
export interface CreateUserParams {
  readonly firstName: string;
  readonly lastName: string;
  /** The e-mail address. */
  readonly email: string;
  /** At least 8 characters; the vendor rejects passwords that are listed at haveibeenpwned.com. */
  readonly password: string;
  /** Ids or names of the categories that the user belongs to. */
  readonly userCategory?: readonly Id[] | undefined;
}

/** The account to change, and its new values. */
export interface UpdateUserParams {
  /** The user's id; it is sent in the path. */
  readonly id: Id;
  readonly firstName: string;
  readonly lastName: string;
  /** The e-mail address. */
  readonly email: string;
  /**
   * 1 locks the account, 0 opens it. Not a boolean: the query has texts only, and the text `false` may count as true.
   */
  readonly disabled: 0 | 1;
  /** A staff note about the user. */
  readonly internal_note?: string | undefined;
  /** Values of custom fields, by their key. */
  readonly customUserMetas?: Readonly<Record<string, CustomFieldInput>> | undefined;
  /** Ids or names of the categories that the user is to belong to. */
  readonly userCategory?: readonly Id[] | undefined;
}

/** Which users to delete. */
export interface DeleteUsersParams {
  /** Ids of the users to delete. */
  readonly delete_ids: readonly Id[];
  /** Documented only as a user's id, by default that of the account whose token is sent: who deletes, most likely. */
  readonly user_id?: Id | undefined;
}

/** What the vendor deleted, and why it kept the rest. */
export interface DeleteUsersReply {
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** The deleted users. */
  readonly deletedStudents?: readonly NamedOption[] | null | undefined;
  /** The users that were kept. */
  readonly notDeletedStudents?: readonly NamedOption[] | null | undefined;
  /** Courses in the way, by the user's full name: two users of one name share an entry. */
  readonly usedInCourses?: Readonly<Record<string, readonly NamedOption[]>> | null | undefined;
  /** Courses that a user wrote, by the user's full name. */
  readonly usedAsCourseAuthors?: Readonly<Record<string, readonly NamedOption[]>> | null | undefined;
  /** Modules that a user wrote, by the user's full name. */
  readonly usedAsModuleAuthors?: Readonly<Record<string, readonly NamedOption[]>> | null | undefined;
  /** Portals that a user has access to, by the user's full name. */
  readonly usedInPortals?: Readonly<Record<string, readonly NamedOption[]>> | null | undefined;
}

const listedUser = () =>
  z.looseObject({
    id: z.number(),
    first_name: maybeText(),
    last_name: maybeText(),
    is_disabled: maybeFlag(),
    avatar: maybeText(),
    display_type: maybeText(),
    created_at: maybeText(),
    last_login: maybeText(),
    source: maybeText(),
    portals: maybeText(),
    user_category: maybeText(),
  });

const userSearch = () =>
  z.looseObject({
    nameOrEmail: z.optional(z.string()),
    membershipId: z.optional(id()),
    userCategoryId: z.optional(id()),
  });

const byUserName = () => maybe(z.record(z.string(), z.array(namedOption())));

/** Lists users with their types, portals and categories. E-mail addresses can be searched, but are not returned. */
export const list = listOperation<ListUsersParams, Page<ListedUser>, ListedUser>({
  name: "users.list",
  method: "GET",
  path: "/user/list",
  params: () => z.strictObject({ ...sortedPageParams(), search_param: z.optional(userSearch()) }),
  response: () => page(listedUser()),
});

/** Reads an account with its membership and custom fields. The vendor's sample has no e-mail address. */
export const get = operation<GetUserParams, UserAccount>({
  name: "users.get",
  method: "GET",
  path: "/user/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => userAccount(),
});

/**
 * Creates a user. Whether an e-mail is sent is not documented.
 *
 * All fields, including the password, are sent in the query: the password is redacted wherever the client prints a URL,
 * but may appear in the logs of proxies and servers on the way.
 *
 * @throws InvalidParamsError when the password has fewer than 8 characters; nothing is sent.
 */
export const create = operation<CreateUserParams, Saved>({
  name: "users.create",
  method: "POST",
  path: "/user",
  query: ["firstName", "lastName", "email", "password", "userCategory"],
  encode: { userCategory: "json" },
  secretParams: ["password"],
  params: () =>
    z.strictObject({
      firstName: text(),
      lastName: text(),
      email: text(),
      password: newPassword(),
      userCategory: z.optional(ids()),
    }),
  response: () => saved(),
});

/**
 * Replaces a user's names, e-mail address and lock, so all of them are required. Whether omitted optional fields are
 * kept is not documented. All fields but the id are sent in the query; the vendor's page repeats the id there, but it
 * is sent once, in the path.
 */
export const update = operation<UpdateUserParams, Message>({
  name: "users.update",
  method: "PUT",
  path: "/user/{id}",
  query: ["firstName", "lastName", "email", "disabled", "internal_note", "customUserMetas", "userCategory"],
  encode: { customUserMetas: "json", userCategory: "json" },
  params: () =>
    z.strictObject({
      id: id(),
      firstName: text(),
      lastName: text(),
      email: text(),
      disabled: z.literal([0, 1]),
      internal_note: z.optional(text()),
      customUserMetas: z.optional(customFieldInputs()),
      userCategory: z.optional(ids()),
    }),
  response: () => message(),
});

/**
 * Deletes users permanently, enrolled or not, together with their announcements, reviews and abandoned carts.
 *
 * Users who wrote a course or a module or have access to a portal are kept, and the reply still reports a success:
 * check `notDeletedStudents`.
 */
const remove = operation<DeleteUsersParams, DeleteUsersReply>({
  name: "users.delete",
  method: "DELETE",
  path: "/user",
  query: ["delete_ids", "user_id"],
  encode: { delete_ids: "json" },
  params: () => z.strictObject({ delete_ids: ids(), user_id: z.optional(id()) }),
  response: () =>
    z.looseObject({
      message: maybeText(),
      deletedStudents: maybe(z.array(namedOption())),
      notDeletedStudents: maybe(z.array(namedOption())),
      usedInCourses: byUserName(),
      usedAsCourseAuthors: byUserName(),
      usedAsModuleAuthors: byUserName(),
      usedInPortals: byUserName(),
    }),
});
export { remove as delete };
