import { failureOf } from "@kelaskit/test-support/failure";
import { InvalidParamsError, NotFoundError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import type { UpdateProfileParams } from "../src/me.ts";
import { collect, ids, operationsOf, setUp, setUpLoggedIn, withCode } from "./helpers.ts";

describe("orders", () => {
  it("are paged by the vendor's cursor", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    const orders = await collect(scalev.orders.list({ page_size: 2 }));
    expect(orders.map((order) => order.order_id)).toEqual(["260105DEMO3", "260105DEMO2", "260105DEMO1"]);
    expect(mock.requests.map(({ params }) => params)).toEqual([
      { storeId: "store_demo", page_size: 2 },
      { storeId: "store_demo", page_size: 2, next_cursor: btoa("item:2") },
    ]);
  });

  it("can be read backwards with the other cursor, and forwards from there", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    const first = await scalev.orders.list({ page_size: 2 });
    const last = await scalev.orders.list({ page_size: 2, next_cursor: first.next_cursor ?? "" });
    expect([last.has_next, last.has_previous, last.next_cursor]).toEqual([false, true, null]);
    mock.clear();
    const walk = scalev.orders.list({ page_size: 2, previous_cursor: last.previous_cursor ?? "" });
    expect(await walk.toArray({ limit: Infinity })).toHaveLength(3);
    expect(mock.requests.map(({ params }) => Object.keys(params).toSorted())).toEqual([
      ["page_size", "previous_cursor", "storeId"],
      ["next_cursor", "page_size", "storeId"],
    ]);
  });

  it("accept one cursor, not both", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    const error = await failureOf(scalev.orders.list({ next_cursor: "a", previous_cursor: "b" }));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty(
      "message",
      expect.stringContaining("must not be given together with next_cursor"),
    );
    expect(mock.requests).toEqual([]);
  });

  it("with an unknown cursor are a BadRequestError", async () => {
    const { scalev } = await setUpLoggedIn();
    const error = await failureOf(scalev.orders.list({ next_cursor: "mine" }));
    expect(error).toMatchObject({ name: "BadRequestError", status: 400 });
  });

  it("end where the vendor says so, even with another cursor", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    const body = { data: [], is_paginated: true, has_next: false, next_cursor: "further" };
    mock.fail("orders.list", { status: 200, body });
    expect(await scalev.orders.list().toArray({ limit: Infinity })).toEqual([]);
    expect(mock.requests).toHaveLength(1);
  });

  it("can be read one by one, only by their customer", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    const order = await scalev.orders.get({ orderId: ids.order });
    expect(order.orderlines[0]).toMatchObject({ is_lms_enabled: true, variant: 10 });
    await scalev.useTokens(mock.logIn(withCode.email));
    await expect(scalev.orders.get({ orderId: ids.order })).rejects.toThrow(NotFoundError);
  });
});

describe("the catalog", () => {
  it("lists products and bundles over all pages", async () => {
    const { mock, scalev } = setUp();
    const items = await scalev.catalog.listItems().toArray({ limit: 100 });
    const bundles = items.flatMap((item) => (item.entity_type === "product" ? [] : [item.bundle_id]));
    expect(items).toHaveLength(31);
    expect(bundles).toEqual([51]);
    expect(operationsOf(mock)).toEqual(["catalog.listItems", "catalog.listItems"]);
  });

  it("returns a product with its variants: number, UUID and unique id", async () => {
    const { scalev } = setUp();
    const { variants } = await scalev.catalog.getProduct({ slug: "kelas-dasar-menulis-cerita" });
    expect(variants).toMatchObject([{ id: 10, uuid: ids.writing, unique_id: "variant_1" }]);
  });

  it("an item of an unknown kind is returned and reported, or refused in strict mode", async () => {
    const { mock, scalev } = setUp();
    const body = { data: [{ id: 1, entity_type: "course" }], is_paginated: true };
    mock.fail("catalog.listItems", { status: 200, body }, { times: 2 });
    expect(await scalev.catalog.listItems({}, { validation: "warn" })).toEqual(body);
    await expect(scalev.catalog.listItems()).rejects.toThrow("data[].entity_type: expected");
  });
});

describe("the profile", () => {
  it("is updated with the given fields", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    await scalev.me.update({ name: "Murid", date_of_birth: "2001-05-17" });
    expect((await scalev.me.get()).customer).toMatchObject({ name: "Murid", phone: null });
    expect(mock.requests[0]).toMatchObject({ method: "PATCH", params: { name: "Murid" } });
  });

  it.for([
    [{}, "name: is required, unless another field to change is given"],
    [{ storeId: "store_demo" }, "name: is required, unless another field to change is given"],
    [{ date_of_birth: "17/05/2001" }, "date_of_birth: expected a date in the form YYYY-MM-DD"],
    [{ email: "new@example.com" }, "email: unknown parameter"],
  ] as const)("refuses %j before anything is sent", async ([changes, message]) => {
    const { mock, scalev } = await setUpLoggedIn();
    const error = await failureOf(scalev.me.update(changes as UpdateProfileParams));
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(mock.requests).toEqual([]);
  });
});
