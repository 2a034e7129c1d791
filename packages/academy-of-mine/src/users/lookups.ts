import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { maybe, maybeText } from "../shared/replies.ts";
import type { Id, OpenEnum } from "../shared/shapes.ts";

/** A type of account. Unlike the vendor's other lists of options it has `display_name`, not `display_value`. */
export interface UserType {
  /** The value that the API takes. */
  readonly db_value?: OpenEnum<"admin" | "owner" | "staff" | "general"> | null | undefined;
  /** The display text. */
  readonly display_name?: string | null | undefined;
}

/** Where users come from. */
export interface UserSource {
  /** The source's id. */
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The value of a user's `source`, such as `default`. */
  readonly identifier?: string | null | undefined;
  readonly description?: string | null | undefined;
}

/** Which portal's sources to list. */
export interface ListUserSourcesParams {
  /** The portal's id. */
  readonly portalId: Id;
}

/** The sources of a portal. */
export interface ListUserSourcesReply {
  readonly records?: readonly UserSource[] | null | undefined;
}

/** Which users to list by their type. */
export interface ListUsersByTypeParams {
  /** The type, such as `learner`, which is not among those that `users.lookupTypes` shows. */
  readonly userType?: string | undefined;
  /** The id of the portal that they belong to. */
  readonly portalId?: Id | undefined;
}

/** Which users to look up. */
export interface LookupUsersParams {
  /** The text to look for. */
  readonly search_term: string;
  /** The id of the portal that they belong to. */
  readonly portalId?: Id | undefined;
  /** Their type, such as `learner`. */
  readonly userType?: string | undefined;
  /** True looks everywhere, false in the portal and those below it. The default is not documented. */
  readonly remote_user_search?: boolean | undefined;
}

/** Whose restrictions to read. */
export interface GetEmailRestrictionsParams {
  /** The portal's id; without it, the main site's restrictions are read. */
  readonly portalId?: Id | undefined;
}

/**
 * Returns users by a part of what they are called, as for a field that completes names. The vendor's sample is an empty
 * object.
 */
export const lookup = operation<LookupUsersParams, Readonly<Record<string, unknown>>>({
  name: "users.lookup",
  method: "GET",
  path: "/user/lookup",
  params: () =>
    z.strictObject({
      search_term: text(),
      portalId: z.optional(id()),
      userType: z.optional(text()),
      remote_user_search: z.optional(z.boolean()),
    }),
  response: () => z.looseObject({}),
});

/**
 * Lists the users of a type, in one reply. The vendor's sample is an empty object: what a user looks like in it is
 * unknown.
 */
export const listByType = operation<ListUsersByTypeParams, Readonly<Record<string, unknown>>>({
  name: "users.listByType",
  method: "GET",
  path: "/user/list-by-type",
  params: () => z.strictObject({ userType: z.optional(text()), portalId: z.optional(id()) }),
  response: () => z.looseObject({}),
});

/**
 * Lists the types that an account can have. The vendor's page lost the heading of this operation; only its sample shows
 * what it is.
 */
export const lookupTypes = operation<NoParams, readonly UserType[]>({
  name: "users.lookupTypes",
  method: "GET",
  path: "/user/type/lookup",
  response: () => z.array(z.looseObject({ db_value: maybeText(), display_name: maybeText() })),
});

/**
 * Lists where a portal's users come from. The vendor's page refers to pages and a search by name or identifier, but
 * documents no parameter for them; you can try `extraParams`.
 */
export const listSources = operation<ListUserSourcesParams, ListUserSourcesReply>({
  name: "users.listSources",
  method: "GET",
  path: "/user/source/list",
  params: () => z.strictObject({ portalId: id() }),
  response: () =>
    z.looseObject({
      records: maybe(
        z.array(
          z.looseObject({
            id: z.number(),
            name: maybeText(),
            identifier: maybeText(),
            description: maybeText(),
          }),
        ),
      ),
    }),
});

/**
 * Reads which e-mail addresses and domains may and may not register. The vendor's sample is an empty object: field
 * names are unknown.
 */
export const getEmailRestrictions = operation<GetEmailRestrictionsParams, Readonly<Record<string, unknown>>>({
  name: "users.getEmailRestrictions",
  method: "GET",
  path: "/user/email-restrictions",
  params: () => z.strictObject({ portalId: z.optional(id()) }),
  response: () => z.looseObject({}),
});
