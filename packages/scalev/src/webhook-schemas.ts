import type { SchemaFor } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { anyObject, maybeFlag, maybeNumber, maybeText, text } from "./fields.ts";
import { orderTimes } from "./order-schemas.ts";
import type { WebhookEvent, WebhookEventName } from "./webhook-events.ts";

/** The part of an event that is in the body. */
type BodyOf<Name extends WebhookEventName> = Omit<
  Extract<WebhookEvent, { readonly type: Name }>,
  "type" | "event" | "drift" | "appId"
>;

/** The shape of an event's body. */
interface EventShape<Body> {
  /** The documented fields. */
  readonly body: () => SchemaFor<Body>;
  /** The required fields: at least one field of each group must be as documented. */
  readonly needs: readonly (readonly string[])[];
}

const orderHead = () => ({
  id: text(),
  order_id: text(),
  payment_link_id: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  is_from_payment_link: maybeFlag(),
  created_at: maybeText(),
  last_updated_at: maybeText(),
});

const named = () => z.looseObject({ code: maybeText(), name: maybeText() });

const customerFields = () => ({ name: maybeText(), email: maybeText(), phone: maybeText() });

const customer = () => z.optional(z.nullable(z.looseObject(customerFields())));

const paymentFacts = () => ({
  is_probably_spam: maybeFlag(),
  mark_as_spam_by: maybeText(),
  unpaid_time: maybeText(),
  paid_time: maybeText(),
  conflict_time: maybeText(),
  settled_time: maybeText(),
  transfer_time: maybeText(),
  payment_method: maybeText(),
  epayment_provider: maybeText(),
  financial_entity: z.optional(z.nullable(named())),
  payment_account_holder: maybeText(),
  payment_account_number: maybeText(),
  transferproof_url: maybeText(),
  business: z.optional(
    z.nullable(z.looseObject({ username: z.optional(z.string()), client_id: z.optional(z.string()) })),
  ),
  customer: customer(),
});

const orderLine = () =>
  z.looseObject({
    quantity: z.number(),
    variant_unique_id: maybeText(),
    variant_sku: maybeText(),
    product_name: maybeText(),
    variant_price: maybeText(),
    product_price: maybeText(),
    discount: maybeText(),
    discount_code_discount: maybeText(),
    weight: maybeNumber(),
    is_inventory: maybeFlag(),
  });

const address = () =>
  z.looseObject({
    ...customerFields(),
    address: maybeText(),
    subdistrict: maybeText(),
    city: maybeText(),
    province: maybeText(),
    postal_code: maybeText(),
    notes: maybeText(),
  });

const order = () =>
  z.looseObject({
    ...orderHead(),
    ...orderTimes(),
    ...paymentFacts(),
    status: maybeText(),
    payment_status: maybeText(),
    orderlines: z.array(orderLine()),
    secret_slug: maybeText(),
    customer_id: maybeNumber(),
    store: z.optional(z.nullable(z.looseObject({ name: maybeText() }))),
    destination_address: z.optional(z.nullable(address())),
    final_variants: z.optional(z.nullable(z.record(z.string(), z.number()))),
    total_quantity: maybeNumber(),
    gross_revenue: maybeText(),
    net_revenue: maybeText(),
    product_price: maybeText(),
    product_discount: maybeText(),
    discount_code_discount: maybeText(),
    unique_code_discount: maybeText(),
    shipping_cost: maybeText(),
    payment_fee: maybeText(),
    notes: maybeText(),
  });

const deletedOrder = () => z.looseObject(orderHead());

const orderStatus = () => z.looseObject({ ...orderHead(), ...orderTimes(), status: text() });

const payment = () =>
  z.looseObject({
    ...orderHead(),
    ...paymentFacts(),
    payment_status: text(),
    payment_status_history: z.optional(
      z.nullable(z.array(z.looseObject({ at: maybeText(), status: maybeText() }))),
    ),
    pg_reference_id: maybeText(),
  });

const checkoutItem = () =>
  z.looseObject({
    type: maybeText(),
    variant_id: maybeNumber(),
    bundle_price_option_id: maybeNumber(),
    name: maybeText(),
    quantity: maybeNumber(),
    unit_price: maybeText(),
    line_total: maybeText(),
    currency: maybeText(),
  });

const checkoutIntent = () =>
  z.looseObject({
    id: text(),
    status: maybeText(),
    last_sequence: maybeNumber(),
    occurred_at: maybeText(),
    customer: customer(),
    store: z.optional(z.nullable(z.looseObject({ unique_id: maybeText(), name: maybeText() }))),
    order: z.optional(z.nullable(anyObject())),
    items: z.optional(z.nullable(z.array(checkoutItem()))),
    started_at: maybeText(),
    last_activity_at: maybeText(),
    completed_at: maybeText(),
    recovery_url: maybeText(),
    recovery_url_expires_at: maybeText(),
  });

/** The shape of an event around its data. */
function shape<Data>(
  data: () => SchemaFor<Data> & z.core.$ZodType,
  ...needs: readonly (readonly string[])[]
) {
  return {
    body: () => z.looseObject({ unique_id: text(), timestamp: text(), data: data() }),
    needs: [["unique_id"], ["data"], ...needs],
  };
}

const orderIds = ["data.id", "data.order_id"];
const paymentStatus = ["data.payment_status"];

/** The body of an event whose data is not documented. */
const loose = () =>
  z.looseObject({ unique_id: maybeText(), timestamp: maybeText(), data: z.optional(z.unknown()) });

/** The body of each event with a type. */
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
  "shipment.status.updated": { body: loose, needs: [] },
  "business.test_event": { body: loose, needs: [] },
};

/** An event that the vendor does not document. */
export const otherShape = { body: loose, needs: [] };
