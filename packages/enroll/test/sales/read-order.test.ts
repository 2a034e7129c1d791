import { createScalevClient } from "@kelaskit/scalev";
import { createMockScalev, mockUuid } from "@kelaskit/scalev/mock";
import { describe, expect, it, vi } from "vitest";
import { keyOf } from "./support/school.ts";
import { openShop } from "./support/shop.ts";

const email = "learner@example.com";
const orderId = mockUuid("order", 1);

/** A shop that can read orders from the vendor, whose first order is of variant_1. */
function openReadingShop(options: Parameters<typeof openShop>[0] = {}) {
  const mock = createMockScalev();
  const business = createScalevClient({ ...mock.credentials, fetch: mock.fetch, logger: false, retries: 0 });
  return { mock, ...openShop({ business, readOrderAfter: 0, ...options }) };
}

const payments = {
  orderId,
  email,
  arrange: <Event extends { readonly event: string }>(events: readonly Event[]) =>
    events.filter(({ event }) => event === "payment.received"),
};

describe("an order whose lines have not come", () => {
  it("is read from the vendor once it is paid, and its variants are found by their numbers", async () => {
    const { sell, enrollments, list } = openReadingShop();
    await sell(payments);
    expect(enrollments.sent).toEqual([keyOf(email, "writing")]);
    expect(await list()).toMatchObject([{ state: "granted", lines: [{ variant: "variant_1" }] }]);
  });

  it("is not read while it is not paid", async () => {
    const { sell, mock } = openReadingShop();
    await sell({ orderId, email, steps: ["created", "confirmed"], arrange: (events) => events.slice(1) });
    expect(mock.requests).toEqual([]);
  });

  it("is not read before the time is over: the lines may still come", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    const { sell, mock, enrollments, receive } = openReadingShop({ readOrderAfter: 60_000 });
    await sell(payments);
    expect(mock.requests).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    await receive.settled();
    expect(enrollments.sent).toEqual([keyOf(email, "writing")]);
  });

  it("is read at once when a person asks, even if no event of it came", async () => {
    const { receive, enrollments } = openReadingShop({ readOrderAfter: 60_000 });
    expect(await receive.sales.readOrder(orderId)).toMatchObject({ id: orderId, state: "granted" });
    expect(enrollments.sent).toEqual([keyOf(email, "writing")]);
  });

  it("tells when something is to be done next, for a platform that ends what rests", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    const { sell, receive } = openReadingShop({ readOrderAfter: 60_000 });
    expect(await receive.sales.nextTry()).toBeUndefined();
    await sell(payments);
    expect(await receive.sales.nextTry()).toEqual(new Date(Date.now() + 60_000));
    await vi.advanceTimersByTimeAsync(60_000);
    await receive.settled();
    expect(await receive.sales.nextTry()).toBeUndefined();
  });

  it("needs a person when the business has no such order", async () => {
    const { sell, list } = openReadingShop();
    await sell({ ...payments, orderId: mockUuid("order", 999) });
    expect(await list()).toMatchObject([
      { state: "needs-attention", reasons: [{ code: "order-not-found" }] },
    ]);
  });

  it("is read again later when the vendor is down", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const { sell, mock, list, receive, problems } = openReadingShop();
    mock.fail("businessOrders.get", { status: 503 }, { times: 20 });
    const selling = sell(payments);
    await vi.advanceTimersByTimeAsync(30_000);
    await selling;
    expect(await list()).toMatchObject([{ state: "in-progress" }]);
    expect(problems).toMatchObject([{ kind: "delayed", order: orderId }]);
    mock.reset();
    await vi.advanceTimersByTimeAsync(120_000);
    await receive.settled();
    expect(await list()).toMatchObject([{ state: "granted" }]);
  });

  it("is what it is when it is read, if it shows no times: what came before does not replace it", async () => {
    const mock = createMockScalev();
    const business = createScalevClient({
      ...mock.credentials,
      logger: false,
      fetch: async (...request) => {
        const response = await mock.fetch(...request);
        const text = await response.text();
        return new Response(text.replaceAll(/"(\w+_time|\w+_at)":"[^"]*"/g, '"$1":null'), response);
      },
    });
    const { sell, list, receive } = openShop({ business });
    await sell({ orderId, email, steps: ["created"] });
    expect(await list()).toMatchObject([{ state: "waiting-for-payment" }]);
    expect(await receive.sales.readOrder(orderId)).toMatchObject({ state: "granted" });
  });

  it("cannot be read by a person without a client of the business", async () => {
    const { receive } = openShop();
    await expect(receive.sales.readOrder(orderId)).rejects.toThrow(/requires the option business/);
  });
});
