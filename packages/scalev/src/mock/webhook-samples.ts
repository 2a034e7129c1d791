import type { WebhookBusinessEvent, WebhookEventName, WebhookOrderTimes } from "../webhook-events.ts";
import { mockUuid } from "./fixtures.ts";

type DataOf<Name> = Extract<WebhookBusinessEvent, { readonly type: Name }>["data"];

const placedAt = "2026-01-05T02:00:00Z";

const head = {
  id: mockUuid("order", 1),
  order_id: "260105DEMO1",
  payment_link_id: null,
  is_from_payment_link: false,
  created_at: placedAt,
  last_updated_at: placedAt,
};

const times: WebhookOrderTimes = {
  draft_time: placedAt,
  pending_time: placedAt,
  confirmed_time: null,
  in_process_time: null,
  ready_time: null,
  shipped_time: null,
  completed_time: null,
  rts_time: null,
  canceled_time: null,
  closed_time: null,
};

const customer = { name: "Siti Contoh", email: "learner@example.com", phone: "0800000001" };

const paymentFacts = {
  is_probably_spam: false,
  mark_as_spam_by: null,
  unpaid_time: placedAt,
  paid_time: null,
  conflict_time: null,
  settled_time: null,
  transfer_time: null,
  payment_method: "bank_transfer",
  epayment_provider: null,
  financial_entity: { code: "bni", name: "Bank Negara Indonesia" },
  payment_account_holder: "Toko Contoh",
  payment_account_number: "0000000000",
  transferproof_url: null,
  customer,
};

const order: DataOf<"order.created"> = {
  ...head,
  ...times,
  ...paymentFacts,
  status: "pending",
  payment_status: "unpaid",
  business: { username: "toko-contoh", client_id: "00000000-0000-4000-8000-000000000001" },
  secret_slug: "demo-slug",
  customer_id: 1,
  store: { name: "Toko Contoh" },
  destination_address: {
    ...customer,
    address: "Jalan Contoh 1",
    city: "Kota Contoh",
    province: "Jawa Timur",
  },
  final_variants: { "Kelas Dasar: Menulis Cerita": 1 },
  total_quantity: 1,
  gross_revenue: "149724.00",
  net_revenue: "149724.00",
  product_price: "150000.00",
  product_discount: "0.00",
  discount_code_discount: "0.00",
  unique_code_discount: "276.00",
  shipping_cost: "0.00",
  payment_fee: "0.00",
  notes: null,
  orderlines: [
    {
      quantity: 1,
      variant_unique_id: "variant_1",
      variant_sku: null,
      product_name: "Kelas Dasar: Menulis Cerita",
      variant_price: "150000.00",
      product_price: "150000.00",
      discount: "0.00",
      discount_code_discount: "0.00",
      weight: 0,
      is_inventory: false,
    },
  ],
};

function payment(status: string): DataOf<"payment.received"> {
  return {
    ...head,
    ...paymentFacts,
    business: {},
    payment_status: status,
    [`${status}_time`]: placedAt,
    payment_status_history: [{ at: placedAt, status }],
    pg_reference_id: null,
  };
}

function intent(status: string): DataOf<"checkout_intent.completed"> {
  return {
    id: "00000000-0000-4000-8000-f00000000001",
    status,
    last_sequence: 1,
    occurred_at: placedAt,
    customer,
    store: { unique_id: "store_demo", name: "Toko Contoh" },
    order: null,
    items: [
      {
        type: "variant",
        variant_id: 10,
        name: "Kelas Dasar: Menulis Cerita",
        quantity: 1,
        unit_price: "150000",
        line_total: "150000",
        currency: "IDR",
      },
    ],
    started_at: placedAt,
    last_activity_at: placedAt,
    completed_at: null,
    recovery_url: null,
    recovery_url_expires_at: null,
  };
}

/** The data of each event, about the mock's first order. The shapes are the vendor's, the people are invented. */
export const webhookSamples: { readonly [Name in WebhookBusinessEvent["type"]]: DataOf<Name> } & {
  readonly [Name in WebhookEventName]: object;
} = {
  "order.created": order,
  "order.epayment_created": order,
  "order.updated": order,
  "order.spam_created": { ...order, is_probably_spam: true, mark_as_spam_by: "ai" },
  "order.deleted": head,
  "order.status_changed": { ...head, ...times, status: "canceled", canceled_time: placedAt },
  "order.payment_status_changed": payment("paid"),
  "payment.received": payment("paid"),
  "payment.failed": payment("conflict"),
  "checkout_intent.abandoned": intent("abandoned"),
  "checkout_intent.completed": { ...intent("completed"), completed_at: placedAt, order: {} },
  // The vendor prints no data of this event.
  "shipment.status.updated": {},
  "business.test_event": {},
};
