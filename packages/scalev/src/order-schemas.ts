import * as z from "#zod";
import { anyObject, maybeCount, maybeFlag, maybeText, price } from "./fields.ts";

const amount = () => z.nullable(price());

const money = () => z.optional(amount());

const number = () => z.optional(z.int());

const entries = () => z.optional(z.array(anyObject()));

const financialEntity = () =>
  z.looseObject({
    id: number(),
    code: maybeText(),
    entity_type: maybeText(),
    name: maybeText(),
    platform: maybeText(),
    duitku_code: maybeText(),
    xendit_code: maybeText(),
  });

const paymentAccount = () =>
  z.looseObject({
    id: number(),
    unique_id: maybeText(),
    method: maybeText(),
    account_holder: maybeText(),
    account_number: maybeText(),
    financial_entity: z.optional(z.nullable(financialEntity())),
  });

const store = () =>
  z.looseObject({
    name: maybeText(),
    logo: maybeText(),
    unique_id: maybeText(),
    payment_accounts: z.optional(z.array(paymentAccount())),
    days_of_payment_processing: maybeCount(),
    is_auto_expire: maybeFlag(),
    auto_expire_days: maybeCount(),
    is_show_whatsapp: maybeFlag(),
    is_show_download_invoice: maybeFlag(),
  });

/** The customer of an order; see `OrderCustomer`. */
export const orderCustomer = () =>
  z.looseObject({
    id: number(),
    email: maybeText(),
    phone: maybeText(),
    name: maybeText(),
    confirmed_at: maybeText(),
    created_at: maybeText(),
    last_updated_at: maybeText(),
    status: maybeText(),
  });

const destinationAddress = () =>
  z.looseObject({
    id: number(),
    name: maybeText(),
    phone: maybeText(),
    location: z.optional(z.union([z.int(), z.string()])),
    address: maybeText(),
    subdistrict: maybeText(),
    city: maybeText(),
    province: maybeText(),
    postal_code: maybeText(),
  });

const courierService = () =>
  z.looseObject({
    id: number(),
    name: maybeText(),
    code: maybeText(),
    courier: z.optional(z.nullable(z.looseObject({ id: number(), name: maybeText(), code: maybeText() }))),
  });

const orderLine = () =>
  z.looseObject({
    id: z.optional(z.string()),
    quantity: number(),
    variant: maybeCount(),
    product_name: maybeText(),
    item_type: maybeText(),
    is_file_enabled: z.optional(z.boolean()),
    is_lms_enabled: z.optional(z.boolean()),
    is_license_enabled: z.optional(z.boolean()),
    currency: maybeText(),
    pricing_type: maybeText(),
    interval: maybeText(),
    interval_count: maybeCount(),
    variant_sku: maybeText(),
    variant_option1_value: maybeText(),
    variant_option2_value: maybeText(),
    variant_option3_value: maybeText(),
    variant_price: money(),
    product_price: money(),
    discount: money(),
    discount_code_discount: money(),
    weight: maybeCount(),
  });

/** When an order reached each state; see `OrderTimes`. */
export const orderTimes = () => ({
  draft_time: maybeText(),
  pending_time: maybeText(),
  confirmed_time: maybeText(),
  in_process_time: maybeText(),
  ready_time: maybeText(),
  shipped_time: maybeText(),
  completed_time: maybeText(),
  rts_time: maybeText(),
  canceled_time: maybeText(),
  closed_time: maybeText(),
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
  product_weight: maybeCount(),
  total_weight: maybeCount(),
  is_dropshipping: maybeFlag(),
  courier_service: z.optional(z.nullable(courierService())),
  shipment_receipt: maybeText(),
  shipment_status: maybeText(),
  awb_status: maybeText(),
  shipment_status_history: entries(),
});

/** An order as its customer sees it; see `Order`. */
export const order = () =>
  z.looseObject({
    id: z.string(),
    secret_slug: z.string(),
    public_order_url: z.nullable(z.string()),
    payment_url: z.nullable(z.string()),
    order_id: z.string(),
    store: z.nullable(store()),
    customer: z.nullable(orderCustomer()),
    status: z.string(),
    ...orderTimes(),
    unpaid_time: maybeText(),
    paid_time: maybeText(),
    transfer_time: maybeText(),
    created_at: maybeText(),
    last_updated_at: maybeText(),
    status_history: entries(),
    payment_status: z.nullable(z.string()),
    payment_method: z.string(),
    payment_account_holder: maybeText(),
    payment_account_number: maybeText(),
    transferproof_url: maybeText(),
    pg_payment_info: anyObject(),
    total_quantity: maybeCount(),
    discount_code_code: maybeText(),
    discount_code_applied_to: maybeText(),
    other_income_name: maybeText(),
    ...amounts(),
    ...shipment(),
    final_variants: z.record(z.string(), z.int()),
    orderlines: z.array(orderLine()),
    notes: maybeText(),
  });
