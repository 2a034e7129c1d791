import { failureOf } from "@kelaskit/test-support/failure";
import { InvalidParamsError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import type { ListBusinessStoresParams } from "../src/business-stores.ts";
import { collect, ids, learner, setUp } from "./helpers.ts";

describe("the products of a store", () => {
  it("have variants with the unique ids that webhooks use", async () => {
    const { scalev } = setUp();
    const [store] = await collect(scalev.businessStores.list());
    expect(store).toMatchObject({ id: 1, unique_id: "store_demo" });
    const products = await scalev.businessProducts
      .list({ storeNumber: store?.id ?? 0 })
      .toArray({ limit: 100 });
    expect(products).toHaveLength(30);
    expect(products[0]?.variants?.[0]).toMatchObject({ id: 10, unique_id: "variant_1", price: 100_000 });
  });

  it("are those of a store's number, not of its unique id", async () => {
    const { mock, scalev } = setUp();
    // @ts-expect-error: the number is another parameter, so that the two are not confused
    const error = await failureOf(scalev.businessProducts.list({ storeNumber: "store_demo" }));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("issues.0.field", "storeNumber");
    expect(mock.requests).toHaveLength(0);
  });

  it("of an unknown store are a NotFoundError", async () => {
    const { scalev } = setUp();
    const error = await failureOf(scalev.businessProducts.list({ storeNumber: 2 }));
    expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
  });
});

describe("the stores of the business", () => {
  it("are found by name and by domain, and have the payment methods that orders accept", async () => {
    const { scalev } = setUp();
    const found = async (params: ListBusinessStoresParams): Promise<readonly unknown[]> =>
      (await scalev.businessStores.list(params)).data.map((store) => store.payment_methods);
    expect(await found({ search: "contoh", domain: "toko.example" })).toEqual([["bank_transfer", "va_bca"]]);
    expect(await found({ search: "another" })).toEqual([]);
    expect(await found({ domain: "another.example" })).toEqual([]);
  });
});

describe("the orders of the business", () => {
  it("lead from a sale to the unique id of what was bought", async () => {
    const { scalev } = setUp();
    const { orderlines } = await scalev.businessOrders.get({ orderId: ids.order });
    const products = await scalev.businessProducts.list({ storeNumber: 1 }).toArray({ limit: 100 });
    const variants = new Map(
      products.flatMap(({ variants: found }) => found ?? []).map((one) => [one.id, one]),
    );
    expect(orderlines?.map(({ variant }) => variants.get(variant ?? 0)?.unique_id)).toEqual(["variant_1"]);
  });

  it.for([
    ["all", {}, ["260105DEMO3", "260105DEMO2", "260105DEMO1"]],
    ["paid ones", { payment_status: "paid" }, ["260105DEMO2", "260105DEMO1"]],
    ["settled ones", { payment_status: "settled" }, []],
    ["by status", { status: "pending" }, ["260105DEMO3"]],
    ["by number", { order_id: "260105DEMO2" }, ["260105DEMO2"]],
    ["by a part of the number", { search: "demo1" }, ["260105DEMO1"]],
    ["by another field", { search: "nobody@", search_field: "customer_email" }, []],
    ["by product", { product_id: 11 }, ["260105DEMO2"]],
    ["by unknown product", { product_id: 999 }, []],
    ["by another store", { store_id: 2 }, []],
    ["confirmed later", { confirmed_time_since: "2026-01-06T00:00:00Z" }, []],
    ["completed until", { completed_time_until: "2026-01-06T00:00:00Z" }, ["260105DEMO2", "260105DEMO1"]],
  ] as const)("are listed: %s", async ([, filter, expected]) => {
    const { scalev } = setUp();
    const orders = await collect(scalev.businessOrders.list(filter));
    expect(orders.map(({ order_id: number }) => number)).toEqual(expected);
  });

  it("of a learner are found by e-mail address", async () => {
    const { scalev } = setUp();
    const orders = await scalev.businessOrders
      .list({
        search: learner.email,
        search_field: "customer_email",
        payment_status: "paid",
        columns: ["orderlines"],
      })
      .toArray({ limit: 100 });
    expect(orders.flatMap(({ orderlines }) => orderlines ?? []).map(({ variant }) => variant)).toEqual([
      20, 110, 10,
    ]);
  });

  it("have lines in a list only if they are asked for, several columns separated by commas", async () => {
    const { mock, scalev } = setUp();
    const [whole] = (await scalev.businessOrders.list({ page_size: 1 })).data;
    expect(whole).not.toHaveProperty("orderlines");
    const [order] = (await scalev.businessOrders.list({ page_size: 1, columns: ["order_id", "orderlines"] }))
      .data;
    expect(Object.keys(order ?? {}).toSorted()).toEqual(["id", "order_id", "orderlines"]);
    expect(mock.requests[1]?.path).toMatch(/columns=order_id(,|%2C)orderlines/);
  });

  it("are paged by cursors", async () => {
    const { mock, scalev } = setUp();
    expect(await scalev.businessOrders.list({ page_size: 2 }).toArray({ limit: 10 })).toHaveLength(3);
    expect(mock.requests).toHaveLength(2);
    const both = { next_cursor: "a", previous_cursor: "b" };
    expect(await failureOf(scalev.businessOrders.list(both))).toBeInstanceOf(InvalidParamsError);
  });

  it.for([
    ["confirmed_time_since", "yesterday"],
    ["completed_time_until", "2026-01-06"],
    ["payment_status", "settling"],
    ["search_field", "email"],
    ["columns", []],
    ["product_id", 0],
  ])("are not asked for with a wrong %s", async ([field, value]) => {
    const { mock, scalev } = setUp();
    const error = await failureOf(scalev.businessOrders.list({ [field as string]: value }));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("issues.0.field", field);
    expect(mock.requests).toEqual([]);
  });

  it("that do not exist are a NotFoundError", async () => {
    const { scalev } = setUp();
    const error = await failureOf(scalev.businessOrders.get({ orderId: ids.unknown }));
    expect(error).toMatchObject({ name: "NotFoundError" });
  });
});

describe("a variant", () => {
  it.for([10, "10", "variant_1", ids.writing])("%s tells who has access", async (variantId) => {
    const { scalev } = setUp();
    const customers = await collect(scalev.businessVariants.listCustomers({ variantId }));
    expect(customers.map(({ email }) => email)).toEqual([learner.email]);
  });

  it("without a course is owned by those who paid for it, and one that was not paid by nobody", async () => {
    const { scalev } = setUp();
    expect(await collect(scalev.businessVariants.listCustomers({ variantId: "variant_11" }))).toHaveLength(1);
    expect(await collect(scalev.businessVariants.listCustomers({ variantId: "variant_3" }))).toEqual([]);
  });

  it("has a course without anyone's progress", async () => {
    const { scalev } = setUp();
    const course = await scalev.businessVariants.getCourse({ variantId: 10 });
    expect(course).toMatchObject({ course_sections: [{ title: "Sebelum Menulis" }, { title: "Menulis" }] });
    expect(JSON.stringify(course)).not.toContain('"progress"');
  });

  it.for(["listCustomers", "getCourse"] as const)(
    "that does not exist: %s is a NotFoundError",
    async (name) => {
      const { scalev } = setUp();
      const error = await failureOf(scalev.businessVariants[name]({ variantId: "variant_999" }));
      expect(error).toMatchObject({ name: "NotFoundError" });
    },
  );
});

it("names the business to a token of several, with every operation", async () => {
  const { mock, scalev } = setUp();
  const b_uid = "business_1";
  await scalev.businessStores.list({ b_uid });
  await scalev.businessProducts.list({ b_uid, storeNumber: 1 });
  await scalev.businessOrders.list({ b_uid });
  await scalev.businessOrders.get({ b_uid, orderId: ids.order });
  await scalev.businessVariants.listCustomers({ b_uid, variantId: 10 });
  await scalev.businessVariants.getCourse({ b_uid, variantId: 10 });
  const queries = mock.requests.map(({ path }) => path.replace(/^.*\?/, ""));
  expect(queries).toEqual(Array.from({ length: 6 }, () => "b_uid=business_1"));
});

it("the vendor's request to choose a business has its code", async () => {
  const { mock, scalev } = setUp();
  mock.fail("businessOrders.list", {
    status: 400,
    body: { error: "Choose a business", error_code: "business_selection_required" },
  });
  expect(await failureOf(scalev.businessOrders.list())).toMatchObject({
    name: "BadRequestError",
    code: "business_selection_required",
  });
});
