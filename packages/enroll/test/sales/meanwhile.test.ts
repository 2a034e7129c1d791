import { mockSale, type MockSaleStep } from "@kelaskit/scalev/mock";
import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, it, vi } from "vitest";
import type { MemoryEnrollments } from "./support/memory-enrollments.ts";
import { keyOf } from "./support/school.ts";
import { openShop, type Shop, secret } from "./support/shop.ts";

const sale = {
  orderId: "00000000-0000-4000-8000-d00000000001",
  number: "260105DEMO7",
  email: "ann@example.com",
};
const paid = ["created", "paid"] as const;

/** Delivers a sale's webhooks until they are acknowledged, and does not wait for what they lead to. */
async function deliver(
  { receive }: Shop,
  steps: readonly MockSaleStep[],
  variants: readonly string[],
): Promise<void> {
  // The last event first: so no enrollment is begun that it forbids.
  const arrange = <Event>(events: readonly Event[]): readonly Event[] => events.toReversed();
  for await (const request of mockSale({ secret, ...sale, steps, variants, arrange }))
    expect((await receive(request)).status).toBe(204);
}

/** Holds the first call of a method up. */
function holdUp(enrollments: MemoryEnrollments, method: "add" | "get" | "revoke") {
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = enrollments[method].bind(enrollments) as (...given: unknown[]) => Promise<never>;
  const spy = vi.spyOn(enrollments, method as "get").mockImplementation(async (...given) => {
    await promise;
    return work(...given);
  });
  return {
    async begun(): Promise<void> {
      await vi.waitFor(() => {
        expect(spy).toHaveBeenCalled();
      }, patience);
    },
    end: resolve,
  };
}

describe("an event that comes while its order is being worked on", () => {
  it("and cancels it prevents an enrollment for which learnerOf is still waited for", async () => {
    const { promise, resolve } = Promise.withResolvers<{ readonly email: string }>();
    const learnerOf = vi.fn<() => Promise<{ readonly email: string }>>(() => promise);
    const shop = openShop({ learnerOf });
    await deliver(shop, paid, ["variant_1"]);
    await vi.waitFor(() => {
      expect(learnerOf).toHaveBeenCalled();
    }, patience);
    await deliver(shop, [...paid, "canceled"], ["variant_1"]);
    resolve({ email: sale.email });
    await shop.receive.settled();
    expect(shop.enrollments.sent).toEqual([]);
    expect(await shop.list()).toMatchObject([{ state: "canceled" }]);
  });

  it("and cancels it prevents the rest of a bundle, whose first part is taken back", async () => {
    const shop = openShop({ revoke: "on-refund" });
    const adding = holdUp(shop.enrollments, "add");
    await deliver(shop, paid, ["variant_2"]);
    await adding.begun();
    await deliver(shop, [...paid, "canceled"], ["variant_2"]);
    adding.end();
    await shop.receive.settled();
    expect(shop.enrollments.sent).toEqual([keyOf(sale.email, "drawing")]);
    expect(shop.enrollments.enrolled()).toEqual([]);
    expect(await shop.list()).toMatchObject([{ state: "revoked" }]);
  });

  it("and pays for it again keeps what is not taken back yet", async () => {
    const shop = openShop({ revoke: "on-refund" });
    await shop.sell({ ...sale, steps: paid, variants: ["variant_2"] });
    const revoking = holdUp(shop.enrollments, "revoke");
    await deliver(shop, [...paid, "unpaid"], ["variant_2"]);
    await revoking.begun();
    await deliver(shop, [...paid, "unpaid", "paid"], ["variant_2"]);
    revoking.end();
    await shop.receive.settled();
    expect(shop.enrollments.revoked).toHaveLength(1);
    expect(await shop.list()).toMatchObject([{ state: "granted" }]);
  });

  it("is not missed while a service is asked what was added", async () => {
    const shop = openShop();
    // What a process leaves behind whose inbox was restored from a copy.
    await shop.enrollments.add({ email: sale.email, course: "writing" }, { reference: sale.number });
    const reading = holdUp(shop.enrollments, "get");
    await deliver(shop, [...paid, "unpaid"], ["variant_1"]);
    await reading.begun();
    await deliver(shop, [...paid, "unpaid", "paid"], ["variant_1"]);
    reading.end();
    await shop.receive.settled();
    expect(await shop.list()).toMatchObject([{ state: "granted", paymentStatus: "paid" }]);
  });
});

it("a reason that a person dismisses while its sale is being worked on is not listed again", async () => {
  const learnerOf = vi.fn<() => Promise<{ readonly email: string }>>(async () => ({ email: sale.email }));
  const { sell, receive } = openShop({ learnerOf });
  await sell({ ...sale, steps: paid, variants: ["variant_1", "variant_9"] });
  const { promise, resolve } = Promise.withResolvers<{ readonly email: string }>();
  learnerOf.mockClear().mockReturnValueOnce(promise);
  const checked = receive.sales.recheck();
  await vi.waitFor(() => {
    expect(learnerOf).toHaveBeenCalled();
  }, patience);
  const dismissed = receive.sales.dismiss(sale.orderId);
  resolve({ email: sale.email });
  await checked;
  expect(await dismissed).toMatchObject({ state: "granted", reasons: [] });
});
