import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { collect } from "./support/collect.ts";
import { openEnrollments } from "../../src/service/index.ts";
import { newJournal } from "../support/targets.ts";
import { keyOf, school } from "./support/school.ts";
import { openShop } from "./support/shop.ts";

const orderId = "00000000-0000-4000-8000-d00000000001";
const email = "ann@example.com";

describe("a sale", () => {
  it("enrolls its buyer once it is paid", async () => {
    const { sell, enrollments, list } = openShop();
    expect(await sell({ orderId, email, steps: ["created"] })).toEqual([204]);
    expect(await list()).toMatchObject([
      { id: orderId, state: "waiting-for-payment", paymentStatus: "unpaid" },
    ]);
    expect(enrollments.sent).toEqual([]);
    await sell({ orderId, email, steps: ["created", "paid"] });
    expect(enrollments.sent).toEqual([keyOf(email, "writing")]);
    expect(await list()).toMatchObject([
      { id: orderId, number: "26010500000001", state: "granted", reasons: [] },
    ]);
  });

  it("enrolls once, although it is paid and settled, and everything comes twice", async () => {
    const { sell, enrollments, receive } = openShop();
    const sale = { orderId, email, arrange: <Event>(events: readonly Event[]) => [...events, ...events] };
    const statuses = await sell(sale);
    expect(statuses.every((status) => status === 204)).toBe(true);
    expect(enrollments.sent).toEqual([keyOf(email, "writing")]);
    expect(await collect(receive.events({ order: orderId }))).toHaveLength(statuses.length / 2);
  });

  it("waits for its lines when the payment comes first", async () => {
    const { sell, enrollments, list } = openShop();
    await sell({
      orderId,
      email,
      arrange: (events) => events.filter(({ event }) => event !== "order.created"),
    });
    expect(await list({ state: "waiting-for-lines" })).toHaveLength(1);
    await sell({ orderId, email, steps: ["created"] });
    expect(enrollments.sent).toEqual([keyOf(email, "writing")]);
  });

  it("of a bundle enrolls in everything that is in it", async () => {
    const { sell, enrollments } = openShop();
    await sell({ email, variants: ["variant_1", "variant_2"] });
    expect(enrollments.enrolled()).toEqual(
      ["drawing", "painting", "writing"].map((course) => keyOf(email, course)),
    );
  });

  it("that the vendor considers spam is granted only when it is paid", async () => {
    const { sell, enrollments, list } = openShop();
    await sell({ orderId, email, isSpam: true, steps: ["created"] });
    expect(enrollments.sent).toEqual([]);
    expect(await list()).toMatchObject([{ state: "waiting-for-payment", isSpam: true }]);
    await sell({ orderId, email, isSpam: true });
    expect(enrollments.sent).toHaveLength(1);
  });
});

describe("an enrollment that is bought again", () => {
  it("after it has failed is sent again, for the order that has paid for it", async () => {
    const sent: string[] = [];
    const service = await openEnrollments({
      target: {
        ...school,
        send: async (rows) =>
          rows.map(({ email: address }) => {
            sent.push(address);
            return sent.length === 1 ? { state: "failed", reason: "the course is full" } : { state: "done" };
          }),
      },
      journal: newJournal(),
    });
    onTestFinished(async () => void (await service.close()));
    service.start();
    const { sell, list } = openShop({ enrollments: service });
    await sell({ email, number: "order-1" });
    await vi.waitFor(async () => {
      expect(await service.get(keyOf(email, "writing"))).toMatchObject({ state: "failed" });
    }, patience);
    await sell({ email, number: "order-2" });
    await vi.waitFor(async () => {
      expect(await service.get(keyOf(email, "writing"))).toMatchObject({
        state: "done",
        reference: "order-2",
      });
    }, patience);
    expect(sent).toEqual([email, email]);
    expect(await list({ state: "granted" })).toHaveLength(2);
  });

  it("while the buyer has it is the same enrollment: nothing is sent, and the sale is granted", async () => {
    const { sell, enrollments, list } = openShop();
    await sell({ email, number: "order-1" });
    await sell({ email, number: "order-2" });
    expect(enrollments.sent).toEqual([keyOf(email, "writing")]);
    expect(await list({ state: "granted" })).toHaveLength(2);
  });
});

describe("what needs a person", () => {
  it("is a variant that items lacks, which is granted once it is there", async () => {
    const shop = openShop();
    await shop.sell({ email, variants: ["variant_1", "variant_9"] });
    expect(await shop.list({ state: "unmapped" })).toMatchObject([
      {
        reasons: [{ code: "unmapped", variant: "variant_9" }],
        lines: [
          { variant: "variant_1", state: "granted" },
          { variant: "variant_9", state: "unmapped" },
        ],
      },
    ]);
    const items = { variant_1: { course: "writing" }, variant_9: { course: "knitting" } };
    const again = await shop.reopen({ items });
    await again.receive.settled();
    expect(shop.enrollments.sent).toEqual([keyOf(email, "writing"), keyOf(email, "knitting")]);
    expect(await again.list()).toMatchObject([{ state: "granted", reasons: [] }]);
  });

  it("is more than one of a variant: one is for the buyer, until the rest is dismissed", async () => {
    const { sell, enrollments, list, receive } = openShop();
    await sell({ orderId, email, variants: { variant_1: 3 } });
    expect(enrollments.sent).toEqual([keyOf(email, "writing")]);
    expect(await list({ state: "needs-attention" })).toMatchObject([
      {
        reasons: [
          {
            code: "quantity",
            message: expect.stringMatching(
              /3 of the variant variant_1 .* The enrollment of the buyer is with the service;/,
            ) as unknown,
          },
        ],
      },
    ]);
    expect(await receive.sales.dismiss(orderId, { code: "quantity" })).toMatchObject({
      state: "granted",
      reasons: [],
    });
  });

  it("is more than one of a variant, although the service is down: nobody is enrolled yet, which is tried again", async () => {
    const { sell, enrollments, list, receive } = openShop();
    vi.spyOn(enrollments, "add").mockRejectedValue(new Error("down"));
    await sell({ orderId, email, variants: { variant_1: 3 } });
    expect(await list({ state: "needs-attention" })).toMatchObject([
      { reasons: [{ message: expect.stringContaining("is not with the service yet") as unknown }] },
    ]);
    expect(await receive.sales.nextTry()).toBeDefined();
  });

  it("is an order without an address", async () => {
    const { sell, enrollments, list } = openShop();
    await sell({ email: null });
    expect(enrollments.sent).toEqual([]);
    expect(await list()).toMatchObject([{ state: "needs-attention", reasons: [{ code: "no-learner" }] }]);
  });

  it("is an address that the target refuses, which the reason does not repeat", async () => {
    const { sell, enrollments, list } = openShop();
    await sell({ email: "ann at example" });
    expect(enrollments.sent).toEqual([]);
    const [sale] = await list({ state: "needs-attention" });
    expect(sale?.reasons).toMatchObject([{ code: "invalid-learner" }]);
    expect(JSON.stringify(sale)).not.toContain("ann at example");
  });

  it("is a payment in conflict after it was paid: nothing is taken back", async () => {
    const { sell, enrollments, list } = openShop({ revoke: "on-refund" });
    await sell({ email, steps: ["created", "paid", "conflict"] });
    expect(enrollments.enrolled()).toHaveLength(1);
    expect(await list()).toMatchObject([
      { state: "needs-attention", reasons: [{ code: "payment-in-doubt" }] },
    ]);
  });

  it("is an order that was paid after it was canceled", async () => {
    const { sell, enrollments, list } = openShop();
    await sell({ email, steps: ["created", "canceled", "paid"] });
    expect(enrollments.sent).toEqual([]);
    expect(await list()).toMatchObject([{ state: "needs-attention", reasons: [{ code: "paid-after-end" }] }]);
  });

  it("is another learner in an order that was granted", async () => {
    const { sell, enrollments, list } = openShop();
    await sell({ orderId, email, steps: ["created", "paid"] });
    await sell({ orderId, email: "bob@example.com", steps: ["created", "paid", "updated"] });
    expect(enrollments.sent).toEqual([keyOf(email, "writing")]);
    expect(await list()).toMatchObject([{ reasons: [{ code: "other-learner" }] }]);
  });
});

describe("the learner", () => {
  it("is whom learnerOf says", async () => {
    const { sell, enrollments } = openShop({
      learnerOf: ({ notes }) => ({ email: notes === null ? "pupil@example.com" : "nobody@example.com" }),
    });
    await sell({ email });
    expect(enrollments.sent).toEqual([keyOf("pupil@example.com", "writing")]);
  });

  it("is nobody when learnerOf throws, which is reported without what it said", async () => {
    const { sell, list, problems } = openShop({
      learnerOf: () => {
        throw new Error(email);
      },
    });
    await sell({ email });
    expect(await list()).toMatchObject([{ reasons: [{ code: "no-learner" }] }]);
    expect(problems.map(({ kind }) => kind)).toContain("failed");
    expect(problems[0]?.message).not.toContain(email);
  });
});
