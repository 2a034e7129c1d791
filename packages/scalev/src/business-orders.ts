import { operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import type { BusinessPageParams, BusinessParams } from "./business.ts";
import { id, maybeCount, maybeFlag, maybeNumber, maybeText, price, text } from "./fields.ts";
import { orderCustomer, orderTimes } from "./order-schemas.ts";
import type { Money, OrderCustomer, OrderTimes } from "./order.ts";
import { businessPageParams, businessParams, pageFields } from "./page-schemas.ts";
import { forwardPager, onlyOneCursor, type Page } from "./pagination.ts";
import type { WebhookPaymentStatus } from "./webhook-events.ts";

/** The store of an order, as its seller sees it. */
export interface BusinessOrderStore {
  /** The store's number. */
  readonly id?: number | undefined;
  /** The store's unique id, `store_…`. */
  readonly unique_id?: string | null | undefined;
  readonly uuid?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** A line of an order, as its seller sees it. */
export interface BusinessOrderLine {
  /** The line's UUID. */
  readonly id?: string | undefined;
  /** How many. */
  readonly quantity?: number | null | undefined;
  /** The variant's number. Unlike in webhooks, no `variant_unique_id` is documented: find it with `businessProducts.list`. */
  readonly variant?: number | null | undefined;
  /** The product's name when it was bought. */
  readonly product_name?: string | null | undefined;
  /** physical, digital, course, license, subscription; the list is open. */
  readonly item_type?: string | null | undefined;
  /** The seller's own code. */
  readonly variant_sku?: string | null | undefined;
  /** one_time or recurring; the list is open. */
  readonly pricing_type?: string | null | undefined;
  /** The unit of a recurring payment: day, week, month or year; the list is open. */
  readonly interval?: string | null | undefined;
  /** How many of these units are between two payments. */
  readonly interval_count?: number | null | undefined;
  /** The currency of the prices. */
  readonly currency?: string | null | undefined;
  /** The unit price. */
  readonly variant_price?: Money | undefined;
  /** The price of the line. */
  readonly product_price?: Money | undefined;
  readonly discount?: Money | undefined;
  /** The part of the discount that comes from a code. */
  readonly discount_code_discount?: Money | undefined;
  readonly is_inventory?: boolean | null | undefined;
  /** The unit is not documented. */
  readonly weight?: number | null | undefined;
}

/**
 * An order as its seller sees it. Times are in ISO 8601, and null until they are reached. The vendor documents more fields, which
 * are kept, and requires none.
 */
export interface BusinessOrder extends OrderTimes {
  /** The order's UUID, for `businessOrders.get`. It equals `data.id` of webhooks. */
  readonly id?: string | undefined;
  /** The human-readable order number, such as `260105DEMO1`. */
  readonly order_id?: string | null | undefined;
  /** The secret part of the order page's URL: anyone who has it can see the order. */
  readonly secret_slug?: string | null | undefined;
  /** draft, pending, confirmed, in_process, ready, shipped, completed, canceled, rts, closed; the list is open. */
  readonly status?: string | null | undefined;
  /** Access may be granted when it is `paid` or `settled`. */
  readonly payment_status?: WebhookPaymentStatus | null | undefined;
  /** Such as `bank_transfer`, or `va_bca` for a virtual account. */
  readonly payment_method?: string | null | undefined;
  readonly unpaid_time?: string | null | undefined;
  readonly paid_time?: string | null | undefined;
  readonly conflict_time?: string | null | undefined;
  readonly settled_time?: string | null | undefined;
  readonly transfer_time?: string | null | undefined;
  readonly created_at?: string | null | undefined;
  readonly last_updated_at?: string | null | undefined;
  /** Whether the vendor considers the order spam. */
  readonly is_probably_spam?: boolean | null | undefined;
  readonly store?: BusinessOrderStore | null | undefined;
  readonly customer?: OrderCustomer | null | undefined;
  /** The amount that the customer pays. */
  readonly gross_revenue?: Money | undefined;
  readonly net_revenue?: Money | undefined;
  /** The price of all items, before discounts. */
  readonly product_price?: Money | undefined;
  readonly product_discount?: Money | undefined;
  readonly discount_code_discount?: Money | undefined;
  readonly shipping_cost?: Money | undefined;
  readonly payment_fee?: Money | undefined;
  /** What was bought. In lists, name it in `columns`: the vendor documents it as a column, but not as a field of their orders. */
  readonly orderlines?: readonly BusinessOrderLine[] | null | undefined;
  readonly notes?: string | null | undefined;
}

/** Which field `search` looks at. */
export type OrderSearchField =
  | "order_id"
  | "shipment_receipt"
  | "external_id"
  | "pg_reference_id"
  | "gross_revenue"
  | "customer_name"
  | "customer_email"
  | "customer_phone";

/** Which orders to list. The vendor documents more filters, for shipments and advertising. */
export interface ListBusinessOrdersParams extends BusinessPageParams {
  /** The text to search for in the field `search_field`. */
  readonly search?: string | undefined;
  /** The field to search. @default "order_id" */
  readonly search_field?: OrderSearchField | undefined;
  /** The human-readable order number. */
  readonly order_id?: string | undefined;
  /** One status, such as `completed`. */
  readonly status?: string | undefined;
  /** One payment status. Orders with access are those with `paid` and those with `settled`: two lists. */
  readonly payment_status?: "unpaid" | "paid" | "conflict" | "settled" | undefined;
  /** The product's number: only orders that contain it. */
  readonly product_id?: number | undefined;
  /** The store's number, not its unique id. */
  readonly store_id?: number | undefined;
  /** The earliest time of confirmation, in ISO 8601. */
  readonly confirmed_time_since?: string | undefined;
  /** The latest time of confirmation, in ISO 8601. */
  readonly confirmed_time_until?: string | undefined;
  /** The earliest time of completion, in ISO 8601. */
  readonly completed_time_since?: string | undefined;
  /** The latest time of completion, in ISO 8601. */
  readonly completed_time_until?: string | undefined;
  /** The fields to return, such as `["order_id", "customer", "orderlines"]`. @default the vendor's choice */
  readonly columns?: readonly string[] | undefined;
}

/** A page of orders. */
export type BusinessOrderPage = Page<BusinessOrder>;

/** Which order to get. */
export interface GetBusinessOrderParams extends BusinessParams {
  /** The order's `id`, a UUID. */
  readonly orderId: string;
}

const money = () => z.optional(z.nullable(price()));

const store = () =>
  z.looseObject({ id: z.optional(z.int()), unique_id: maybeText(), uuid: maybeText(), name: maybeText() });

const orderLine = () =>
  z.looseObject({
    id: z.optional(z.string()),
    quantity: maybeCount(),
    variant: maybeCount(),
    product_name: maybeText(),
    item_type: maybeText(),
    variant_sku: maybeText(),
    pricing_type: maybeText(),
    interval: maybeText(),
    interval_count: maybeCount(),
    currency: maybeText(),
    variant_price: money(),
    product_price: money(),
    discount: money(),
    discount_code_discount: money(),
    is_inventory: maybeFlag(),
    weight: maybeNumber(),
  });

const order = () =>
  z.looseObject({
    id: z.optional(z.string()),
    order_id: maybeText(),
    secret_slug: maybeText(),
    status: maybeText(),
    payment_status: maybeText(),
    payment_method: maybeText(),
    ...orderTimes(),
    unpaid_time: maybeText(),
    paid_time: maybeText(),
    conflict_time: maybeText(),
    settled_time: maybeText(),
    transfer_time: maybeText(),
    created_at: maybeText(),
    last_updated_at: maybeText(),
    is_probably_spam: maybeFlag(),
    store: z.optional(z.nullable(store())),
    customer: z.optional(z.nullable(orderCustomer())),
    gross_revenue: money(),
    net_revenue: money(),
    product_price: money(),
    product_discount: money(),
    discount_code_discount: money(),
    shipping_cost: money(),
    payment_fee: money(),
    orderlines: z.optional(z.nullable(z.array(orderLine()))),
    notes: maybeText(),
  });

const number = () => z.optional(z.int().check(z.gte(1)));

const moment = () => z.optional(z.iso.datetime({ offset: true, local: true }));

const listParams = () =>
  z.strictObject({
    ...businessPageParams(),
    search: z.optional(text()),
    search_field: z.optional(
      z.enum([
        "order_id",
        "shipment_receipt",
        "external_id",
        "pg_reference_id",
        "gross_revenue",
        "customer_name",
        "customer_email",
        "customer_phone",
      ]),
    ),
    order_id: z.optional(text()),
    status: z.optional(text()),
    payment_status: z.optional(z.enum(["unpaid", "paid", "conflict", "settled"])),
    product_id: number(),
    store_id: number(),
    confirmed_time_since: moment(),
    confirmed_time_until: moment(),
    completed_time_since: moment(),
    completed_time_until: moment(),
    columns: z.optional(z.array(text()).check(z.minLength(1))),
  });

/**
 * Lists the orders of the business, of all its stores and customers, the newest first. Await it for one page; iterate it for the
 * orders of all pages. `orders.list` lists those of the customer who is logged in.
 *
 * A restricted key requires the scope `order:list`.
 *
 * @throws AuthenticationError when the business key is wrong or has expired.
 * @throws PermissionError when a restricted key lacks the scope.
 * @see https://docs.scalev.com
 */
export const list = pagedOperation<ListBusinessOrdersParams, BusinessOrderPage, BusinessOrder>({
  name: "businessOrders.list",
  method: "GET",
  path: "/v3/orders",
  evidence: "documented",
  auth: "business",
  params: listParams,
  rules: onlyOneCursor,
  encode: { columns: "comma" },
  response: () => z.looseObject({ data: z.array(order()), ...pageFields() }),
  pager: forwardPager(),
});

/**
 * Gets an order of the business with its lines.
 *
 * A restricted key requires the scope `order:read`.
 *
 * @throws AuthenticationError when the business key is wrong or has expired.
 * @throws PermissionError when a restricted key lacks the scope.
 * @throws NotFoundError when the business has no such order.
 * @see https://docs.scalev.com
 */
export const get = operation<GetBusinessOrderParams, BusinessOrder>({
  name: "businessOrders.get",
  method: "GET",
  path: "/v3/orders/{orderId}",
  evidence: "documented",
  auth: "business",
  params: () => z.strictObject({ orderId: id(), ...businessParams() }),
  response: order,
});
