import { describe, expect, it, onTestFinished } from "vitest";
import { openEnrollments } from "../../src/service/index.ts";
import { next } from "../service/support.ts";
import { newJournal } from "../support/targets.ts";
import { memoryEnrollments } from "./support/memory-enrollments.ts";
import { keyOf, school } from "./support/school.ts";
import { openShop } from "./support/shop.ts";

const orderId = "00000000-0000-4000-8000-d00000000001";
const otherId = "00000000-0000-4000-8000-d00000000002";
const email = "ann@example.com";
const key = keyOf(email, "writing");
const paid = ["created", "paid"] as const;

describe("an order that is refunded", () => {
  it.for([["unpaid"], ["canceled"], ["rts"], ["deleted"]] as const)(
    "by being %s leaves the enrollment to a person",
    async ([end]) => {
      const { sell, enrollments, list } = openShop();
      await sell({ email, steps: [...paid, end] });
      expect(enrollments.enrolled()).toEqual([key]);
      expect(await list({ state: "needs-attention" })).toMatchObject([{ reasons: [{ code: "withdrawn" }] }]);
    },
  );

  it.for([["unpaid"], ["canceled"], ["rts"], ["deleted"]] as const)(
    "by being %s takes the enrollment back with revoke",
    async ([end]) => {
      const { sell, enrollments, list } = openShop({ revoke: "on-refund" });
      await sell({ orderId, email, steps: paid });
      expect(enrollments.enrolled()).toEqual([key]);
      await sell({ orderId, email, steps: [...paid, end] });
      expect(enrollments.enrolled()).toEqual([]);
      expect(await list({ state: "revoked" })).toMatchObject([{ grants: [{ key, state: "revoked" }] }]);
    },
  );

  it("before it was granted enrolls nobody", async () => {
    const { sell, enrollments, list } = openShop();
    await sell({ email, steps: [...paid, "unpaid"], arrange: (events) => events.toReversed() });
    expect(enrollments.sent).toEqual([]);
    expect(await list()).toMatchObject([{ state: "canceled" }]);
  });

  it("and paid again enrolls again", async () => {
    const { sell, enrollments } = openShop({ revoke: "on-refund" });
    await sell({ orderId, email, steps: [...paid, "unpaid"] });
    await sell({ orderId, email, steps: [...paid, "unpaid", "paid"] });
    expect(enrollments.enrolled()).toEqual([key]);
  });
});

describe("an enrollment that two orders have paid for", () => {
  it("stays until both are refunded", async () => {
    const { sell, enrollments } = openShop({ revoke: "on-refund" });
    await sell({ orderId, email, steps: paid });
    await sell({ orderId: otherId, email, steps: paid });
    await sell({ orderId, email, steps: [...paid, "unpaid"] });
    expect(enrollments.enrolled()).toEqual([key]);
    await sell({ orderId: otherId, email, steps: [...paid, "canceled"] });
    expect(enrollments.enrolled()).toEqual([]);
  });

  it("is there again when it is bought again after a refund", async () => {
    const { sell, enrollments } = openShop({ revoke: "on-refund" });
    await sell({ orderId, email, steps: [...paid, "canceled"] });
    await sell({ orderId: otherId, email, steps: paid });
    expect(enrollments.enrolled()).toEqual([key]);
  });
});

describe("an enrollment that cannot be taken back", () => {
  it("was there before the sale: the learner stays, and a person decides", async () => {
    const enrollments = memoryEnrollments(school);
    await enrollments.add({ email, course: "writing" }, { reference: "class of 2025" });
    const { sell, list } = openShop({ revoke: "on-refund" }, enrollments);
    await sell({ email, steps: [...paid, "canceled"] });
    expect(enrollments.enrolled()).toEqual([key]);
    expect(await list()).toMatchObject([{ reasons: [{ code: "enrolled-before" }] }]);
  });

  it("is being sent: it is taken back when that has ended", async () => {
    const { sell, enrollments, list, receive } = openShop({ revoke: "on-refund" });
    await sell({ orderId, email, steps: paid });
    enrollments.end(key, "sending");
    await sell({ orderId, email, steps: [...paid, "canceled"] });
    expect(await list()).toMatchObject([{ state: "in-progress", grants: [{ state: "granted" }] }]);
    enrollments.end(key, "done");
    await receive.settled();
    expect(enrollments.enrolled()).toEqual([]);
    expect(await list()).toMatchObject([{ state: "revoked" }]);
  });

  it("is unknown: a person is told, and it is taken back when that is settled", async () => {
    const { sell, enrollments, list, receive } = openShop({ revoke: "on-refund" });
    await sell({ orderId, email, steps: paid });
    enrollments.end(key, "unknown");
    await sell({ orderId, email, steps: [...paid, "canceled"] });
    expect(await list()).toMatchObject([{ state: "needs-attention", reasons: [{ code: "cannot-revoke" }] }]);
    enrollments.end(key, "done");
    await receive.settled();
    expect(await list()).toMatchObject([{ state: "revoked", reasons: [] }]);
  });

  it("is at a target that takes nobody out: a person is told, and it is tried again at the next start", async () => {
    const shop = openShop({ revoke: "on-refund" });
    shop.enrollments.canRevoke = false;
    await shop.sell({ orderId, email, steps: paid });
    await shop.sell({ orderId, email, steps: [...paid, "canceled"] });
    expect(await shop.list({ state: "needs-attention" })).toMatchObject([
      { reasons: [{ code: "cannot-revoke" }] },
    ]);
    shop.enrollments.canRevoke = true;
    const again = await shop.reopen();
    await again.receive.settled();
    expect(shop.enrollments.revoked).toEqual([key]);
    expect(await again.list()).toMatchObject([{ state: "revoked" }]);
  });
});

it("a learner whom the vendor does not take out is told by the service: the sale is handed over", async () => {
  const service = await openEnrollments({
    target: {
      ...school,
      removal: { send: async (rows) => rows.map(() => ({ state: "failed", reason: "the class is closed" })) },
    },
    journal: newJournal(),
  });
  onTestFinished(async () => void (await service.close()));
  service.start();
  const { sell, list } = openShop({ enrollments: service, revoke: "on-refund" });
  const enrolled = next(service, "done");
  await sell({ orderId, number: "260105DEMO7", email, steps: paid });
  await enrolled;
  const failed = next(service, "failed");
  await sell({ orderId, number: "260105DEMO7", email, steps: [...paid, "canceled"] });
  expect(await failed).toMatchObject({ key, operation: "revoke", reference: "260105DEMO7" });
  expect(await list()).toMatchObject([{ state: "revoked" }]);
});
