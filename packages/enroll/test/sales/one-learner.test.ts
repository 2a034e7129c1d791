import { describe, expect, it, vi } from "vitest";
import { InvalidEnrollmentError, ServiceFullError } from "../../src/service/errors.ts";
import { openInbox } from "../../src/sales/node.ts";
import type { MemoryEnrollments } from "./support/memory-enrollments.ts";
import { keyOf } from "./support/school.ts";
import { newInbox, openShop } from "./support/shop.ts";

const orderId = "00000000-0000-4000-8000-d00000000001";
const paid = ["created", "paid"] as const;
const bundle = { orderId, variants: ["variant_2"] };
const mistyped = { ...bundle, email: "typo@example.com", steps: paid };
const corrected = { ...bundle, email: "right@example.com", steps: [...paid, "updated"] as const };
const both = ["drawing", "painting"].map((course) => keyOf("typo@example.com", course));

/** Until it is called, adding to a course fails. What was asked for is carried out all the same if only the reply is lost. */
function failAt(
  enrollments: MemoryEnrollments,
  course: string,
  { error = new Error("down"), isCarriedOut = false } = {},
): () => void {
  const add = enrollments.add.bind(enrollments);
  const spy = vi.spyOn(enrollments, "add").mockImplementation(async (record, options) => {
    if (record["course"] !== course) return add(record, options);
    if (isCarriedOut) await add(record, options);
    throw error;
  });
  return () => {
    spy.mockRestore();
  };
}

describe("an order whose address is corrected while it is being granted", () => {
  it("is granted to one learner: whoever has a part of a bundle gets the rest, and a person is told", async () => {
    const { sell, enrollments, list } = openShop();
    const end = failAt(enrollments, "painting");
    await sell(mistyped);
    end();
    await sell(corrected);
    expect(enrollments.enrolled()).toEqual(both);
    expect(await list()).toMatchObject([
      { reasons: [{ code: "other-learner" }], lines: [{ state: "granted" }] },
    ]);
  });

  it("is granted to one learner although the reply was lost and the process was killed", async () => {
    const shop = openShop();
    const end = failAt(shop.enrollments, "drawing", { isCarriedOut: true });
    await shop.sell(mistyped);
    const again = await shop.reopen();
    await again.receive.settled();
    end();
    await again.sell(corrected);
    expect(shop.enrollments.enrolled()).toEqual(both);
    expect(await again.list()).toMatchObject([{ reasons: [{ code: "other-learner" }] }]);
  });

  it("is taken back in all its parts when it is refunded", async () => {
    const { sell, enrollments, list } = openShop({ revoke: "on-refund" });
    const end = failAt(enrollments, "painting", { isCarriedOut: true });
    await sell(mistyped);
    expect(enrollments.enrolled()).toEqual(both);
    await sell(corrected);
    end();
    await sell({ ...corrected, steps: [...corrected.steps, "canceled"] });
    expect(enrollments.enrolled()).toEqual([]);
    expect(await list()).toMatchObject([{ state: "revoked" }]);
  });

  it("is granted to the corrected address when it is paid again after all was taken back", async () => {
    const { sell, enrollments } = openShop({ revoke: "on-refund" });
    const end = failAt(enrollments, "painting");
    await sell(mistyped);
    await sell({ ...corrected, steps: [...corrected.steps, "unpaid"] });
    end();
    await sell({ ...corrected, steps: [...corrected.steps, "unpaid", "paid"] });
    expect(enrollments.enrolled()).toEqual(
      ["drawing", "painting"].map((course) => keyOf("right@example.com", course)),
    );
  });

  it.for([
    ["the first one was refused", new InvalidEnrollmentError("school", [])],
    ["the service was full", new ServiceFullError(1)],
  ] as const)("is granted to the corrected one if nothing was added: %s", async ([, error]) => {
    const { sell, enrollments, list } = openShop();
    const end = failAt(enrollments, "drawing", { error });
    await sell(mistyped);
    end();
    await sell(corrected);
    expect(enrollments.enrolled()).toEqual(
      ["drawing", "painting"].map((course) => keyOf("right@example.com", course)),
    );
    expect(await list()).toMatchObject([{ state: "granted", reasons: [] }]);
  });
});

describe("a bundle of which a part is refused", () => {
  it("is not shown as granted", async () => {
    const { sell, enrollments, list } = openShop();
    failAt(enrollments, "painting", { error: new InvalidEnrollmentError("school", []) });
    await sell(mistyped);
    expect(await list()).toMatchObject([
      { state: "needs-attention", reasons: [{ code: "invalid-learner" }], lines: [{ state: "waiting" }] },
    ]);
  });
});

describe("the learner", () => {
  it("with a secret is refused before anything is stored of it", async () => {
    const inbox = openInbox(newInbox());
    const { sell, list, receive } = openShop({
      inbox,
      learnerOf: () => ({ email: "ann@example.com", fields: { password: "correct horse" } }),
    });
    await sell({ orderId });
    expect(await list()).toMatchObject([{ reasons: [{ code: "invalid-learner" }] }]);
    expect(inbox.all("SELECT * FROM intents")).toEqual([]);
    await receive.close();
    inbox.close();
  });
});

describe("an inbox of version 1", () => {
  it("is upgraded", async () => {
    const path = newInbox();
    const former = openInbox(path);
    const shop = openShop({ inbox: former });
    await shop.receive.close();
    former.all("DROP TABLE intents");
    former.all("UPDATE inbox_meta SET value = '1' WHERE name = 'version'");
    former.close();
    const { sell, enrollments } = openShop({ inbox: path });
    await sell(mistyped);
    expect(enrollments.enrolled()).toEqual(both);
  });
});
