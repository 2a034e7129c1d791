/**
 * Subscriptions: products with recurring payments, from the first order to the renewals.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, ordering, pageParams, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { lookupOption, maybeFlag, maybeNumber, maybeText, message, page } from "./shared/replies.ts";
import type { Id, LookupOption, Message, OpenEnum, Ordering } from "./shared/shapes.ts";

/** The state of a subscription; `subscriptions.lookupStatuses` has the display text. */
export type SubscriptionStatus = OpenEnum<"ACTIVE" | "CANCELLED" | "EXPIRED" | "ON-HOLD">;

/** What can be done to a subscription; `subscriptions.lookupActions` has the display text. */
export type SubscriptionAction = OpenEnum<"PROCESS_RENEWAL" | "CREATE_PENDING_RENEWAL_ORDER">;

/** A subscription in the list. */
export interface ListedSubscription {
  readonly id: number;
  /** The learner's name. */
  readonly user_name?: string | null | undefined;
  readonly user_id?: number | null | undefined;
  /** The product's title. */
  readonly product?: string | null | undefined;
  readonly product_id?: number | null | undefined;
  /** The price as text, such as "$10.00 / month"; no field has it as a number. */
  readonly subscription_price?: string | null | undefined;
  /** For example, "Jan 01, 2021 12:00 AM". */
  readonly next_payment_date?: string | null | undefined;
  readonly status?: SubscriptionStatus | null | undefined;
  /** For example, "Jan 01, 2021 12:00 AM". */
  readonly created_at?: string | null | undefined;
}

/** A subscription. It contains neither its own id nor the learner's: they are in the list. */
export interface Subscription {
  readonly status?: SubscriptionStatus | null | undefined;
  /** For example, "2020-10-01 00:00:00"; null most likely means no end. */
  readonly endDate?: string | null | undefined;
  /** For example, "2020-10-01 00:00:00". */
  readonly nextPaymentDate?: string | null | undefined;
  /** The payment gateway that takes the money. */
  readonly paymentGatewayId?: number | null | undefined;
}

/** The product of a subscription. The vendor's text promises the URL of its image; its sample shows none. */
export interface SubscriptionProduct {
  readonly product_id?: number | null | undefined;
  readonly title?: string | null | undefined;
  /** The price as text, such as "$10.00 / month". */
  readonly subscription_price?: string | null | undefined;
}

/** An order that started a subscription or renewed it. */
export interface SubscriptionOrder {
  readonly id: number;
  /** The amount due, 100 in the sample; neither unit nor currency is documented. */
  readonly total?: number | null | undefined;
  /** For example, `IN-PROGRESS` or `COMPLETED`; `orders.lookupStatuses` does not list the first. */
  readonly status?: string | null | undefined;
  /** Its relation to the subscription, as text, such as "Parent Order". */
  readonly relationship?: string | null | undefined;
  /** For example, "Jan 01, 2021 12:00 AM". */
  readonly created_at?: string | null | undefined;
}

/** The outcome of an action on a subscription. */
export interface SubscriptionOutcome {
  /** True if it was done; a reply with false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
}

/** Columns to search subscriptions by. The vendor shows these. */
export interface SubscriptionSearch {
  readonly productTitle?: string | undefined;
  /** Any of these states. */
  readonly subscriptionStatus?: readonly SubscriptionStatus[] | undefined;
  /** The learner's name or e-mail address. */
  readonly nameOrEmail?: string | undefined;
  /** The month of the order, as `YYYY-MM`. */
  readonly subscriptionOrderMonth?: string | undefined;
  readonly [column: string]: unknown;
}

/** Which subscriptions to list. */
export interface ListSubscriptionsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  /** Sent as JSON text. */
  readonly search_param?: SubscriptionSearch | undefined;
}

/** Columns to search the orders of a subscription by. The vendor shows this one. */
export interface SubscriptionOrderSearch {
  /** Any of these states, such as `["IN-PROGRESS", "COMPLETED"]`. */
  readonly orderStatus?: readonly string[] | undefined;
  readonly [column: string]: unknown;
}

/** Which orders of which subscription to list. */
export interface ListSubscriptionOrdersParams extends PageParams {
  readonly subscription_id: Id;
  /** Required here, unlike in most lists. */
  readonly order_by: Ordering;
  /** Sent as JSON text. Required here; what an empty object matches is not documented. */
  readonly search_param: SubscriptionOrderSearch;
}

/** Which subscription to read. */
export interface GetSubscriptionParams {
  readonly id: Id;
}

/** The subscription whose product to read. */
export interface GetSubscriptionProductParams {
  /** The subscription's id, not the product's. */
  readonly id: Id;
}

/** The order whose products become subscriptions. */
export interface CreateSubscriptionParams {
  /** An order that contains subscription products. */
  readonly orderId: Id;
  /** The payment gateway's token for the buyer's payment method. */
  readonly paymentToken?: string | undefined;
  /** How many of each product, by the product's id: `{ "12": 1 }`. */
  readonly productQuantity: Readonly<Record<string, number>>;
}

/** The new values of a subscription. */
export interface UpdateSubscriptionParams {
  readonly id: Id;
  readonly status: SubscriptionStatus;
  /** For example, "2020-10-01 00:00:00"; null most likely means no end. */
  readonly endDate?: string | null | undefined;
  /** For example, "2020-10-01 00:00:00"; the zone is not documented. */
  readonly nextPaymentDate: string;
}

/** Subscriptions that get the same state. */
export interface QuickEditSubscriptionsParams {
  readonly subscription_ids: readonly Id[];
  readonly status: SubscriptionStatus;
}

/** The subscription, and the action. */
export interface ProcessSubscriptionActionParams {
  readonly id: Id;
  readonly action: SubscriptionAction;
}

const listedSubscription = () =>
  z.looseObject({
    id: z.number(),
    user_name: maybeText(),
    user_id: maybeNumber(),
    product: maybeText(),
    product_id: maybeNumber(),
    subscription_price: maybeText(),
    next_payment_date: maybeText(),
    status: maybeText(),
    created_at: maybeText(),
  });

const subscription = () =>
  z.looseObject({
    status: maybeText(),
    endDate: maybeText(),
    nextPaymentDate: maybeText(),
    paymentGatewayId: maybeNumber(),
  });

const subscriptionOrder = () =>
  z.looseObject({
    id: z.number(),
    total: maybeNumber(),
    status: maybeText(),
    relationship: maybeText(),
    created_at: maybeText(),
  });

const subscriptionSearch = () =>
  z.looseObject({
    productTitle: z.optional(z.string()),
    subscriptionStatus: z.optional(z.array(text())),
    nameOrEmail: z.optional(z.string()),
    subscriptionOrderMonth: z.optional(z.string()),
  });

const outcome = () => z.looseObject({ success: maybeFlag(), message: maybeText() });

/** Lists the subscriptions of all learners: await it for one page, iterate it for all. */
export const list = listOperation<ListSubscriptionsParams, Page<ListedSubscription>, ListedSubscription>({
  name: "subscriptions.list",
  method: "GET",
  path: "/subscription/list",
  params: () => z.strictObject({ ...sortedPageParams(), search_param: z.optional(subscriptionSearch()) }),
  response: () => page(listedSubscription()),
});

/** Lists the orders of one subscription, the first and its renewals: await it for one page, iterate it for all. */
export const listRelatedOrders = listOperation<
  ListSubscriptionOrdersParams,
  Page<SubscriptionOrder>,
  SubscriptionOrder
>({
  name: "subscriptions.listRelatedOrders",
  method: "GET",
  path: "/subscription/relatedOrder/list",
  params: () =>
    z.strictObject({
      subscription_id: id(),
      ...pageParams(),
      order_by: ordering(),
      search_param: z.looseObject({ orderStatus: z.optional(z.array(text())) }),
    }),
  response: () => page(subscriptionOrder()),
});

/** Lists the states of subscriptions, with display text. */
export const lookupStatuses = operation<NoParams, readonly LookupOption[]>({
  name: "subscriptions.lookupStatuses",
  method: "GET",
  path: "/subscription/status/lookup",
  response: () => z.array(lookupOption()),
});

/** Lists the actions for `subscriptions.processAction`, with display text. */
export const lookupActions = operation<NoParams, readonly LookupOption[]>({
  name: "subscriptions.lookupActions",
  method: "GET",
  path: "/subscription/action/lookup",
  response: () => z.array(lookupOption()),
});

/** Reads the state and the dates of one subscription: the fields that `subscriptions.update` takes, and the gateway. */
export const get = operation<GetSubscriptionParams, Subscription>({
  name: "subscriptions.get",
  method: "GET",
  path: "/subscription/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => subscription(),
});

/** Reads the product of a subscription, and its price as text. The id is sent in the query, not in the path. */
export const getProduct = operation<GetSubscriptionProductParams, SubscriptionProduct>({
  name: "subscriptions.getProduct",
  method: "GET",
  path: "/subscription/product",
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.looseObject({ product_id: maybeNumber(), title: maybeText(), subscription_price: maybeText() }),
});

/**
 * Starts subscriptions for products of an order. It moves money: with a payment token, the buyer may be charged
 * immediately.
 *
 * The vendor has no idempotency key, so the call is not repeated once it may have arrived: if the outcome is unknown,
 * look for the subscription with `subscriptions.list` before you start it again. The reply does not contain its id.
 * Another vendor page says that subscriptions come only from purchases, and the coupon in this page's text is not among
 * its parameters.
 */
export const create = operation<CreateSubscriptionParams, SubscriptionOutcome>({
  name: "subscriptions.create",
  method: "POST",
  path: "/subscription",
  secretParams: ["paymentToken"],
  params: () =>
    z.strictObject({
      orderId: id(),
      paymentToken: z.optional(text()),
      productQuantity: z.record(z.string(), z.int()),
    }),
  response: () => outcome(),
});

/**
 * Sets the state, the end and the next payment of a subscription: it decides when, and whether, the learner is charged.
 *
 * Status and next payment are always set; read the current ones with `subscriptions.get` to keep them. What happens if
 * `endDate` is omitted is not documented.
 */
export const update = operation<UpdateSubscriptionParams, Message>({
  name: "subscriptions.update",
  method: "PUT",
  path: "/subscription/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      status: text(),
      endDate: z.optional(z.nullable(text())),
      nextPaymentDate: text(),
    }),
  response: () => message(),
});

/**
 * Sets the state of several subscriptions at once, which stops or resumes their payments. Whether learners are
 * notified, and whether a payment gateway's own subscription is canceled too, is not documented.
 */
export const quickEdit = operation<QuickEditSubscriptionsParams, Message>({
  name: "subscriptions.quickEdit",
  method: "PUT",
  path: "/subscription/quick-edit",
  params: () => z.strictObject({ subscription_ids: ids(), status: text() }),
  response: () => message(),
});

/**
 * Renews a subscription now (`PROCESS_RENEWAL`), or creates an unpaid renewal order (`CREATE_PENDING_RENEWAL_ORDER`).
 *
 * A renewal moves money: two calls may charge the learner twice. If the outcome is unknown, check
 * `subscriptions.listRelatedOrders` before you try again.
 */
export const processAction = operation<ProcessSubscriptionActionParams, SubscriptionOutcome>({
  name: "subscriptions.processAction",
  method: "POST",
  path: "/subscription/process-action",
  params: () => z.strictObject({ id: id(), action: text() }),
  response: () => outcome(),
});
