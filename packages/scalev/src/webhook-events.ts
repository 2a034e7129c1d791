import type { OrderTimes } from "./order.ts";

/** The states of a payment that the vendor names; others may come. `settled` follows `paid`: the money is there. */
export type WebhookPaymentStatus = "unpaid" | "paid" | "conflict" | "settled" | (string & {});

/** What every event about an order says of it. */
export interface WebhookOrderHead {
  /** The order's UUID: the key that joins the events of one order. The vendor's older samples do not have it. */
  readonly id: string;
  /** The number that people read, as in `260105DEMO1`. */
  readonly order_id: string;
  /** Which payment link the order comes from. */
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

/** How an order is paid, as far as events about orders and those about payments agree. */
export interface WebhookPaymentFacts {
  /** Whether the vendor takes the order for spam. */
  readonly is_probably_spam?: boolean | null | undefined;
  /** Who says so, as in `ai`. */
  readonly mark_as_spam_by?: string | null | undefined;
  readonly unpaid_time?: string | null | undefined;
  readonly paid_time?: string | null | undefined;
  readonly conflict_time?: string | null | undefined;
  readonly settled_time?: string | null | undefined;
  readonly transfer_time?: string | null | undefined;
  /** As in `bank_transfer`, or `va_bca` for a virtual account. */
  readonly payment_method?: string | null | undefined;
  /** The payment gateway. */
  readonly epayment_provider?: string | null | undefined;
  /** The bank or wallet. */
  readonly financial_entity?: WebhookNamed | null | undefined;
  /** Who holds the account that was paid to. */
  readonly payment_account_holder?: string | null | undefined;
  /** The account that was paid to. */
  readonly payment_account_number?: string | null | undefined;
  /** The address of the picture that proves the transfer. */
  readonly transferproof_url?: string | null | undefined;
  /** The seller's business; the vendor shows it empty too. */
  readonly business?:
    | { readonly username?: string | undefined; readonly client_id?: string | undefined }
    | null
    | undefined;
  /** The customer, whom the vendor names in words and does not show in a sample. */
  readonly customer?: WebhookCustomer | null | undefined;
}

/** Something with a name and a code. */
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

/** Where an order is sent. */
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

/** A line of an order. Amounts are decimal texts, as in `"150000.00"`. */
export interface WebhookOrderLine {
  /** How many. */
  readonly quantity: number;
  /** `variant_…`: the key that maps a sale to a course. Neither the number nor the UUID of the variant. */
  readonly variant_unique_id?: string | null | undefined;
  /** The seller's own code. */
  readonly variant_sku?: string | null | undefined;
  /** The product's name, which the seller can change: map by `variant_unique_id`. */
  readonly product_name?: string | null | undefined;
  /** The price of one. */
  readonly variant_price?: string | null | undefined;
  /** The price of the line. */
  readonly product_price?: string | null | undefined;
  readonly discount?: string | null | undefined;
  /** The part of the discount that comes from a code. */
  readonly discount_code_discount?: string | null | undefined;
  /** The vendor does not say in which unit. */
  readonly weight?: number | null | undefined;
  readonly is_inventory?: boolean | null | undefined;
}

/** A whole order. Amounts are decimal texts, as in `"150000.00"`. */
export interface WebhookOrder extends WebhookOrderHead, WebhookOrderTimes, WebhookPaymentFacts {
  /** draft, pending, confirmed, in_process, ready, shipped, completed, canceled, rts, closed; others may come. */
  readonly status?: string | null | undefined;
  readonly payment_status?: WebhookPaymentStatus | null | undefined;
  /** What was bought. */
  readonly orderlines: readonly WebhookOrderLine[];
  /** The secret part of the address of the order's page: whoever has it sees the order. */
  readonly secret_slug?: string | null | undefined;
  /** The customer's number. */
  readonly customer_id?: number | null | undefined;
  readonly store?: { readonly name?: string | null | undefined } | null | undefined;
  readonly destination_address?: WebhookAddress | null | undefined;
  /** How many of each, by product name. */
  readonly final_variants?: Readonly<Record<string, number>> | null | undefined;
  readonly total_quantity?: number | null | undefined;
  /** What the customer pays. */
  readonly gross_revenue?: string | null | undefined;
  readonly net_revenue?: string | null | undefined;
  readonly product_price?: string | null | undefined;
  readonly product_discount?: string | null | undefined;
  readonly discount_code_discount?: string | null | undefined;
  /** The few rupiah by which a transfer is recognised. */
  readonly unique_code_discount?: string | null | undefined;
  readonly shipping_cost?: string | null | undefined;
  readonly payment_fee?: string | null | undefined;
  readonly notes?: string | null | undefined;
}

/** An order whose state has changed. It comes without `orderlines`. */
export interface WebhookOrderStatus extends WebhookOrderHead, WebhookOrderTimes {
  /** draft, pending, confirmed, in_process, ready, shipped, completed, canceled, rts, closed; others may come. */
  readonly status: string;
}

/** An order whose payment has changed. It comes without `orderlines`: keep those of `order.created`. */
export interface WebhookPayment extends WebhookOrderHead, WebhookPaymentFacts {
  /** What the payment is now. */
  readonly payment_status: WebhookPaymentStatus;
  /** What the payment was before, and who changed it. */
  readonly payment_status_history?:
    | readonly { readonly at?: string | null | undefined; readonly status?: string | null | undefined }[]
    | null
    | undefined;
  /** The gateway's number of the payment. */
  readonly pg_reference_id?: string | null | undefined;
}

/** A checkout that somebody has begun, as it was when the event happened. */
export interface WebhookCheckoutIntent {
  /** The intent's UUID. */
  readonly id: string;
  /** `abandoned` or `completed`; the latter does not mean that it is paid. */
  readonly status?: string | null | undefined;
  /** Which snapshot this is: a larger one is newer. */
  readonly last_sequence?: number | null | undefined;
  /** When it happened, in ISO 8601. */
  readonly occurred_at?: string | null | undefined;
  readonly customer?: WebhookCustomer | null | undefined;
  readonly store?:
    | { readonly unique_id?: string | null | undefined; readonly name?: string | null | undefined }
    | null
    | undefined;
  /** The order that completed it; null before. The vendor shows no field of it. */
  readonly order?: Readonly<Record<string, unknown>> | null | undefined;
  /** What is in the cart. */
  readonly items?: readonly WebhookCheckoutItem[] | null | undefined;
  readonly started_at?: string | null | undefined;
  readonly last_activity_at?: string | null | undefined;
  readonly completed_at?: string | null | undefined;
  /** Where the customer can go on. Whoever has it sees what was typed: treat it as the customer's own data. */
  readonly recovery_url?: string | null | undefined;
  readonly recovery_url_expires_at?: string | null | undefined;
}

/** Something in a cart. Amounts are decimal texts. */
export interface WebhookCheckoutItem {
  /** `variant` or `bundle_price_option`. */
  readonly type?: string | null | undefined;
  /** The variant's number: not its `variant_unique_id`. */
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
   * The fields of the body that differ from what the vendor documents, as in `data.orderlines[].quantity`. Look at it
   * before you rely on a field's type: such an event is let through, so that a change at the vendor's does not lose it.
   */
  readonly drift: readonly string[];
  /**
   * The header `X-Scalev-App-Id`: for which of your apps the webhook is. **Not signed**: whoever gets hold of a webhook
   * can send it again under another. Let it choose between your own apps, and nothing more.
   */
  readonly appId: string | undefined;
}

/** An event that the vendor documents. Fields beyond the declared ones are there too, as they came. */
export interface KnownWebhookEvent<Name extends string, Data> extends WebhookFacts {
  /** What has happened; what tells the events apart. */
  readonly type: Name;
  /** The vendor's name of the event: the same. */
  readonly event: Name;
  /** `event_…`. A repetition has the same: handle each once. */
  readonly unique_id: string;
  /** When it happened, not when it was sent, in ISO 8601. Events do not come in this order. */
  readonly timestamp: string;
  /** What it happened to, as it was then. */
  readonly data: Data;
}

/** An order was placed. */
export type OrderCreatedEvent = KnownWebhookEvent<"order.created", WebhookOrder>;
/** The payment of an order can begin: the gateway has what it needs. */
export type OrderEpaymentCreatedEvent = KnownWebhookEvent<"order.epayment_created", WebhookOrder>;
/** An order was changed. */
export type OrderUpdatedEvent = KnownWebhookEvent<"order.updated", WebhookOrder>;
/** An order was placed that looks like spam. */
export type OrderSpamCreatedEvent = KnownWebhookEvent<"order.spam_created", WebhookOrder>;
/** An order was deleted; only its ids and times come. */
export type OrderDeletedEvent = KnownWebhookEvent<"order.deleted", WebhookOrderHead>;
/** The state of an order has changed. It says nothing about payment. */
export type OrderStatusChangedEvent = KnownWebhookEvent<"order.status_changed", WebhookOrderStatus>;
/** The state of a payment has changed, in either direction. */
export type OrderPaymentStatusChangedEvent = KnownWebhookEvent<
  "order.payment_status_changed",
  WebhookPayment
>;
/** A payment became `paid` or `settled`. It may come for each, with an id of its own: grant an order once. */
export type PaymentReceivedEvent = KnownWebhookEvent<"payment.received", WebhookPayment>;
/** A payment became `conflict`. */
export type PaymentFailedEvent = KnownWebhookEvent<"payment.failed", WebhookPayment>;
/** A customer who left an address has left a checkout alone for 15 minutes. Comes once for each checkout. */
export type CheckoutIntentAbandonedEvent = KnownWebhookEvent<
  "checkout_intent.abandoned",
  WebhookCheckoutIntent
>;
/** An order came of a checkout, which does not mean that it is paid. */
export type CheckoutIntentCompletedEvent = KnownWebhookEvent<
  "checkout_intent.completed",
  WebhookCheckoutIntent
>;

/** The vendor tries a webhook whose settings are being saved. Answer with 200, or they are not saved. */
export interface TestWebhookEvent extends WebhookFacts {
  readonly type: "business.test_event";
  readonly event: "business.test_event";
  /** Missing in the vendor's older description. */
  readonly unique_id?: string | null | undefined;
  readonly timestamp?: string | null | undefined;
  /** An empty object. */
  readonly data?: unknown;
}

/** An event that has no type here, as it came: the vendor adds new ones. */
export interface OtherWebhookEvent extends WebhookFacts {
  /** That the name is none of the known ones; it is in `event`. */
  readonly type: "other";
  /** The vendor's name of the event. */
  readonly event: string;
  readonly unique_id?: string | null | undefined;
  readonly timestamp?: string | null | undefined;
  readonly data?: unknown;
}

/**
 * A request without a body: sellers report that one comes when a webhook is saved, and the vendor says nothing about it.
 * Nothing is in it that anybody could have forged, so that it needs no signature. Answer with 200 and do nothing.
 */
export interface WebhookPing extends WebhookFacts {
  readonly type: "ping";
  readonly event?: undefined;
  readonly unique_id?: undefined;
  readonly timestamp?: undefined;
  readonly data?: undefined;
}

/** What happened to an order, a payment or a checkout. */
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

/** What a webhook brings; `type` tells which. */
export type WebhookEvent = WebhookBusinessEvent | TestWebhookEvent | OtherWebhookEvent | WebhookPing;

/** The events that the vendor documents and that have a type here. */
export type WebhookEventName = (WebhookBusinessEvent | TestWebhookEvent)["type"];
