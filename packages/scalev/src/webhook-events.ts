import type { OrderTimes } from "./order.ts";

/**
 * The documented payment statuses; the list is open. Both `paid` and `settled` mean that the customer has paid; `settled` follows
 * `paid` when the money has arrived. `conflict`: the payment does not match the order.
 */
export type WebhookPaymentStatus = "unpaid" | "paid" | "conflict" | "settled" | (string & {});

/** The fields of every event about an order. */
export interface WebhookOrderHead {
  /** The order's UUID, which joins the events of one order. The vendor's older samples do not have it. */
  readonly id: string;
  /** The human-readable order number, such as `260105DEMO1`. */
  readonly order_id: string;
  /** The id of the payment link that the order comes from. */
  readonly payment_link_id?: string | number | null | undefined;
  /** Whether the order comes from a payment link. */
  readonly is_from_payment_link?: boolean | null | undefined;
  /** In ISO 8601. */
  readonly created_at?: string | null | undefined;
  /** In ISO 8601. */
  readonly last_updated_at?: string | null | undefined;
}

/** When an order reached each state, in ISO 8601; null until it does. */
export type WebhookOrderTimes = OrderTimes;

/** The payment fields that events about orders and about payments share. */
export interface WebhookPaymentFacts {
  /** Whether the vendor considers the order spam. */
  readonly is_probably_spam?: boolean | null | undefined;
  /** Who marked it as spam, such as `ai`. */
  readonly mark_as_spam_by?: string | null | undefined;
  readonly unpaid_time?: string | null | undefined;
  readonly paid_time?: string | null | undefined;
  readonly conflict_time?: string | null | undefined;
  readonly settled_time?: string | null | undefined;
  readonly transfer_time?: string | null | undefined;
  /** Such as `bank_transfer`, or `va_bca` for a virtual account. */
  readonly payment_method?: string | null | undefined;
  /** The payment gateway. */
  readonly epayment_provider?: string | null | undefined;
  /** The bank or wallet. */
  readonly financial_entity?: WebhookNamed | null | undefined;
  /** The holder of the receiving account. */
  readonly payment_account_holder?: string | null | undefined;
  /** The number of the receiving account. */
  readonly payment_account_number?: string | null | undefined;
  /** The URL of the image with the proof of transfer. */
  readonly transferproof_url?: string | null | undefined;
  /** The seller's business; empty in some of the vendor's samples. */
  readonly business?:
    | { readonly username?: string | undefined; readonly client_id?: string | undefined }
    | null
    | undefined;
  /** The customer; described by the vendor, but in none of its samples. */
  readonly customer?: WebhookCustomer | null | undefined;
}

/** A name and a code. */
export interface WebhookNamed {
  readonly code?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** A customer. */
export interface WebhookCustomer {
  readonly name?: string | null | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The phone number. */
  readonly phone?: string | null | undefined;
}

/** The shipping address of an order. */
export interface WebhookAddress extends WebhookCustomer {
  /** Street and house. */
  readonly address?: string | null | undefined;
  /** Part of the city. */
  readonly subdistrict?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly province?: string | null | undefined;
  readonly postal_code?: string | null | undefined;
  readonly notes?: string | null | undefined;
}

/** A line of an order. Amounts are decimal strings, such as `"150000.00"`. */
export interface WebhookOrderLine {
  /** How many. */
  readonly quantity: number;
  /** The variant's unique id, `variant_…`, which maps a sale to a course. Neither the number nor the UUID of the variant. */
  readonly variant_unique_id?: string | null | undefined;
  /** The seller's own code. */
  readonly variant_sku?: string | null | undefined;
  /** The product's name. The seller can change it: use `variant_unique_id` to map sales. */
  readonly product_name?: string | null | undefined;
  /** The unit price. */
  readonly variant_price?: string | null | undefined;
  /** The price of the line. */
  readonly product_price?: string | null | undefined;
  readonly discount?: string | null | undefined;
  /** The part of the discount that comes from a code. */
  readonly discount_code_discount?: string | null | undefined;
  /** The unit is not documented. */
  readonly weight?: number | null | undefined;
  readonly is_inventory?: boolean | null | undefined;
}

/** A whole order. Amounts are decimal strings, such as `"150000.00"`. */
export interface WebhookOrder extends WebhookOrderHead, WebhookOrderTimes, WebhookPaymentFacts {
  /** draft, pending, confirmed, in_process, ready, shipped, completed, canceled, rts, closed; the list is open. */
  readonly status?: string | null | undefined;
  readonly payment_status?: WebhookPaymentStatus | null | undefined;
  /** What was bought. */
  readonly orderlines: readonly WebhookOrderLine[];
  /** The secret part of the order page's URL: anyone who has it can see the order. */
  readonly secret_slug?: string | null | undefined;
  /** The customer's number. */
  readonly customer_id?: number | null | undefined;
  readonly store?: { readonly name?: string | null | undefined } | null | undefined;
  readonly destination_address?: WebhookAddress | null | undefined;
  /** The quantity of each product, by name. */
  readonly final_variants?: Readonly<Record<string, number>> | null | undefined;
  readonly total_quantity?: number | null | undefined;
  /** The amount that the customer pays. */
  readonly gross_revenue?: string | null | undefined;
  readonly net_revenue?: string | null | undefined;
  readonly product_price?: string | null | undefined;
  readonly product_discount?: string | null | undefined;
  readonly discount_code_discount?: string | null | undefined;
  /** The few rupiah that identify a transfer. */
  readonly unique_code_discount?: string | null | undefined;
  readonly shipping_cost?: string | null | undefined;
  readonly payment_fee?: string | null | undefined;
  readonly notes?: string | null | undefined;
}

/** An order whose status has changed, without `orderlines`. */
export interface WebhookOrderStatus extends WebhookOrderHead, WebhookOrderTimes {
  /** draft, pending, confirmed, in_process, ready, shipped, completed, canceled, rts, closed; the list is open. */
  readonly status: string;
}

/** An order whose payment has changed, without `orderlines`: store those of `order.created`. */
export interface WebhookPayment extends WebhookOrderHead, WebhookPaymentFacts {
  /** The current payment status. */
  readonly payment_status: WebhookPaymentStatus;
  /** The previous payment statuses. */
  readonly payment_status_history?:
    | readonly { readonly at?: string | null | undefined; readonly status?: string | null | undefined }[]
    | null
    | undefined;
  /** The payment gateway's reference. */
  readonly pg_reference_id?: string | null | undefined;
}

/** A checkout that a customer has started, as of the time of the event. */
export interface WebhookCheckoutIntent {
  /** The intent's UUID. */
  readonly id: string;
  /** `abandoned` or `completed`; completed does not mean paid. */
  readonly status?: string | null | undefined;
  /** The number of this snapshot; a larger number is newer. */
  readonly last_sequence?: number | null | undefined;
  /** When it happened, in ISO 8601. */
  readonly occurred_at?: string | null | undefined;
  readonly customer?: WebhookCustomer | null | undefined;
  readonly store?:
    | { readonly unique_id?: string | null | undefined; readonly name?: string | null | undefined }
    | null
    | undefined;
  /** The order that completed it; null before. Its fields are not documented. */
  readonly order?: Readonly<Record<string, unknown>> | null | undefined;
  /** The items in the cart. */
  readonly items?: readonly WebhookCheckoutItem[] | null | undefined;
  readonly started_at?: string | null | undefined;
  readonly last_activity_at?: string | null | undefined;
  readonly completed_at?: string | null | undefined;
  /** The URL where the customer can continue. Anyone who has it sees what was entered: treat it as personal data. */
  readonly recovery_url?: string | null | undefined;
  readonly recovery_url_expires_at?: string | null | undefined;
}

/** An item in a cart. Amounts are decimal strings. */
export interface WebhookCheckoutItem {
  /** `variant` or `bundle_price_option`. */
  readonly type?: string | null | undefined;
  /** The variant's number, not its `variant_unique_id`. */
  readonly variant_id?: number | null | undefined;
  readonly bundle_price_option_id?: number | null | undefined;
  readonly name?: string | null | undefined;
  readonly quantity?: number | null | undefined;
  readonly unit_price?: string | null | undefined;
  readonly line_total?: string | null | undefined;
  readonly currency?: string | null | undefined;
}

/** What `verifyWebhook` adds to every event. */
export interface WebhookFacts {
  /**
   * The fields of the body that differ from the vendor's documentation, such as `data.orderlines[].quantity`. Check it before
   * you rely on a field's type: such an event is accepted, so that a change by the vendor does not lose it.
   */
  readonly drift: readonly string[];
  /**
   * The header `X-Scalev-App-Id`: the app that the webhook is for. **Not signed**: anyone who obtains a webhook can resend it
   * with another id. Use it only to choose between your own apps.
   */
  readonly appId: string | undefined;
}

/**
 * An event that the vendor documents. Undeclared fields are kept.
 *
 * Events are delivered at least once and in any order. Any 2xx acknowledges a delivery; without one, the vendor delivers the
 * event again with the same `unique_id` and the same `data`, as of the time of the event. So `data` may be older than what
 * you have stored.
 */
export interface KnownWebhookEvent<Name extends string, Data> extends WebhookFacts {
  /** The name of the event, which distinguishes the events. */
  readonly type: Name;
  /** The vendor's name of the event; equal to `type`. */
  readonly event: Name;
  /** The id of the event, `event_…`. A redelivery has the same id: handle each id once. */
  readonly unique_id: string;
  /** When it happened, not when it was sent, in ISO 8601. Events may arrive in another order. */
  readonly timestamp: string;
  /** The object of the event, as of that time. */
  readonly data: Data;
}

/** An order was placed. Store its `orderlines`: the events about its payment, status and deletion do not have them. */
export type OrderCreatedEvent = KnownWebhookEvent<"order.created", WebhookOrder>;
/** The payment of an order can start: the gateway is ready. With `orderlines`. */
export type OrderEpaymentCreatedEvent = KnownWebhookEvent<"order.epayment_created", WebhookOrder>;
/** An order was updated. With `orderlines`. */
export type OrderUpdatedEvent = KnownWebhookEvent<"order.updated", WebhookOrder>;
/** An order was placed that is considered spam. With `orderlines`. */
export type OrderSpamCreatedEvent = KnownWebhookEvent<"order.spam_created", WebhookOrder>;
/** An order was deleted; contains only its ids and times, without `orderlines`. */
export type OrderDeletedEvent = KnownWebhookEvent<"order.deleted", WebhookOrderHead>;
/** The status of an order has changed, without `orderlines`. Says nothing about its payment. */
export type OrderStatusChangedEvent = KnownWebhookEvent<"order.status_changed", WebhookOrderStatus>;
/** The status of a payment has changed, in either direction, without `orderlines`. */
export type OrderPaymentStatusChangedEvent = KnownWebhookEvent<
  "order.payment_status_changed",
  WebhookPayment
>;
/**
 * A payment became `paid` or `settled`. May be sent for each, with different ids: grant access to an order once. It has no
 * `orderlines`: find what was bought in the `order.created` of the same `data.id`, which may arrive later.
 */
export type PaymentReceivedEvent = KnownWebhookEvent<"payment.received", WebhookPayment>;
/** A payment became `conflict`, without `orderlines`. */
export type PaymentFailedEvent = KnownWebhookEvent<"payment.failed", WebhookPayment>;
/** A customer who entered an address has abandoned a checkout for 15 minutes. Sent once for each checkout. */
export type CheckoutIntentAbandonedEvent = KnownWebhookEvent<
  "checkout_intent.abandoned",
  WebhookCheckoutIntent
>;
/** A checkout led to an order, which does not mean that it is paid. */
export type CheckoutIntentCompletedEvent = KnownWebhookEvent<
  "checkout_intent.completed",
  WebhookCheckoutIntent
>;

/**
 * The vendor tests a webhook while its settings are being saved. Answer with exactly 200: with another status, 204 included, they
 * may not be saved.
 */
export interface TestWebhookEvent extends WebhookFacts {
  readonly type: "business.test_event";
  readonly event: "business.test_event";
  /** Usually missing: one version of the vendor's page shows the event without it, another with it. */
  readonly unique_id?: string | null | undefined;
  readonly timestamp?: string | null | undefined;
  /** An empty object. */
  readonly data?: unknown;
}

/**
 * The status of a shipment has changed. **Deduced**: only an example of the vendor names this event, and no page lists or describes
 * it. So nothing about its fields is known or checked.
 */
export interface ShipmentStatusUpdatedEvent extends WebhookFacts {
  readonly type: "shipment.status.updated";
  readonly event: "shipment.status.updated";
  readonly unique_id?: string | null | undefined;
  readonly timestamp?: string | null | undefined;
  readonly data?: unknown;
}

/** An event without a type here, unchanged: the vendor may add new ones. */
export interface OtherWebhookEvent extends WebhookFacts {
  /** Marks an event without a type here; its name is in `event`. */
  readonly type: "other";
  /** The vendor's name of the event. */
  readonly event: string;
  readonly unique_id?: string | null | undefined;
  readonly timestamp?: string | null | undefined;
  readonly data?: unknown;
}

/**
 * A request without a body. Sellers report one when a webhook is saved; the vendor does not document it. It contains
 * nothing that could be forged, so it needs no signature. Answer with 200 and do nothing.
 */
export interface WebhookPing extends WebhookFacts {
  readonly type: "ping";
  readonly event?: undefined;
  readonly unique_id?: undefined;
  readonly timestamp?: undefined;
  readonly data?: undefined;
}

/** An event about an order, a payment or a checkout. */
export type WebhookBusinessEvent =
  | OrderCreatedEvent
  | OrderEpaymentCreatedEvent
  | OrderUpdatedEvent
  | OrderSpamCreatedEvent
  | OrderDeletedEvent
  | OrderStatusChangedEvent
  | OrderPaymentStatusChangedEvent
  | PaymentReceivedEvent
  | PaymentFailedEvent
  | CheckoutIntentAbandonedEvent
  | CheckoutIntentCompletedEvent;

/** The event of a webhook; `type` distinguishes them. */
export type WebhookEvent =
  | WebhookBusinessEvent
  | ShipmentStatusUpdatedEvent
  | TestWebhookEvent
  | OtherWebhookEvent
  | WebhookPing;

/** The names of the events with a type here: the documented ones, and `shipment.status.updated`. */
export type WebhookEventName = (WebhookBusinessEvent | ShipmentStatusUpdatedEvent | TestWebhookEvent)["type"];
