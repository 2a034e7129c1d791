import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import { setUp } from "./helpers.ts";

const order = {
  orderDate: "2026-08-25 0:00:00",
  status: "COMPLETED",
  customerId: 7,
  billingAddressId: 31,
  orderItems: [{ product_id: 2, product_title: "Welding", price: "19.99", quantity: 3 }],
  orderNotes: [{ data: "Paid in cash", type: "PRIVATE" }],
  taxAmount: "4.10",
};

describe("a created order", () => {
  it("is read with its items, notes and sums", async () => {
    const { academy } = setUp();
    const { id } = await academy.orders.create(order);
    expect(await academy.orders.get({ id })).toMatchObject({
      orderDate: "2026-08-25 00:00:00",
      status: "COMPLETED",
      display_status: "Completed",
      customerId: 7,
      billingAddressId: 31,
      sub_total: "59.97",
      total: "64.07",
      orderItems: [{ product_title: "Welding", price: "19.99", quantity: 3, total: "59.97" }],
      orderNotes: [{ data: "Paid in cash", type: "PRIVATE" }],
    });
  });

  it("is listed under its customer's name", async () => {
    const { academy } = setUp();
    const { id } = await academy.orders.create(order);
    const { records } = await academy.orders.list({ search_param: { user: [7] } });
    expect(records).toContainEqual({
      id,
      status: "completed",
      display_status: "Completed",
      total: "64.07",
      isTestOrder: false,
      customer: "Learner Number 7",
      created_at: "Aug 25, 2026 12:00 AM",
      isPortalOrder: false,
    });
  });

  it("needs a customer who exists", async () => {
    const { mock, academy } = setUp();
    const error = await failureOf(academy.orders.create({ ...order, customerId: 999 }));
    expect(error).toMatchObject({ status: 422, fields: [{ field: "customerId" }] });
    expect(mock.store.orders.size).toBe(12);
  });
});

describe("the list of orders", () => {
  it("comes in pages, by amounts and by dates as such", async () => {
    const { academy } = setUp();
    for (const colName of ["total", "created_at", "id"]) {
      const order_by = { colName, direction: "desc" } as const;
      const all = await academy.orders.list({ page_size: 5, order_by }).toArray({ limit: 50 });
      expect(all.map(({ id }) => id)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    }
  });

  it.for([
    [{ status: ["pending"] }, [2, 4, 6, 8, 10, 12]],
    [{ status: ["PENDING_PAYMENT"], user: ["learner5@example.com", 7] }, [2, 4]],
    [{ dateRange: ["2026-10-03", "2026-10-04"] }, [3, 4]],
    [{ dateRange: ["yesterday", "today"] }, []],
  ] as const)("is searched by %j", async ([search_param, ids]) => {
    const { academy } = setUp();
    const found = await academy.orders.list({ search_param }).toArray({ limit: 50 });
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  it("is that of a portal and those below it", async () => {
    const { mock, academy } = setUp();
    await academy.portals.addSubPortals({ portalId: 1, subPortal: [{ name: "North" }] });
    const [north] = await academy.portals.lookup({ portalId: 1 });
    for (const [id, portalId] of [
      [1, 1],
      [2, north?.id ?? 0],
      [3, 2],
    ] as const) {
      const found = mock.store.orders.get(id);
      if (found !== undefined) mock.store.orders.set(id, { ...found, portalId });
    }
    const found = await academy.orders.list({ portalId: 1 }).toArray({ limit: 50 });
    expect(found).toMatchObject([
      { id: 1, isPortalOrder: true },
      { id: 2, isPortalOrder: true },
    ]);
    expect(await academy.orders.list({ portalId: -1 }).toArray({ limit: 50 })).toHaveLength(12);
  });
});

it("a changed order keeps omitted items and amounts", async () => {
  const { academy } = setUp();
  const { orderNotes: _notes, orderItems: _items, taxAmount: _tax, ...fields } = order;
  const { id } = await academy.orders.create(order);
  await academy.orders.update({ ...fields, id, status: "SHIPPED", otherFee: 5 });
  expect(await academy.orders.get({ id })).toMatchObject({
    status: "SHIPPED",
    total: "69.07",
    taxAmount: 4.1,
  });
});

it("an order can get another status alone", async () => {
  const { academy } = setUp();
  await academy.orders.updateStatus({ id: 2, status: "CANCELLED" });
  expect(await academy.orders.get({ id: 2 })).toMatchObject({
    status: "CANCELLED",
    display_status: "Cancelled",
  });
});

it("deleting counts the orders that there were", async () => {
  const { mock, academy } = setUp();
  const { message } = await academy.orders.delete({ delete_ids: [1, "2", 2, 999] });
  expect(message).toBe("2 order(s) deleted.");
  expect(mock.store.orders.size).toBe(10);
});

it("notes come and go; every reply has those that there are", async () => {
  const { academy } = setUp();
  await academy.orders.createNote({ orderId: 3, data: "First", type: "PRIVATE" });
  const notes = await academy.orders.createNote({ orderId: 3, data: "Second", type: "PUBLIC" });
  expect(notes).toMatchObject([{ data: "First" }, { data: "Second", created_on: "Nov 02, 2026 08:00 AM" }]);
  const left = await academy.orders.deleteNote({ id: notes[0]?.id ?? 0 });
  expect(left).toMatchObject([{ data: "Second", type: "PUBLIC" }]);
  expect(await failureOf(academy.orders.deleteNote({ id: notes[0]?.id ?? 0 }))).toMatchObject({
    status: 404,
  });
});

describe("a refund", () => {
  const partial = { id: 3, refundedVia: "MANUALLY", refundType: "PARTIAL_REFUND", refundReason: "Broken" };
  const full = { ...partial, refundType: "FULL_REFUND", refundAmount: 300 };

  it("is listed with its amount", async () => {
    const { academy } = setUp();
    await academy.orders.refund({ ...partial, refundAmount: "50.25" });
    expect(await academy.orders.listRefunds({ id: 3 })).toEqual([
      {
        refundedVia: "MANUALLY",
        displayRefundedVia: "Manually",
        refundAmount: 50.25,
        refundReason: "Broken",
        refundStatus: "COMPLETED",
        refundType: "PARTIAL_REFUND",
        refundDatePaid: "2026-11-02",
      },
    ]);
  });

  it("of the whole order is paid once", async () => {
    const { academy } = setUp();
    await academy.orders.refund(full);
    const error = await failureOf(academy.orders.refund(full));
    expect(error).toMatchObject({ status: 422, outcome: "refused", fields: [{ field: "refundAmount" }] });
    expect(await academy.orders.listRefunds({ id: 3 })).toMatchObject([{ refundAmount: 300 }]);
  });

  it("of a part is refused when less is left, to the cent", async () => {
    const { academy } = setUp();
    for (const refundAmount of [100.1, 100.2]) await academy.orders.refund({ ...partial, refundAmount });
    const error = await failureOf(academy.orders.refund({ ...partial, refundAmount: 99.71 }));
    expect(error).toMatchObject({
      status: 422,
      fields: [{ message: expect.stringContaining("99.70") as string }],
    });
    await academy.orders.refund({ ...partial, refundAmount: 99.7 });
    expect(await academy.orders.listRefunds({ id: 3 })).toHaveLength(3);
  });

  it("whose reply is lost is in the list, and not sent again", async () => {
    const { mock, academy } = setUp();
    mock.fail("orders.refund", { lost: "reply" });
    expect(await failureOf(academy.orders.refund(full))).toMatchObject({ outcome: "unknown" });
    expect(await academy.orders.listRefunds({ id: 3 })).toHaveLength(1);
    expect(mock.requests.filter(({ operation }) => operation === "orders.refund")).toHaveLength(1);
  });
});

it("an unknown order is answered with 404", async () => {
  const { academy } = setUp();
  const id = 999;
  const refund = {
    id,
    refundedVia: "MANUALLY",
    refundType: "FULL_REFUND",
    refundAmount: 1,
    refundReason: "-",
  };
  for (const call of [
    academy.orders.get({ id }),
    academy.orders.updateStatus({ id, status: "COMPLETED" }),
    academy.orders.createNote({ orderId: id, data: "x", type: "PUBLIC" }),
    academy.orders.refund(refund),
    academy.orders.listRefunds({ id }),
    academy.orders.downloadInvoice({ orderId: id }),
  ]) {
    expect(await failureOf(call)).toMatchObject({ status: 404 });
  }
});
