import { checkMockOptions } from "@kelaskit/core/testing";
import { type MockWebhookOptions, mockWebhook } from "./webhooks.ts";
import { webhookSamples } from "./webhook-samples.ts";

/**
 * Something that happens to a sale: `paid`, `settled`, `unpaid` and `conflict` are statuses of its payment, `deleted` deletes it, and
 * the others but `created`, `epayment` and `updated` are statuses of the order.
 */
export type MockSaleStep =
  | "created"
  | "epayment"
  | "updated"
  | "paid"
  | "settled"
  | "unpaid"
  | "conflict"
  | "confirmed"
  | "in_process"
  | "completed"
  | "canceled"
  | "rts"
  | "closed"
  | "deleted";

/** An event of a sale, before it is signed. */
export interface MockSaleEvent {
  /** The name of the event. */
  readonly event: string;
  readonly unique_id: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Options of `mockSale`. */
export interface MockSaleOptions extends Pick<MockWebhookOptions, "secret" | "url" | "appId"> {
  /** The unique ids of the variants that are sold, or how many of each: `{ variant_1: 2 }`. @default ["variant_1"] */
  readonly variants?: readonly string[] | Readonly<Record<string, number>> | undefined;
  /** The buyer's e-mail address; null for an order without one. @default "learner@example.com" */
  readonly email?: string | null | undefined;
  /** The buyer's name. @default "Siti Contoh" */
  readonly name?: string | null | undefined;
  /** The order's UUID. @default a new one */
  readonly orderId?: string | undefined;
  /** The order's number. @default derived from its UUID */
  readonly number?: string | undefined;
  /** When it was placed, in ISO 8601; each step happens a second after the one before. @default "2026-01-05T02:00:00Z" */
  readonly placedAt?: string | undefined;
  /** Whether the vendor considers it spam. @default false */
  readonly isSpam?: boolean | undefined;
  /** What happens, in this order. A refund is `unpaid`, or `canceled`. @default created, paid, confirmed, settled, completed */
  readonly steps?: readonly MockSaleStep[] | undefined;
  /**
   * Arranges the events in the order in which they are delivered, and repeats some: `(events) => [...events, ...events].reverse()`.
   *
   * @default as they happened, each once
   */
  readonly arrange?: ((events: readonly MockSaleEvent[]) => readonly MockSaleEvent[]) | undefined;
}

const optionNames = {
  secret: true,
  url: true,
  appId: true,
  variants: true,
  email: true,
  name: true,
  orderId: true,
  number: true,
  placedAt: true,
  isSpam: true,
  steps: true,
  arrange: true,
} as const satisfies Readonly<Record<keyof MockSaleOptions, true>>;

const usualSteps: readonly MockSaleStep[] = ["created", "paid", "confirmed", "settled", "completed"];

const paymentSteps: ReadonlySet<string> = new Set(["paid", "settled", "unpaid", "conflict"]);

/** The names of the events that the vendor sends at a step. */
function eventsOf(step: MockSaleStep, isSpam: boolean): readonly string[] {
  switch (step) {
    case "created":
      return [isSpam ? "order.spam_created" : "order.created"];
    case "epayment":
      return ["order.epayment_created"];
    case "updated":
      return ["order.updated"];
    case "deleted":
      return ["order.deleted"];
    case "paid":
    case "settled":
      return ["order.payment_status_changed", "payment.received"];
    case "conflict":
      return ["order.payment_status_changed", "payment.failed"];
    case "unpaid":
      return ["order.payment_status_changed"];
    default:
      return ["order.status_changed"];
  }
}

/** An amount of money, in the vendor's form. */
function money(amount: number): string {
  return amount.toFixed(2);
}

/** What an order shows of what was sold: its lines and their sums. */
function soldOf(variants: NonNullable<MockSaleOptions["variants"]>): Readonly<Record<string, unknown>> {
  const order = webhookSamples["order.created"];
  const [sample] = order.orderlines;
  const quantities: readonly (readonly [variant: string, quantity: number])[] = Array.isArray(variants)
    ? variants.map((variant: string) => [variant, 1] as const)
    : Object.entries(variants as Readonly<Record<string, number>>);
  const price = Number(sample?.variant_price);
  const total = quantities.reduce((sum, [, quantity]) => sum + quantity, 0);
  const revenue = money(Math.max(0, total * price - Number(order.unique_code_discount)));
  return {
    orderlines: quantities.map(([variant, quantity]) => ({
      ...sample,
      variant_unique_id: variant,
      quantity,
      product_price: money(quantity * price),
    })),
    // All lines are of the sample's product.
    final_variants: total === 0 ? {} : { [sample?.product_name ?? ""]: total },
    total_quantity: total,
    product_price: money(total * price),
    gross_revenue: revenue,
    net_revenue: revenue,
  };
}

/** An order as it changes, with everything that its events show. */
class SaleHistory {
  readonly #order: Record<string, unknown>;
  readonly #payments: { readonly at: string; readonly status: string }[] = [];

  constructor(order: Readonly<Record<string, unknown>>) {
    this.#order = { ...order };
  }

  /** Something happens. */
  take(step: MockSaleStep, at: string): void {
    this.#order["last_updated_at"] = at;
    if (["created", "epayment", "updated", "deleted"].includes(step)) return;
    const field = paymentSteps.has(step) ? "payment_status" : "status";
    this.#order[field] = step;
    this.#order[`${step}_time`] = at;
    if (paymentSteps.has(step)) this.#payments.push({ at, status: step });
  }

  /** What an event shows of it now: the fields that the vendor's sample of the event has. */
  seenBy(event: string): Readonly<Record<string, unknown>> {
    const samples: Readonly<Record<string, object>> = webhookSamples;
    const now = { ...this.#order, payment_status_history: [...this.#payments] };
    return Object.fromEntries(
      Object.entries(now).filter(([field]) => Object.hasOwn(samples[event] ?? {}, field)),
    );
  }
}

function historyOf(options: MockSaleOptions): readonly MockSaleEvent[] {
  const {
    variants = ["variant_1"],
    email = "learner@example.com",
    name = "Siti Contoh",
    orderId = crypto.randomUUID(),
    placedAt = "2026-01-05T02:00:00Z",
    isSpam = false,
    steps = usualSteps,
  } = options;
  const compact = orderId.replaceAll("-", "");
  const person = { ...webhookSamples["order.created"].customer, email, name };
  const history = new SaleHistory({
    ...webhookSamples["order.created"],
    id: orderId,
    order_id: options.number ?? `260105${compact.slice(-8).toUpperCase()}`,
    customer: person,
    destination_address: { ...webhookSamples["order.created"].destination_address, ...person },
    is_probably_spam: isSpam,
    mark_as_spam_by: isSpam ? "ai" : null,
    ...soldOf(variants),
    created_at: placedAt,
    draft_time: placedAt,
    pending_time: placedAt,
    unpaid_time: placedAt,
  });
  const start = Date.parse(placedAt);
  return steps.flatMap((step, index) => {
    const timestamp = new Date(start + index * 1000).toISOString();
    history.take(step, timestamp);
    return eventsOf(step, isSpam).map((event, place) => ({
      event,
      unique_id: `event_${compact}${index}${place}`,
      timestamp,
      data: history.seenBy(event),
    }));
  });
}

/**
 * Creates the signed webhooks of one sale, as the vendor would send them, to test the route that receives them. They are about one
 * order, and each shows it as it was at its time. A second call with the same `orderId` creates the same events again.
 *
 * @throws ConfigurationError when an option is unknown, or the secret is not a string or is empty.
 * @example
 * ```ts
 * for await (const request of mockSale({ secret, variants: ["variant_1"], email: "ann@example.com" })) await receive(request);
 * ```
 */
export async function* mockSale(options: MockSaleOptions): AsyncGenerator<Request, void> {
  checkMockOptions("mockSale", options, optionNames);
  const { secret, url, appId, arrange } = options;
  const events = historyOf(options);
  for (const { event, ...facts } of arrange?.(events) ?? events)
    yield await mockWebhook(event, { secret, url, appId, ...facts });
}
