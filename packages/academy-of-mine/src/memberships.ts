/**
 * Memberships: what gives a learner access to courses and standalone modules, all of them or those of some categories.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { maybe, maybeText, message, namedOption, page, saved } from "./shared/replies.ts";
import type { Id, Message, NamedOption, OpenEnum, Ordering, Saved } from "./shared/shapes.ts";

/** What a membership opens: everything, nothing, or the content of the categories that it names. */
export type MembershipAccess = OpenEnum<"all" | "no_access" | "specific">;

/** A membership in the list. */
export interface ListedMembership {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** When it ends, such as "2023-12-31 23:59:59"; the zone is not documented. */
  readonly expired_at?: string | null | undefined;
  /** The name of whoever created it. */
  readonly author?: string | null | undefined;
  /** For example, "2023-01-01 00:00:00". */
  readonly created_at?: string | null | undefined;
}

/** A membership with what it opens. */
export interface Membership {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly courseAccess?: MembershipAccess | null | undefined;
  /** Access to standalone modules. */
  readonly moduleAccess?: MembershipAccess | null | undefined;
  /** When it ends, such as "2021-10-03 23:59:59"; the zone is not documented. */
  readonly expired_at?: string | null | undefined;
  /** Ids of course categories; used if `courseAccess` is `specific`. */
  readonly courseAccessCategories?: readonly number[] | null | undefined;
  /** Ids of module categories; used if `moduleAccess` is `specific`. */
  readonly moduleAccessCategories?: readonly number[] | null | undefined;
}

/** Columns to search memberships by. The vendor shows this one. */
export interface MembershipSearch {
  readonly name?: string | undefined;
  readonly [column: string]: unknown;
}

/** Which memberships to list. */
export interface ListMembershipsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  /** Sent as JSON text. */
  readonly search_param?: MembershipSearch | undefined;
}

/** Which memberships to offer for choice. */
export interface LookupMembershipsParams {
  /** A part of the name. */
  readonly search_term: string;
  /** Only memberships of this portal; -1 for no portal filter. */
  readonly portalId: Id;
}

/** Which membership to read. */
export interface GetMembershipParams {
  readonly id: Id;
}

/** A membership to create. */
export interface CreateMembershipParams {
  readonly name: string;
  readonly courseAccess: MembershipAccess;
  /** Access to standalone modules. */
  readonly moduleAccess: MembershipAccess;
  /** Ids of course categories, for a `courseAccess` of `specific`. */
  readonly courseAccessCategories?: readonly Id[] | undefined;
  /** Ids of module categories, for a `moduleAccess` of `specific`. */
  readonly moduleAccessCategories?: readonly Id[] | undefined;
  /** When it ends, such as "2021-10-03 23:59:59"; without it, most likely never. */
  readonly expired_at?: string | undefined;
}

/** The new values of a membership. */
export interface UpdateMembershipParams extends CreateMembershipParams {
  readonly id: Id;
}

/** Memberships that get the same end. */
export interface QuickEditMembershipsParams {
  readonly membership_ids: readonly Id[];
  /** When they end, such as "2021-01-11 23:45:00". */
  readonly expired_at: string;
}

const listedMembership = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    expired_at: maybeText(),
    author: maybeText(),
    created_at: maybeText(),
  });

const membership = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    courseAccess: maybeText(),
    moduleAccess: maybeText(),
    expired_at: maybeText(),
    courseAccessCategories: maybe(z.array(z.number())),
    moduleAccessCategories: maybe(z.array(z.number())),
  });

const membershipFields = () => ({
  name: text(),
  courseAccess: text(),
  moduleAccess: text(),
  courseAccessCategories: z.optional(ids()),
  moduleAccessCategories: z.optional(ids()),
  expired_at: z.optional(text()),
});

/** Lists memberships: await it for one page, iterate it for all. What each opens is only in `memberships.get`. */
export const list = listOperation<ListMembershipsParams, Page<ListedMembership>, ListedMembership>({
  name: "memberships.list",
  method: "GET",
  path: "/membership/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(z.looseObject({ name: z.optional(z.string()) })),
    }),
  response: () => page(listedMembership()),
});

/** Finds memberships by a part of their names, for a list to choose from. Not paged. */
export const lookup = operation<LookupMembershipsParams, readonly NamedOption[]>({
  name: "memberships.lookup",
  method: "GET",
  path: "/membership/lookup",
  params: () => z.strictObject({ search_term: text(), portalId: id() }),
  response: () => z.array(namedOption()),
});

/** Reads one membership, with its access rules. */
export const get = operation<GetMembershipParams, Membership>({
  name: "memberships.get",
  method: "GET",
  path: "/membership/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => membership(),
});

/**
 * Creates a membership. It does not give anyone access on its own: learners get it through what is linked to it, such
 * as a product with its `membership_id`.
 */
export const create = operation<CreateMembershipParams, Saved>({
  name: "memberships.create",
  method: "POST",
  path: "/membership",
  params: () => z.strictObject(membershipFields()),
  response: () => saved(),
});

/**
 * Replaces the name and the access rules of a membership, also for the learners who already have it (deduced).
 *
 * Whether omitted optional fields are kept or cleared is not documented: send all of them. The vendor's sample answers
 * "created" to an update, too.
 */
export const update = operation<UpdateMembershipParams, Saved>({
  name: "memberships.update",
  method: "PUT",
  path: "/membership/{id}",
  params: () => z.strictObject({ id: id(), ...membershipFields() }),
  response: () => saved(),
});

/** Sets the end of several memberships at once; a time in the past ends them for all learners (deduced). */
export const quickEdit = operation<QuickEditMembershipsParams, Message>({
  name: "memberships.quickEdit",
  method: "PUT",
  path: "/membership/quick-edit",
  params: () => z.strictObject({ membership_ids: ids(), expired_at: text() }),
  response: () => message(),
});
