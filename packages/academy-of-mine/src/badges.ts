/**
 * Badges: what learners are awarded, and how many points each is worth.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { decimal, id, ids, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { message, page, saved } from "./shared/replies.ts";
import type { Id, Message, Ordering, Saved } from "./shared/shapes.ts";

/** A badge. The vendor's sample is an empty list, so no field is known; all fields are passed on. */
export interface Badge {
  readonly [field: string]: unknown;
}

/** What to search badges by. The vendor shows one column as an example. */
export interface BadgeSearch {
  readonly title?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which badges to list. */
export interface ListBadgesParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: BadgeSearch | undefined;
}

/** A badge to create. */
export interface CreateBadgeParams {
  readonly title: string;
  /**
   * How many points it is worth. The vendor's page declares a number, its example is digits in a string: both are
   * accepted.
   */
  readonly points: number | string;
  /** The URL of its icon, such as "/images/badges/Badge_1.png". */
  readonly badgeIconUrl: string;
  /** The URL of an icon to use when `badgeIconUrl` is not available. */
  readonly defaultIconUrl?: string | null | undefined;
  /** The organization that it belongs to, such as "97852067". No operation of the vendor lists organizations. */
  readonly organizationId?: Id | null | undefined;
}

/** The new values of a badge. */
export interface UpdateBadgeParams {
  /** The badge's id. */
  readonly id: Id;
  readonly title: string;
  /** How many points it is worth. */
  readonly points?: number | string | null | undefined;
  /** The URL of its icon. */
  readonly badgeIconUrl: string;
  /** The URL of an icon to use when `badgeIconUrl` is not available. */
  readonly defaultIconUrl?: string | null | undefined;
  /** The organization that it belongs to. */
  readonly organizationId?: Id | null | undefined;
}

/** Which badges to delete. */
export interface DeleteBadgesParams {
  /** Their ids. */
  readonly delete_ids: readonly Id[];
}

const badgeFields = () => ({
  title: text(),
  badgeIconUrl: text(),
  defaultIconUrl: z.optional(z.nullable(text())),
  organizationId: z.optional(z.nullable(id())),
});

/** Lists the badges, page by page. The vendor's sample page is empty: see `Badge`. */
export const list = listOperation<ListBadgesParams, Page<Badge>, Badge>({
  name: "badges.list",
  method: "GET",
  path: "/badge/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(z.looseObject({ title: z.optional(z.string()) })),
    }),
  response: () => page(z.looseObject({})),
});

/** Creates a badge and returns its id. */
export const create = operation<CreateBadgeParams, Saved>({
  name: "badges.create",
  method: "POST",
  path: "/badge",
  params: () => z.strictObject({ ...badgeFields(), points: decimal() }),
  response: () => saved(),
});

/** Changes a badge. How null and an omitted field affect the stored value is not documented. */
export const update = operation<UpdateBadgeParams, Saved>({
  name: "badges.update",
  method: "PUT",
  path: "/badge/{id}",
  params: () => z.strictObject({ id: id(), ...badgeFields(), points: z.optional(z.nullable(decimal())) }),
  response: () => saved(),
});

/**
 * Deletes badges. One that a user has or that a gamification event uses is kept, and the reply still reports a success:
 * check the counts in `message`.
 */
const remove = operation<DeleteBadgesParams, Message>({
  name: "badges.delete",
  method: "DELETE",
  path: "/badge",
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => message(),
});

export { remove as delete };
