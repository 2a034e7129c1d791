import { describe, expect, it } from "vitest";
import { verifyWebhook, type WebhookEvent } from "../src/index.ts";
import { mockSale, type MockSaleOptions } from "../src/mock/index.ts";
import { collect } from "./helpers.ts";

const secret = "whsec_example";

async function eventsOf(options: Partial<MockSaleOptions> = {}): Promise<readonly WebhookEvent[]> {
  const requests = await collect(mockSale({ secret, ...options }));
  return Promise.all(requests.map((request) => verifyWebhook(request, { secrets: secret })));
}

describe("the webhooks of a sale", () => {
  it("are signed, about one order, and as the vendor documents them", async () => {
    const events = await eventsOf({ email: "ann@example.com", variants: { variant_1: 2, variant_2: 1 } });
    expect(events.map(({ type }) => type)).toEqual([
      "order.created",
      "order.payment_status_changed",
      "payment.received",
      "order.status_changed",
      "order.payment_status_changed",
      "payment.received",
      "order.status_changed",
    ]);
    expect(events.flatMap(({ drift }) => drift)).toEqual([]);
    expect(new Set(events.map(({ data }) => (data as { readonly id: string }).id)).size).toBe(1);
    expect(new Set(events.map(({ unique_id: id }) => id)).size).toBe(events.length);
    expect(events[0]).toMatchObject({
      data: {
        customer: { email: "ann@example.com" },
        orderlines: [
          { variant_unique_id: "variant_1", quantity: 2 },
          { variant_unique_id: "variant_2", quantity: 1 },
        ],
      },
    });
  });

  it("count and price what was sold, from the time when it was placed", async () => {
    const placedAt = "2026-05-06T07:08:09Z";
    const [first] = await eventsOf({ placedAt, variants: { variant_1: 2, variant_2: 1 } });
    expect(first?.data).toMatchObject({
      orderlines: [{ product_price: "300000.00" }, { product_price: "150000.00" }],
      final_variants: { "Kelas Dasar: Menulis Cerita": 3 },
      total_quantity: 3,
      product_price: "450000.00",
      unique_code_discount: "276.00",
      gross_revenue: "449724.00",
      created_at: placedAt,
      pending_time: placedAt,
    });
  });

  it("show the order as it was at their time", async () => {
    const events = await eventsOf({ steps: ["created", "paid", "unpaid", "canceled", "updated", "deleted"] });
    expect(events.at(0)).toMatchObject({ data: { status: "pending", payment_status: "unpaid" } });
    expect(events.at(1)).toMatchObject({ data: { payment_status: "paid" } });
    expect(events.at(-2)).toMatchObject({
      type: "order.updated",
      data: { status: "canceled", payment_status: "unpaid" },
    });
    expect(events.at(-1)).toMatchObject({ type: "order.deleted" });
    expect(events.at(-1)?.data).not.toHaveProperty("orderlines");
    const times = events.map(({ timestamp }) => timestamp ?? "");
    expect(times).toEqual(times.toSorted());
  });

  it("come in any order, repeated, and again in a second call", async () => {
    const orderId = "00000000-0000-4000-8000-d00000000009";
    const arrange: MockSaleOptions["arrange"] = (events) => [...events, ...events].toReversed();
    const events = await eventsOf({ orderId, arrange });
    const usual = await eventsOf({ orderId });
    const ids = usual.map(({ unique_id: id }) => id);
    expect(events.map(({ unique_id: id }) => id)).toEqual([...ids, ...ids].toReversed());
  });

  it("of a spam order begin with the vendor's event for it", async () => {
    const [first] = await eventsOf({ isSpam: true });
    expect(first).toMatchObject({ type: "order.spam_created", data: { is_probably_spam: true } });
  });

  it("have no address if the order has none", async () => {
    const [first] = await eventsOf({ email: null });
    expect(first).toMatchObject({
      data: { customer: { email: null }, destination_address: { email: null } },
    });
  });

  it("are not created for a misspelled option", async () => {
    // @ts-expect-error: it is variants
    await expect(collect(mockSale({ secret, variant: ["variant_1"] }))).rejects.toThrow(/variant/);
  });
});
