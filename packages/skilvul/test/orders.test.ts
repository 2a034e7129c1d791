import { failureOf } from "@kelaskit/test-support/failure";
import { ApiError, ConnectionError, InvalidParamsError, RateLimitError, ServerError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import type { CreateOrderParams } from "../src/index.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ids, learner, owner, setUp } from "./helpers.ts";

const order: CreateOrderParams = { user: learner, productIds: [ids.product] };

describe("what is bought", () => {
  it("ordered items are owned and cannot be bought again", async () => {
    const { mock, skilvul } = setUp();
    const reply = await skilvul.orders.create({ ...order, bundleIds: [ids.bundle], addOnIds: [ids.addOn] });
    expect(reply).toMatchObject({
      user: learner,
      errorBundleIds: [],
      errorProductIds: [],
      errorAddOnIds: [],
    });
    expect(mock.store.orders).toEqual([
      {
        id: reply.order?.id,
        userId: ids.learner,
        bundleIds: [ids.bundle],
        productIds: [ids.product],
        addOnIds: [ids.addOn],
      },
    ]);
    expect((await skilvul.bundles.canBuy({ bundleId: ids.bundle, ...learner })).canBuy).toBe(false);
    expect((await skilvul.products.canBuy({ productId: ids.product, ...learner })).canBuy).toBe(false);
    expect((await skilvul.addOns.canBuy({ addOnId: ids.addOn, ...learner })).canBuy).toBe(false);
  });

  it("a partial order succeeds and lists what was left out", async () => {
    const { mock, skilvul } = setUp();
    const reply = await skilvul.orders.create({
      user: owner,
      bundleIds: [ids.bundle],
      productIds: [ids.ownedProduct, ids.product, ids.unknown],
      addOnIds: [ids.addOn, ids.otherAddOn],
    });
    expect(reply).toMatchObject({
      order: { productIds: [ids.product], addOnIds: [ids.otherAddOn] },
      errorBundleIds: [ids.bundle],
      errorProductIds: [ids.ownedProduct, ids.unknown],
      errorAddOnIds: [ids.addOn],
      error: null,
    });
    expect(mock.store.orders).toHaveLength(1);
  });

  it("when nothing can be bought, there is no order", async () => {
    const { mock, skilvul } = setUp();
    const reply = await skilvul.orders.create({ user: owner, productIds: [ids.ownedProduct] });
    expect(reply).toMatchObject({ order: null, errorProductIds: [ids.ownedProduct] });
    expect(mock.store.orders).toEqual([]);
  });

  it("a reply without the lists of refused items is accepted", async () => {
    const { mock, skilvul } = setUp();
    const body = { user: {}, order: { id: "ckorder000000000000000001" }, error: null };
    mock.fail("orders.create", { status: 200, body });
    expect(await skilvul.orders.create(order)).toEqual(body);
  });

  it("the same order again is refused item by item", async () => {
    const { skilvul } = setUp();
    await skilvul.orders.create(order);
    expect(await skilvul.orders.create(order)).toMatchObject({ order: null, errorProductIds: [ids.product] });
  });

  it("other fields of the user are sent unchanged", async () => {
    const { mock, skilvul } = setUp();
    const user = { email: "new@example.com", firstName: "Baru", address: { city: "Bogor" } };
    await skilvul.orders.create({ ...order, user });
    expect(mock.requests.at(-1)?.params["user"]).toEqual(user);
  });
});

describe("an order is never placed twice", () => {
  it("when the reply is lost, it is not retried and the outcome is `unknown`", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { lost: "reply" });
    const error = await failureOf(skilvul.orders.create(order));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ outcome: "unknown", attempts: 1, operation: "orders.create" });
    expect(error).toHaveProperty("message", expect.stringContaining("check before sending it again"));
    expect(countRequests(mock)["orders.create"]).toBe(1);
    expect(mock.store.orders).toHaveLength(1);
  });

  it("when the request is lost, it is not retried either", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { lost: "request" });
    expect(await failureOf(skilvul.orders.create(order))).toMatchObject({ outcome: "unknown", attempts: 1 });
    expect(countRequests(mock)["orders.create"]).toBe(1);
    expect(mock.store.orders).toEqual([]);
  });

  it("canBuy shows afterwards whether it was placed", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { lost: "reply" });
    await failureOf(skilvul.orders.create(order));
    expect((await skilvul.products.canBuy({ productId: ids.product, ...learner })).canBuy).toBe(false);
  });

  it.for([500, 502, 503, 504])("after a %i it is not retried", async (status) => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status });
    const error = await failureOf(skilvul.orders.create(order));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ outcome: "unknown", attempts: 1 });
    expect(countRequests(mock)["orders.create"]).toBe(1);
  });

  it("after a 429, which proves it had no effect, it is retried", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status: 429, retryAfter: 0 }, { times: 2 });
    await skilvul.orders.create(order);
    expect(countRequests(mock)["orders.create"]).toBe(3);
    expect(mock.store.orders).toHaveLength(1);
  });

  it("a wait of more than a minute is left to the caller", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status: 429, retryAfter: 3600 });
    const error = await failureOf(skilvul.orders.create(order));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfter: 3_600_000, outcome: "refused" });
  });
});

describe("an error in a reply of status 200", () => {
  it("is an ApiError with the outcome `refused`", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", {
      status: 200,
      body: { order: null, error: { message: "No credit", code: "CREDIT" } },
    });
    const error = await failureOf(skilvul.orders.create(order));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      message: "skilvul orders.create: POST /v1/orders 200: No credit.",
      status: 200,
      code: "CREDIT",
      outcome: "refused",
    });
  });

  it("has the outcome `unknown` when the reply contains an order", async () => {
    const { mock, skilvul } = setUp();
    const body = { order: { id: "ckorder000000000000000001" }, error: "Something was left out" };
    mock.fail("orders.create", { status: 200, body });
    const error = await failureOf(skilvul.orders.create(order));
    expect(error).toMatchObject({ status: 200, outcome: "unknown", body });
    expect(error).toHaveProperty("message", expect.stringContaining("check before sending it again"));
    expect(countRequests(mock)["orders.create"]).toBe(1);
  });
});

describe("mistakes are refused before anything is sent", () => {
  const cases: readonly (readonly [slip: string, params: CreateOrderParams, message: string])[] = [
    [
      "nothing is ordered",
      { user: learner },
      "productIds: must contain at least one id, unless bundleIds or addOnIds does, got nothing",
    ],
    [
      "all lists are empty",
      { user: learner, bundleIds: [], productIds: [], addOnIds: [] },
      "productIds: must contain at least one id, unless bundleIds or addOnIds does, got a list of 0 entries",
    ],
    [
      "a product comes twice",
      { user: learner, productIds: [ids.product, ids.otherProduct, ids.product] },
      "productIds: must not contain an id twice (entries 0 and 2 are the same), got a list of 3 entries",
    ],
    [
      "a bundle comes twice",
      { user: learner, bundleIds: [ids.bundle, ids.bundle] },
      "bundleIds: must not contain an id twice (entries 0 and 1 are the same), got a list of 2 entries",
    ],
    [
      "an add-on comes twice",
      { user: learner, addOnIds: [ids.addOn, ids.addOn] },
      "addOnIds: must not contain an id twice (entries 0 and 1 are the same), got a list of 2 entries",
    ],
    [
      "the user is empty",
      { ...order, user: {} },
      "user: must identify the learner with at least one field, got an object",
    ],
    [
      "the user's only field is undefined",
      { ...order, user: { email: undefined } },
      "user: must identify the learner with at least one field, got an object",
    ],
    [
      "an id is empty",
      { user: learner, productIds: [""] },
      "productIds[0]: expected a non-empty string, got an empty string",
    ],
    [
      "the e-mail address is empty",
      { ...order, user: { email: "" } },
      "user.email: expected a non-empty string, got an empty string",
    ],
  ];

  it.for(cases)("%s", async ([, params, message]) => {
    const { mock, skilvul } = setUp();
    for (const method of ["create", "validate"] as const) {
      const error = await failureOf(skilvul.orders[method](params));
      expect(error).toBeInstanceOf(InvalidParamsError);
      expect(error).toHaveProperty("message", expect.stringContaining(message));
    }
    expect(mock.requests).toEqual([]);
  });

  it("a misspelled list gets a suggestion", async () => {
    const { skilvul } = setUp();
    const misspelt: object = { user: learner, productIDs: [ids.product] };
    await expect(skilvul.orders.create(misspelt as CreateOrderParams)).rejects.toThrow(
      "did you mean productIds?",
    );
  });
});
