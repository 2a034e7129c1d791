import { mockSale, type MockSaleStep, mockWebhook } from "@kelaskit/scalev/mock";
import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { collect } from "./support/collect.ts";
import { factsOf, type OrderEvent } from "../../src/sales/order-facts.ts";
import { isEntitled } from "../../src/sales/sale-plan.ts";
import { momentOf } from "../../src/sales/moments.ts";
import { openShop, secret } from "./support/shop.ts";

const email = "ann@example.com";

const steps = fc.array(
  fc.constantFrom<MockSaleStep>(
    "epayment",
    "updated",
    "paid",
    "settled",
    "unpaid",
    "conflict",
    "confirmed",
    "canceled",
    "completed",
    "deleted",
  ),
  { maxLength: 5 },
);

/** Some order of a sale's events, with repetitions of some; the shop gets every event at least once. */
const deliveries = fc.record({
  steps,
  ranks: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30, maxLength: 30 }),
  repeated: fc.array(fc.nat({ max: 20 }), { maxLength: 6 }),
});

function shuffled<Item>(
  items: readonly Item[],
  ranks: readonly number[],
  repeated: readonly number[],
): Item[] {
  const all = [...items, ...repeated.flatMap((index) => items[index % items.length] ?? [])];
  return all
    .map((item, index) => ({ item, rank: ranks[index] ?? 0 }))
    .toSorted((first, second) => first.rank - second.rank)
    .map(({ item }) => item);
}

async function eventsOf(saleSteps: readonly MockSaleStep[]): Promise<readonly OrderEvent[]> {
  const requests = await collect(
    mockSale({ secret, email, steps: ["created", ...saleSteps], variants: ["variant_1", "variant_2"] }),
  );
  return Promise.all(
    requests.map(async (request) => {
      const {
        event,
        unique_id: id,
        timestamp,
        data,
      } = (await request.json()) as {
        readonly event: string;
        readonly unique_id: string;
        readonly timestamp: string;
        readonly data: OrderEvent["data"];
      };
      return { id, name: event, moment: momentOf(timestamp), data };
    }),
  );
}

describe("the order in which events come", () => {
  it("changes nothing in what they say together", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ steps: saleSteps, ranks, repeated }) => {
        const events = await eventsOf(saleSteps);
        expect(factsOf(shuffled(events, ranks, repeated))).toEqual(factsOf(events));
      }),
      { numRuns: cases(100) },
    );
  });

  it("changes nothing in who is enrolled at the end", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ steps: saleSteps, ranks, repeated }) => {
        // What is in doubt keeps what was granted before: who is enrolled then depends on when it was.
        const events = await eventsOf(saleSteps);
        const facts = factsOf(events);
        fc.pre(facts.payment !== "doubtful" || facts.end !== undefined);
        const shop = openShop({ revoke: "on-refund" });
        await shop.sell({
          email,
          variants: ["variant_1", "variant_2"],
          steps: ["created", ...saleSteps],
          arrange: (all) => shuffled(all, ranks, repeated),
        });
        expect(shop.enrollments.enrolled()).toHaveLength(isEntitled(facts) ? 3 : 0);
        await shop.receive.close();
      }),
      { numRuns: cases(12) },
    );
  });

  it("never enrolls twice without taking back in between", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ steps: saleSteps, ranks, repeated }) => {
        const shop = openShop();
        await shop.sell({
          email,
          steps: ["created", ...saleSteps],
          arrange: (all) => shuffled(all, ranks, repeated),
        });
        expect(shop.enrollments.sent.length).toBeLessThanOrEqual(1);
        await shop.receive.close();
      }),
      { numRuns: cases(12) },
    );
  });
});

describe("an event without a readable time", () => {
  const order = { id: "00000000-0000-4000-8000-d00000000001", order_id: "260105DEMO7" };
  const placed = {
    ...order,
    payment_status: "unpaid",
    customer: { name: "Ann", email },
    orderlines: [{ variant_unique_id: "variant_1", quantity: 1 }],
  };
  // Instead of those of the samples.
  const timeless = { created_at: null, last_updated_at: null, paid_time: null, canceled_time: null };
  const at = (minute: number): string => `2026-01-05T02:0${minute}:00Z`;

  /** What the events come to that a receiver gets. */
  async function stateAfter(...events: readonly Promise<Request>[]): Promise<string | undefined> {
    const { receive, list } = openShop();
    for (const request of await Promise.all(events)) expect((await receive(request)).status).toBe(204);
    await receive.settled();
    const [sale] = await list();
    return sale?.state;
  }

  it("happened when its order was paid", async () => {
    const state = await stateAfter(
      mockWebhook("order.created", { secret, timestamp: at(0), data: placed }),
      mockWebhook("order.payment_status_changed", {
        secret,
        timestamp: at(2),
        data: { ...order, payment_status: "unpaid" },
      }),
      mockWebhook("payment.received", {
        secret,
        timestamp: "",
        data: { ...timeless, ...order, payment_status: "paid", paid_time: at(1) },
      }),
    );
    expect(state).toBe("canceled");
  });

  it("happened when its order was canceled", async () => {
    const state = await stateAfter(
      mockWebhook("order.created", { secret, timestamp: at(0), data: placed }),
      mockWebhook("order.status_changed", {
        secret,
        timestamp: at(2),
        data: { ...order, status: "confirmed" },
      }),
      mockWebhook("order.status_changed", {
        secret,
        timestamp: "",
        data: { ...timeless, ...order, status: "canceled", canceled_time: at(1) },
      }),
    );
    expect(state).toBe("waiting-for-payment");
  });

  it("happened when its order was placed", async () => {
    const state = await stateAfter(
      mockWebhook("payment.received", {
        secret,
        timestamp: at(1),
        data: { ...order, payment_status: "paid" },
      }),
      mockWebhook("order.created", {
        secret,
        timestamp: "",
        data: { ...timeless, ...placed, created_at: at(0) },
      }),
    );
    expect(state).toBe("granted");
  });

  it("happened when it was received, if its order has no time either: a payment counts", async () => {
    const state = await stateAfter(
      mockWebhook("order.created", { secret, timestamp: at(0), data: placed }),
      mockWebhook("payment.received", {
        secret,
        timestamp: "",
        data: { ...timeless, ...order, payment_status: "paid" },
      }),
    );
    expect(state).toBe("granted");
  });

  it("is listed with the time of receipt", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { receive } = openShop();
    await receive(
      await mockWebhook("payment.received", { secret, timestamp: "", data: { ...timeless, ...order } }),
    );
    const [event] = await collect(receive.events());
    expect(Date.parse(event?.happenedAt ?? "")).toBe(event?.receivedAt.getTime());
  });
});

describe("the moment of an event", () => {
  it.for([
    ["2026-01-05T02:00:00Z", "2026-01-05T02:00:00.000000000"],
    ["2026-01-05T02:00:00.046183Z", "2026-01-05T02:00:00.046183000"],
    ["2026-01-05T09:00:00.5+07:00", "2026-01-05T02:00:00.500000000"],
    ["2026-01-05T02:00:00", "2026-01-05T02:00:00.000000000"],
    ["yesterday", ""],
    [null, ""],
  ])("of %s sorts as a text", ([time, moment]) => {
    expect(momentOf(time)).toBe(moment);
  });
});
