import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, ids, sortedPageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";
import type { OrderNote } from "./notes.ts";
import { orderNote } from "./schemas.ts";
import type { OrderStatus } from "./statuses.ts";

/** An order as the list has it. */
export interface OrderSummary {
  readonly id: number;
  /** For example, `pending`. */
  readonly status?: OpenEnum<"pending"> | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /**
   * The amount as a decimal numbers in strings, as in `100.00`. The list does not contain the currency; `orders.get`
   * does.
   */
  readonly total?: string | null | undefined;
  readonly isTestOrder?: boolean | null | undefined;
  /** The customer's name. */
  readonly customer?: string | null | undefined;
  /** For example, "Jan 01, 2020 12:00 AM"; the zone is not documented. */
  readonly created_at?: string | null | undefined;
  /** Whether it was placed in a portal, or for one; not documented. */
  readonly isPortalOrder?: boolean | null | undefined;
}

/** What to search orders by; the vendor shows these three columns. */
export interface OrderSearch {
  /** Statuses, in the spelling of the list: `pending`. */
  readonly status?: readonly string[] | undefined;
  /** Ids or e-mail addresses of customers. */
  readonly user?: readonly Id[] | undefined;
  /** The first and the last day, as `YYYY-MM-DD`. */
  readonly dateRange?: readonly [first: string, last: string] | undefined;
  readonly [column: string]: unknown;
}

/** Which orders to list. */
export interface ListOrdersParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: OrderSearch | undefined;
  /** The portal whose orders, and those of its sub-portals, are listed; -1 for no portal filter. */
  readonly portalId?: Id | undefined;
}

/** Which order to read. */
export interface GetOrderParams {
  readonly id: Id;
}

/** A billing or shipping address of an order. */
export interface OrderAddress {
  readonly id: number;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly company_name?: string | null | undefined;
  /** Street and house number. */
  readonly street_address?: string | null | undefined;
  readonly apartment_suite_number?: string | null | undefined;
  readonly city?: string | null | undefined;
  /** The state's code, such as `CA`. */
  readonly state?: string | null | undefined;
  /** The postal code. */
  readonly zip?: string | null | undefined;
  /** The country's two-letter code, such as `US`. */
  readonly country?: string | null | undefined;
}

/** A line of an order. Amounts are decimal numbers in strings, as in `10.00`, where the type is a string. */
export interface OrderItem {
  readonly product_id?: number | null | undefined;
  readonly product_title?: string | null | undefined;
  /** The price of one. */
  readonly price?: string | null | undefined;
  readonly quantity?: number | null | undefined;
  /** The price of all. */
  readonly total?: string | null | undefined;
  /** The price that the product had at first; presumably before a coupon or a change of price. */
  readonly initialProductPrice?: string | null | undefined;
  readonly taxRateId?: number | null | undefined;
  /** Whether an amount or a rate is not documented. */
  readonly tax?: number | null | undefined;
  readonly isShippingRequired?: boolean | null | undefined;
  /** How it differs from `tax` is not documented. */
  readonly saleTax?: number | null | undefined;
}

/** How an order is taxed. */
export interface OrderTaxSettings {
  readonly enable_tax?: boolean | null | undefined;
  /** What the tax is computed from, such as `base_price`. */
  readonly tax_base?: OpenEnum<"base_price"> | null | undefined;
  /** The rate, most likely in percent. */
  readonly tax_rate?: number | null | undefined;
}

/** The tax of an order at one rate. */
export interface OrderTax {
  readonly taxRateId?: number | null | undefined;
  readonly taxRateName?: string | null | undefined;
  /** The tax at this rate, as in `0.00`. */
  readonly totalTax?: string | null | undefined;
}

/** An order. Amounts are decimal numbers in strings, as in `10.00`, where the type is a string. */
export interface Order {
  readonly id: number;
  /** For example, "2022-11-16 14:19:45"; the zone is not documented. */
  readonly orderDate?: string | null | undefined;
  readonly status?: OrderStatus | null | undefined;
  /** The status as display text. */
  readonly display_status?: string | null | undefined;
  /** The id of the user who ordered. */
  readonly customerId?: number | null | undefined;
  readonly billingAddressId?: number | null | undefined;
  readonly shippingAddressId?: number | null | undefined;
  readonly taxAmount?: number | null | undefined;
  readonly otherFee?: number | null | undefined;
  readonly isTestOrder?: boolean | null | undefined;
  readonly total?: string | null | undefined;
  readonly sub_total?: string | null | undefined;
  /** The currency's code, such as `USD`. */
  readonly currency?: string | null | undefined;
  /** The seller's address in one line. */
  readonly shopAddress?: string | null | undefined;
  readonly billingAddress?: OrderAddress | null | undefined;
  readonly shippingAddress?: OrderAddress | null | undefined;
  /** Null in the sample: what a coupon looks like here is not documented. */
  readonly coupon_used?: unknown;
  /** An id of `paymentGateways.list`. */
  readonly paymentGatewayId?: number | null | undefined;
  /** Whether that gateway is still switched on. */
  readonly paymentGatewayEnabled?: boolean | null | undefined;
  /** Null in the sample: whose name it is is not documented. */
  readonly companyName?: unknown;
  readonly isShippingRequired?: boolean | null | undefined;
  /** The path of the page that thanks the buyer, such as `/thank-you`. */
  readonly thankYouUrl?: string | null | undefined;
  readonly shippingMethodId?: number | null | undefined;
  readonly shippingTax?: number | null | undefined;
  readonly shippingTaxRateId?: number | null | undefined;
  /** Its notes, as `orders.createNote` returns them; the sample has none. */
  readonly orderNotes?: readonly OrderNote[] | null | undefined;
  readonly orderItems?: readonly OrderItem[] | null | undefined;
  readonly taxSettings?: OrderTaxSettings | null | undefined;
  readonly taxRates?: readonly OrderTax[] | null | undefined;
  /** The tax at all rates. */
  readonly totalTax?: string | null | undefined;
}

const orderSummary = () =>
  z.looseObject({
    id: z.number(),
    status: maybeText(),
    display_status: maybeText(),
    total: maybeText(),
    isTestOrder: maybeFlag(),
    customer: maybeText(),
    created_at: maybeText(),
    isPortalOrder: maybeFlag(),
  });

const orderSearch = () =>
  z.looseObject({
    status: z.optional(z.array(z.string())),
    user: z.optional(ids()),
    dateRange: z.optional(z.tuple([text(), text()])),
  });

const orderAddress = () =>
  z.looseObject({
    id: z.number(),
    first_name: maybeText(),
    last_name: maybeText(),
    company_name: maybeText(),
    street_address: maybeText(),
    apartment_suite_number: maybeText(),
    city: maybeText(),
    state: maybeText(),
    zip: maybeText(),
    country: maybeText(),
  });

const orderItem = () =>
  z.looseObject({
    product_id: maybeNumber(),
    product_title: maybeText(),
    price: maybeText(),
    quantity: maybeNumber(),
    total: maybeText(),
    initialProductPrice: maybeText(),
    taxRateId: maybeNumber(),
    tax: maybeNumber(),
    isShippingRequired: maybeFlag(),
    saleTax: maybeNumber(),
  });

const order = () =>
  z.looseObject({
    id: z.number(),
    orderDate: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    customerId: maybeNumber(),
    billingAddressId: maybeNumber(),
    shippingAddressId: maybeNumber(),
    taxAmount: maybeNumber(),
    otherFee: maybeNumber(),
    isTestOrder: maybeFlag(),
    total: maybeText(),
    sub_total: maybeText(),
    currency: maybeText(),
    shopAddress: maybeText(),
    billingAddress: maybe(orderAddress()),
    shippingAddress: maybe(orderAddress()),
    coupon_used: z.optional(z.unknown()),
    paymentGatewayId: maybeNumber(),
    paymentGatewayEnabled: maybeFlag(),
    companyName: z.optional(z.unknown()),
    isShippingRequired: maybeFlag(),
    thankYouUrl: maybeText(),
    shippingMethodId: maybeNumber(),
    shippingTax: maybeNumber(),
    shippingTaxRateId: maybeNumber(),
    orderNotes: maybe(z.array(orderNote())),
    orderItems: maybe(z.array(orderItem())),
    taxSettings: maybe(
      z.looseObject({ enable_tax: maybeFlag(), tax_base: maybeText(), tax_rate: maybeNumber() }),
    ),
    taxRates: maybe(
      z.array(z.looseObject({ taxRateId: maybeNumber(), taxRateName: maybeText(), totalTax: maybeText() })),
    ),
    totalTax: maybeText(),
  });

/** Lists orders with status, total and customer; what was bought is in `orders.get` only. */
export const list = listOperation<ListOrdersParams, Page<OrderSummary>, OrderSummary>({
  name: "orders.list",
  method: "GET",
  path: "/order/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(orderSearch()),
      portalId: z.optional(id()),
    }),
  response: () => page(orderSummary()),
});

/**
 * Reads an order with its items, addresses, taxes and notes. The vendor's page has the id in the query, not in the
 * path.
 */
export const get = operation<GetOrderParams, Order>({
  name: "orders.get",
  method: "GET",
  path: "/order/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => order(),
});
