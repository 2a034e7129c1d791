import { operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { pageFields, pageParams } from "./page-schemas.ts";
import { customerPager, onlyOneCursor, type Page, type PageParams } from "./pagination.ts";
import type { Order } from "./order.ts";

/** Which page of the orders. */
export type ListOrdersParams = PageParams;

/** A page of orders. */
export type OrderPage = Page<Order>;

/** Which order to get. */
export interface GetOrderParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The order's `id`, a UUID. */
  readonly orderId: string;
}

const id = () => z.string().check(z.minLength(1));

const text = () => z.optional(z.nullable(z.string()));

const count = () => z.optional(z.nullable(z.int()));

const flag = () => z.optional(z.nullable(z.boolean()));

const amount = () => z.nullable(z.union([z.string(), z.number()]));

const money = () => z.optional(amount());

const number = () => z.optional(z.int());

const entries = () => z.optional(z.array(z.looseObject({})));

const financialEntity = () =>
  z.looseObject({
    id: number(),
    code: text(),
    entity_type: text(),
    name: text(),
    platform: text(),
    duitku_code: text(),
    xendit_code: text(),
  });

const paymentAccount = () =>
  z.looseObject({
    id: number(),
    unique_id: text(),
    method: text(),
    account_holder: text(),
    account_number: text(),
    financial_entity: z.optional(z.nullable(financialEntity())),
  });

const store = () =>
  z.looseObject({
    name: text(),
    logo: text(),
    unique_id: text(),
    payment_accounts: z.optional(z.array(paymentAccount())),
    days_of_payment_processing: count(),
    is_auto_expire: flag(),
    auto_expire_days: count(),
    is_show_whatsapp: flag(),
    is_show_download_invoice: flag(),
  });

const customer = () =>
  z.looseObject({
    id: number(),
    email: text(),
    phone: text(),
    name: text(),
    confirmed_at: text(),
    created_at: text(),
    last_updated_at: text(),
    status: text(),
  });

const destinationAddress = () =>
  z.looseObject({
    id: number(),
    name: text(),
    phone: text(),
    location: z.optional(z.union([z.int(), z.string()])),
    address: text(),
    subdistrict: text(),
    city: text(),
    province: text(),
    postal_code: text(),
  });

const courierService = () =>
  z.looseObject({
    id: number(),
    name: text(),
    code: text(),
    courier: z.optional(z.nullable(z.looseObject({ id: number(), name: text(), code: text() }))),
  });

const orderLine = () =>
  z.looseObject({
    id: z.optional(z.string()),
    quantity: number(),
    variant: count(),
    product_name: text(),
    item_type: text(),
    is_file_enabled: z.optional(z.boolean()),
    is_lms_enabled: z.optional(z.boolean()),
    is_license_enabled: z.optional(z.boolean()),
    currency: text(),
    pricing_type: text(),
    interval: text(),
    interval_count: count(),
    variant_sku: text(),
    variant_option1_value: text(),
    variant_option2_value: text(),
    variant_option3_value: text(),
    variant_price: money(),
    product_price: money(),
    discount: money(),
    discount_code_discount: money(),
    weight: count(),
  });

const times = () => ({
  draft_time: text(),
  pending_time: text(),
  confirmed_time: text(),
  in_process_time: text(),
  ready_time: text(),
  shipped_time: text(),
  completed_time: text(),
  rts_time: text(),
  canceled_time: text(),
  closed_time: text(),
  unpaid_time: text(),
  paid_time: text(),
  transfer_time: text(),
  created_at: text(),
  last_updated_at: text(),
});

const amounts = () => ({
  unique_code_discount: money(),
  discount_code_discount: money(),
  product_price: amount(),
  product_discount: money(),
  other_income: money(),
  payment_link_income: money(),
  gross_revenue: amount(),
  gross_revenue_for_dropshipper: money(),
  discount_rate: money(),
  shipping_cost: amount(),
  shipping_discount: money(),
});

const shipment = () => ({
  destination_address: z.optional(z.nullable(destinationAddress())),
  product_weight: count(),
  total_weight: count(),
  is_dropshipping: flag(),
  courier_service: z.optional(z.nullable(courierService())),
  shipment_receipt: text(),
  shipment_status: text(),
  awb_status: text(),
  shipment_status_history: entries(),
});

const order = () =>
  z.looseObject({
    id: z.string(),
    secret_slug: z.string(),
    public_order_url: z.nullable(z.string()),
    payment_url: z.nullable(z.string()),
    order_id: z.string(),
    store: z.nullable(store()),
    customer: z.nullable(customer()),
    status: z.string(),
    ...times(),
    status_history: entries(),
    payment_status: z.nullable(z.string()),
    payment_method: z.string(),
    payment_account_holder: text(),
    payment_account_number: text(),
    transferproof_url: text(),
    pg_payment_info: z.looseObject({}),
    total_quantity: count(),
    discount_code_code: text(),
    discount_code_applied_to: text(),
    other_income_name: text(),
    ...amounts(),
    ...shipment(),
    final_variants: z.record(z.string(), z.int()),
    orderlines: z.array(orderLine()),
    notes: text(),
  });

/**
 * Lists the orders of the customer who is logged in: await it for one page, iterate it for the orders of all pages.
 *
 * The parameters for pages are deduced: the vendor describes them for all lists, and names none for this one.
 *
 * @see https://docs.scalev.com
 */
export const list = pagedOperation<ListOrdersParams, OrderPage, Order>({
  name: "orders.list",
  method: "GET",
  path: "/v3/stores/{storeId}/customers/me/orders",
  evidence: "documented",
  clientParams: ["storeId"],
  params: pageParams,
  rules: onlyOneCursor,
  response: () => z.looseObject({ data: z.array(order()), ...pageFields() }),
  pager: customerPager(),
});

/**
 * Gets an order of the customer who is logged in.
 *
 * @throws NotFoundError when there is no such order, or it is another customer's.
 * @see https://docs.scalev.com
 */
export const get = operation<GetOrderParams, Order>({
  name: "orders.get",
  method: "GET",
  path: "/v3/stores/{storeId}/customers/me/orders/{orderId}",
  evidence: "documented",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: id(), orderId: id() }),
  response: order,
});
