import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, sortedPageParams } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybeText, page } from "../shared/replies.ts";
import type { Id, Ordering } from "../shared/shapes.ts";

/** A subscription that a user pays for. */
export interface UserSubscription {
  /** The subscription's id. */
  readonly id: number;
  readonly subscription_name?: string | null | undefined;
  /** For example, `Active`. */
  readonly status?: string | null | undefined;
  /** For example, `2023-01-01`. */
  readonly start_date?: string | null | undefined;
  /** For example, `2023-12-31`. */
  readonly end_date?: string | null | undefined;
}

/** Which subscriptions to look for. */
export interface UserSubscriptionSearch {
  /** For example, `Active`. */
  readonly status?: string | undefined;
  /** Another column, if the vendor searches it: its example has this one. */
  readonly [column: string]: unknown;
}

/** Whose subscriptions to list. */
export interface ListUserSubscriptionsParams extends PageParams {
  /** The user's id; without it the account whose token is sent. */
  readonly user_id?: Id | undefined;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: UserSubscriptionSearch | undefined;
}

/** A card that a payment gateway keeps for a user. */
export interface SavedCard {
  /** The id of the saved card; its number is never returned. */
  readonly id: number;
  /** The last four digits of its number. */
  readonly last4?: string | null | undefined;
  /** For example, `Stripe`. */
  readonly payment_gateway_name?: string | null | undefined;
  /** For example, `Visa`. */
  readonly card_type?: string | null | undefined;
}

/** Whose cards to list. */
export interface ListSavedCardsParams {
  /** The user's id. */
  readonly userId: Id;
}

/**
 * Lists the subscriptions that a user has or had, with the days that they start and end on. Amounts are not returned.
 */
export const listSubscriptions = listOperation<
  ListUserSubscriptionsParams,
  Page<UserSubscription>,
  UserSubscription
>({
  name: "users.listSubscriptions",
  method: "GET",
  path: "/user/subscription/list",
  params: () =>
    z.strictObject({
      user_id: z.optional(id()),
      ...sortedPageParams(),
      search_param: z.optional(z.looseObject({ status: z.optional(z.string()) })),
    }),
  response: () =>
    page(
      z.looseObject({
        id: z.number(),
        subscription_name: maybeText(),
        status: maybeText(),
        start_date: maybeText(),
        end_date: maybeText(),
      }),
    ),
});

/** Lists the cards that a user can pay with again, in one reply. */
export const listSavedCards = operation<ListSavedCardsParams, readonly SavedCard[]>({
  name: "users.listSavedCards",
  method: "GET",
  path: "/user/savedCard/list",
  params: () => z.strictObject({ userId: id() }),
  response: () =>
    z.array(
      z.looseObject({
        id: z.number(),
        last4: maybeText(),
        payment_gateway_name: maybeText(),
        card_type: maybeText(),
      }),
    ),
});
