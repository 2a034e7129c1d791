import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, message } from "../shared/replies.ts";
import type { Message } from "../shared/shapes.ts";

/** How abandoned carts are tracked, with other names than in `ecommerceSettings.setCartAbandonmentSettings`. */
export interface CartAbandonmentSettings {
  /** Set as `enableTracking`. */
  readonly enable_cart_abandoned_tracking?: boolean | null | undefined;
  /** Whether carts of staff are tracked, too; set as `enableTrackingStaff`. */
  readonly enable_tracking_staff?: boolean | null | undefined;
  /** What links back to a cart end with, such as "utm_source=google&utm_medium=cpc"; set as `utmParameters`. */
  readonly utm_parameters?: string | null | undefined;
}

/** The new settings for tracking abandoned carts. */
export interface SetCartAbandonmentSettingsParams {
  readonly enableTracking: boolean;
  /** Whether carts of staff are tracked, too. */
  readonly enableTrackingStaff: boolean;
  /** What links back to a cart end with, such as "utm_source=google&utm_medium=cpc". */
  readonly utmParameters?: string | undefined;
}

/**
 * What to search abandoned carts by. The vendor's text refers to the time of abandonment, the status and the buyer's
 * name or e-mail address; its page has lost the names of the columns.
 */
export interface AbandonedCartSearch {
  readonly [column: string]: unknown;
}

/** Which abandoned carts to list. */
export interface ListAbandonedCartsParams {
  /** An empty list, as in the vendor's sample: most likely for all carts. */
  readonly search_param: AbandonedCartSearch | readonly [];
}

/** A cart that its owner left before paying. */
export interface AbandonedCart {
  readonly id: number;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  /** A decimal in a string, such as "100.00", in `currency` of the reply. */
  readonly cartTotal?: string | null | undefined;
  /** The same amount as a number, such as 100. */
  readonly cartTotalNumber?: number | null | undefined;
  /** As text, such as "Abandoned". */
  readonly status?: string | null | undefined;
  /** For example, "2022-01-01 12:00:00"; the zone is not documented. */
  readonly abandonedAt?: string | null | undefined;
  /** When the order was completed after all; null before. Its format is not documented. */
  readonly completedAt?: unknown;
  /** The order that it became; null before. */
  readonly orderId?: unknown;
  /** Titles of the products in it. */
  readonly products?: readonly string[] | null | undefined;
}

/** Abandoned carts, and the money in them. */
export interface AbandonedCarts {
  /** How many carts could still become orders. */
  readonly recoverableOrders?: number | null | undefined;
  /** How many did. */
  readonly recoveredOrders?: number | null | undefined;
  /** The total of the former: a decimal in a string, such as "0.00", in `currency`. */
  readonly recoverableRevenue?: string | null | undefined;
  /** The total of the latter, such as "0.00". */
  readonly recoveredRevenue?: string | null | undefined;
  /** The currency's code, such as `USD`. */
  readonly currency?: string | null | undefined;
  /** Whether carts are tracked at all. */
  readonly enableTracking?: boolean | null | undefined;
  readonly records?: readonly AbandonedCart[] | null | undefined;
}

const abandonedCart = () =>
  z.looseObject({
    id: z.number(),
    firstName: maybeText(),
    lastName: maybeText(),
    cartTotal: maybeText(),
    cartTotalNumber: maybeNumber(),
    status: maybeText(),
    abandonedAt: maybeText(),
    completedAt: z.optional(z.unknown()),
    orderId: z.optional(z.unknown()),
    products: maybe(z.array(z.string())),
  });

/** Reads whether and how abandoned carts are tracked. */
export const getCartAbandonmentSettings = operation<NoParams, CartAbandonmentSettings>({
  name: "ecommerceSettings.getCartAbandonmentSettings",
  method: "GET",
  path: "/ecommerceSettings/cart-abandonment",
  response: () =>
    z.looseObject({
      enable_cart_abandoned_tracking: maybeFlag(),
      enable_tracking_staff: maybeFlag(),
      utm_parameters: maybeText(),
    }),
});

/** Sets whether and how abandoned carts are tracked. Whether omitted UTM parameters are kept is not documented. */
export const setCartAbandonmentSettings = operation<SetCartAbandonmentSettingsParams, Message>({
  name: "ecommerceSettings.setCartAbandonmentSettings",
  method: "PUT",
  path: "/ecommerceSettings/cart-abandonment",
  params: () =>
    z.strictObject({
      enableTracking: z.boolean(),
      enableTrackingStaff: z.boolean(),
      utmParameters: z.optional(z.string()),
    }),
  response: () => message(),
});

/**
 * Lists the abandoned carts with their owners' names, and how much money was and can be recovered. Not paged. A read,
 * although its search is sent as a body.
 */
export const listAbandonedCarts = operation<ListAbandonedCartsParams, AbandonedCarts>({
  name: "ecommerceSettings.listAbandonedCarts",
  method: "POST",
  path: "/ecommerceSettings/cart-abandonment-details",
  safe: true,
  params: () => z.strictObject({ search_param: z.union([z.looseObject({}), z.tuple([])]) }),
  response: () =>
    z.looseObject({
      recoverableOrders: maybeNumber(),
      recoveredOrders: maybeNumber(),
      recoverableRevenue: maybeText(),
      recoveredRevenue: maybeText(),
      currency: maybeText(),
      enableTracking: maybeFlag(),
      records: maybe(z.array(abandonedCart())),
    }),
});
