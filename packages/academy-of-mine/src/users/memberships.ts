import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, sortedPageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybe, maybeFlag, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";

/** A course or module that a membership opens. */
export interface MembershipContent {
  /** The id of the course or module. */
  readonly id: number;
  readonly name?: string | null | undefined;
  /** Its URL slug. */
  readonly slug?: string | null | undefined;
  /** What it is, such as `Course`. */
  readonly type?: string | null | undefined;
  /** May contain HTML, never rendered by us: sanitize it before you show it. */
  readonly description?: string | null | undefined;
  /** Null in the vendor's sample; what it is otherwise is not documented. */
  readonly enrollButton?: unknown;
  /** As text, such as `2 hours`. */
  readonly duration?: string | null | undefined;
  /** Ids of users, most likely of those who are enrolled. */
  readonly user_id?: readonly number[] | null | undefined;
  /** For example, `2023-01-01`. */
  readonly created_at?: string | null | undefined;
}

/** A page of what a membership opens. */
export interface MembershipContentPage extends Page<MembershipContent> {
  /** Whether the user has a membership that has not ended. */
  readonly activeMembership?: boolean | null | undefined;
}

/** Which content to look for. */
export interface MembershipContentSearch {
  /** The kind, such as `video`. */
  readonly type?: string | undefined;
  readonly nameOrDescription?: string | undefined;
  /** Another column, if the vendor searches it: its example has these two. */
  readonly [column: string]: unknown;
}

/** Which content to list. */
export interface ListMembershipContentParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: MembershipContentSearch | undefined;
  /** The portal's id; -1 for no portal filter. */
  readonly portalId: Id;
  /** `self` for one's own view; the vendor says that there are others for portals and names none. */
  readonly viewType: OpenEnum<"self">;
}

/** The membership to give, and its user. */
export interface UpdateUserMembershipParams {
  /** The user's id; it is sent in the path. The vendor's page calls it `id`, as it does the membership's. */
  readonly userId: Id;
  /** The membership's id. */
  readonly id: Id;
  /** When it ends for this user, as `YYYY-MM-DD HH:mm:ss`; defaults to the membership's end. A past date revokes it. */
  readonly expired_at?: string | null | undefined;
}

const membershipContent = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    slug: maybeText(),
    type: maybeText(),
    description: maybeText(),
    enrollButton: z.optional(z.unknown()),
    duration: maybeText(),
    user_id: maybe(z.array(z.number())),
    created_at: maybeText(),
  });

/** Lists the courses and modules that a membership opens to the calling account: you cannot choose a user. */
export const listMembershipContent = listOperation<
  ListMembershipContentParams,
  MembershipContentPage,
  MembershipContent
>({
  name: "users.listMembershipContent",
  method: "GET",
  path: "/user/membershipContent/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(
        z.looseObject({ type: z.optional(z.string()), nameOrDescription: z.optional(z.string()) }),
      ),
      portalId: id(),
      viewType: text(),
    }),
  response: () => z.looseObject({ ...page(membershipContent()).shape, activeMembership: maybeFlag() }),
});

/**
 * Gives a user a membership, or takes it away: a date in the past revokes it at once.
 *
 * @returns Whatever the vendor answers: its page shows no reply.
 */
export const updateMembership = operation<UpdateUserMembershipParams, unknown>({
  name: "users.updateMembership",
  method: "PUT",
  path: "/user/membership/{userId}",
  params: () => z.strictObject({ userId: id(), id: id(), expired_at: z.optional(z.nullable(text())) }),
  response: () => z.unknown(),
});
