import type { SchemaFor } from "@kelaskit/core/vendor";
import * as z from "#zod";
import type { TestWebhookEvent, WebhookBusinessEvent, WebhookEventName } from "./webhook-events.ts";

/** The part of an event that comes in the body. */
type BodyOf<Name extends WebhookEventName> = Omit<
  Extract<WebhookBusinessEvent | TestWebhookEvent, { readonly type: Name }>,
  "type" | "event" | "drift" | "appId"
>;

/** What is known about the body of an event. */
interface EventShape<Body> {
  /** What the vendor documents. */
  readonly body: () => SchemaFor<Body>;
  /** Without these an event says nothing: at least one field of each group must be as documented. */
  readonly needs: readonly (readonly string[])[];
}

const filled = () => z.string().check(z.minLength(1));

const text = () => z.optional(z.nullable(z.string()));

const number = () => z.optional(z.nullable(z.number()));

const flag = () => z.optional(z.nullable(z.boolean()));

const orderHead = () => ({
  id: filled(),
  order_id: filled(),
  payment_link_id: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  is_from_payment_link: flag(),
  created_at: text(),
  last_updated_at: text(),
});

const orderTimes = () => ({
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
});

const named = () => z.looseObject({ code: text(), name: text() });

const customerFields = () => ({ name: text(), email: text(), phone: text() });

const customer = () => z.optional(z.nullable(z.looseObject(customerFields())));

const paymentFacts = () => ({
  is_probably_spam: flag(),
  mark_as_spam_by: text(),
  unpaid_time: text(),
  paid_time: text(),
  conflict_time: text(),
  settled_time: text(),
  transfer_time: text(),
  payment_method: text(),
  epayment_provider: text(),
  financial_entity: z.optional(z.nullable(named())),
  payment_account_holder: text(),
  payment_account_number: text(),
  transferproof_url: text(),
  business: z.optional(
    z.nullable(z.looseObject({ username: z.optional(z.string()), client_id: z.optional(z.string()) })),
  ),
  customer: customer(),
});

const orderLine = () =>
  z.looseObject({
    quantity: z.number(),
    variant_unique_id: text(),
    variant_sku: text(),
    product_name: text(),
    variant_price: text(),
    product_price: text(),
    discount: text(),
    discount_code_discount: text(),
    weight: number(),
    is_inventory: flag(),
  });

const address = () =>
  z.looseObject({
    ...customerFields(),
    address: text(),
    subdistrict: text(),
    city: text(),
    province: text(),
    postal_code: text(),
    notes: text(),
  });

const order = () =>
  z.looseObject({
    ...orderHead(),
    ...orderTimes(),
    ...paymentFacts(),
    status: text(),
    payment_status: text(),
    orderlines: z.array(orderLine()),
    secret_slug: text(),
    customer_id: number(),
    store: z.optional(z.nullable(z.looseObject({ name: text() }))),
    destination_address: z.optional(z.nullable(address())),
    final_variants: z.optional(z.nullable(z.record(z.string(), z.number()))),
    total_quantity: number(),
    gross_revenue: text(),
    net_revenue: text(),
    product_price: text(),
    product_discount: text(),
    discount_code_discount: text(),
    unique_code_discount: text(),
    shipping_cost: text(),
    payment_fee: text(),
    notes: text(),
  });

const deletedOrder = () => z.looseObject(orderHead());

const orderStatus = () => z.looseObject({ ...orderHead(), ...orderTimes(), status: filled() });

const payment = () =>
  z.looseObject({
    ...orderHead(),
    ...paymentFacts(),
    payment_status: filled(),
    payment_status_history: z.optional(z.nullable(z.array(z.looseObject({ at: text(), status: text() })))),
    pg_reference_id: text(),
  });

const checkoutItem = () =>
  z.looseObject({
    type: text(),
    variant_id: number(),
    bundle_price_option_id: number(),
    name: text(),
    quantity: number(),
    unit_price: text(),
    line_total: text(),
    currency: text(),
  });

const checkoutIntent = () =>
  z.looseObject({
    id: filled(),
    status: text(),
    last_sequence: number(),
    occurred_at: text(),
    customer: customer(),
    store: z.optional(z.nullable(z.looseObject({ unique_id: text(), name: text() }))),
    order: z.optional(z.nullable(z.looseObject({}))),
    items: z.optional(z.nullable(z.array(checkoutItem()))),
    started_at: text(),
    last_activity_at: text(),
    completed_at: text(),
    recovery_url: text(),
    recovery_url_expires_at: text(),
  });

/** The shape of an event around its data. */
function shape<Data>(
  data: () => SchemaFor<Data> & z.core.$ZodType,
  ...needs: readonly (readonly string[])[]
) {
  return {
    body: () => z.looseObject({ unique_id: filled(), timestamp: filled(), data: data() }),
    needs: [["unique_id"], ["data"], ...needs],
  };
}

const orderIds = ["data.id", "data.order_id"];
const paymentStatus = ["data.payment_status"];

/** What every event may have that is not known better. */
const loose = () => z.looseObject({ unique_id: text(), timestamp: text(), data: z.optional(z.unknown()) });

/** The body of each documented event. */
export const eventShapes: { readonly [Name in WebhookEventName]: EventShape<BodyOf<Name>> } = {
  "order.created": shape(order, orderIds),
  "order.epayment_created": shape(order, orderIds),
  "order.updated": shape(order, orderIds),
  "order.spam_created": shape(order, orderIds),
  "order.deleted": shape(deletedOrder, orderIds),
  "order.status_changed": shape(orderStatus, orderIds, ["data.status"]),
  "order.payment_status_changed": shape(payment, orderIds, paymentStatus),
  "payment.received": shape(payment, orderIds, paymentStatus),
  "payment.failed": shape(payment, orderIds, paymentStatus),
  "checkout_intent.abandoned": shape(checkoutIntent, ["data.id"]),
  "checkout_intent.completed": shape(checkoutIntent, ["data.id"]),
  "business.test_event": { body: loose, needs: [] },
};

/** An event that the vendor does not document. */
export const otherShape = { body: loose, needs: [] };
