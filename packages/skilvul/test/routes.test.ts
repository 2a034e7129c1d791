import { failureOf } from "@kelaskit/test-support/failure";
import { NotFoundError, UnverifiedRouteError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import type { Skilvul } from "../src/index.ts";
import { ids, learner, setUp } from "./helpers.ts";

const proposedWrites: readonly (readonly [name: string, call: (skilvul: Skilvul) => PromiseLike<unknown>])[] =
  [
    ["orders.validate", ({ orders }) => orders.validate({ user: learner, productIds: [ids.product] })],
    ["users.resendVerification", ({ users }) => users.resendVerification({ userId: ids.learner })],
  ];

describe("a client with default options", () => {
  it.for(proposedWrites)("refuses %s, a proposed write, before anything is sent", async ([name, call]) => {
    const { mock, skilvul } = setUp({ unverifiedRoutes: undefined });
    const error = await failureOf(call(skilvul));
    expect(error).toBeInstanceOf(UnverifiedRouteError);
    expect(error).toHaveProperty("message", expect.stringContaining(`routes: { "${name}": "METHOD /path" }`));
    expect(mock.requests).toEqual([]);
  });

  it("sends writes with observed routes", async () => {
    const { mock, skilvul } = setUp({ unverifiedRoutes: undefined });
    await skilvul.users.update({ userId: ids.learner, firstName: "Murid" });
    await skilvul.users.logout({ userId: ids.learner });
    expect(mock.requests.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PUT /v1/users/${ids.learner}`,
      `POST /v1/users/${ids.learner}/logout`,
    ]);
  });

  it("sends GETs with proposed routes", async () => {
    const { skilvul } = setUp({ unverifiedRoutes: undefined });
    expect(await skilvul.products.count()).toMatchObject({ count: 35 });
  });

  it("mentions in a 404 that the route may be wrong", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("products.count", { status: 404 });
    const error = await failureOf(skilvul.products.count());
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toHaveProperty("message", expect.stringContaining("The route is only proposed"));
  });
});

it("a route that you set counts as documented", async () => {
  const routes = {
    "orders.validate": "POST /v1/orders/check",
    "users.resendVerification": "PUT /v1/users/{userId}/verification",
    "products.canBuy": "GET /v1/products/{productId}/purchased",
  };
  const { mock, skilvul } = setUp({ unverifiedRoutes: "refuse", routes });
  await skilvul.orders.validate({ user: learner, productIds: [ids.product] });
  await skilvul.users.resendVerification({ userId: ids.learner });
  await skilvul.products.canBuy({ productId: ids.product, ...learner });
  expect(mock.requests.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /v1/orders/check",
    `PUT /v1/users/${ids.learner}/verification`,
    `GET /v1/products/${ids.product}/purchased?email=learner%40example.com`,
  ]);
});

it("validation is retried like a GET once its route is set", async () => {
  const { mock, skilvul } = setUp({ routes: { "orders.validate": "POST /v1/orders/validate" } });
  mock.fail("orders.validate", { status: 503, retryAfter: 0 });
  expect(await skilvul.orders.validate({ user: learner, productIds: [ids.product] })).toMatchObject({
    error: null,
  });
});

it("`request` uses the same token and errors", async () => {
  const { mock, skilvul } = setUp();
  expect(await skilvul.request("GET", "/v1/products", { query: { limit: 1 } })).toMatchObject({
    totalProducts: 35,
  });
  await expect(skilvul.request("GET", `/v1/products/${ids.unknown}`)).rejects.toThrow(
    `GET /v1/products/${ids.unknown} 404: There is no such product.`,
  );
  expect(mock.requests.filter(({ operation }) => operation === "oauth.createToken")).toHaveLength(1);
});
