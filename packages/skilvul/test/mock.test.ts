import { failureOf } from "@kelaskit/test-support/failure";
import { serve } from "@kelaskit/core/testing/node";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterEach, describe, expect, it } from "vitest";
import { createSkilvul } from "../src/index.ts";
import { createMockSkilvul } from "../src/mock/index.ts";
import { ids, learner, setUp } from "./helpers.ts";

const cleanUps: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function ask(path: string, init: RequestInit = {}) {
  const mock = createMockSkilvul();
  const response = await mock.fetch(`${mock.baseUrl}${path}`, init);
  return { status: response.status, body: (await response.json()) as { readonly error?: unknown } };
}

it("a client that was created before a reset logs in again", async () => {
  const { mock, skilvul } = setUp();
  for (const reset of [1, 2, 3]) {
    expect((await skilvul.products.list()).totalProducts, `before reset ${reset}`).toBe(35);
    mock.reset();
  }
  expect((await skilvul.products.list()).totalProducts).toBe(35);
});

describe("without the client", () => {
  it.for([
    ["no authorization header", {}, 401],
    ["an unknown token", { authorization: "Bearer abc" }, 403],
  ] as const)("%s is refused with an error in the body", async ([, headers, status]) => {
    const answer = await ask("/v1/products", { headers });
    expect(answer.status).toBe(status);
    expect(answer.body.error).toBeDefined();
  });

  it("an unknown token is refused with the code that was observed", async () => {
    const { body } = await ask("/v1/products", { headers: { authorization: "Bearer abc" } });
    expect(body).toEqual({ error: "ACCESS_TOKEN_NOT_VALID" });
  });

  it.for([
    ["/v1/oauth/token", { clientId: "demo", clientSecret: "wrong" }, 401],
    ["/v1/oauth/token/refresh", { clientId: "wrong", refreshToken: "abc" }, 401],
    ["/v1/oauth/token/refresh", { clientId: "demo", refreshToken: "abc" }, 403],
    ["/v1/oauth/token", { clientId: "demo" }, 422],
  ] as const)("%s with %j is answered with %i", async ([path, body, status]) => {
    const answer = await ask(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(status);
    expect(answer.body).toHaveProperty("error.message");
  });
});

it("wrong parameters are answered with 422 and an error", async () => {
  const { skilvul } = setUp();
  const error = await failureOf(skilvul.request("GET", "/v1/schools"));
  expect(error).toHaveProperty("status", 422);
  expect(error).toHaveProperty("message", expect.stringContaining("schoolGradeId: required"));
});

it("an order without an e-mail address or known id is answered with 422", async () => {
  const { skilvul } = setUp();
  const params = { user: { phone: "0800" }, productIds: [ids.product] };
  expect(await failureOf(skilvul.orders.create(params))).toMatchObject({ status: 422 });
  expect(await failureOf(skilvul.orders.validate(params))).toMatchObject({ status: 422 });
});

it.for([
  ["bundle", "/v1/bundles/{id}"],
  ["bundle", "/v1/bundles/{id}/can-buy?email=a"],
  ["product", "/v1/products/{id}"],
  ["product", "/v1/products/{id}/can-buy?email=a"],
  ["add-on", "/v1/addons/{id}"],
  ["add-on", "/v1/addons/{id}/can-buy?email=a"],
  ["province", "/v1/provinces/{id}"],
  ["city", "/v1/cities/{id}"],
  ["user", "/v1/users/{id}"],
] as const)("an unknown %s is answered with 404: GET %s", async ([what, path]) => {
  const { skilvul } = setUp();
  const [route = "", query] = path.replace("{id}", ids.unknown).split("?");
  const call = skilvul.request("GET", route, query === undefined ? {} : { query: { email: learner.email } });
  expect(await failureOf(call)).toMatchObject({
    status: 404,
    body: { error: { message: `There is no such ${what}.` } },
  });
});

it("writes to an unknown learner are answered with 404", async () => {
  const { mock, skilvul } = setUp();
  const userId = ids.unknown;
  expect(await failureOf(skilvul.users.update({ userId, firstName: "Murid" }))).toMatchObject({
    status: 404,
  });
  expect(await failureOf(skilvul.users.logout({ userId }))).toMatchObject({ status: 404 });
  expect(await failureOf(skilvul.users.resendVerification({ userId }))).toMatchObject({ status: 404 });
  expect(mock.store.logouts).toEqual([]);
});

it("an order creates a new learner, found by id and e-mail address", async () => {
  const { mock, skilvul } = setUp();
  const { user } = await skilvul.orders.create({
    user: { email: "New@example.com", firstName: "Baru" },
    productIds: [ids.product],
  });
  expect((await skilvul.users.get({ userId: user?.id ?? "" })).user).toMatchObject({ firstName: "Baru" });
  await skilvul.orders.create({ user: { id: user?.id }, productIds: [ids.otherProduct] });
  expect(mock.store.orders.map(({ userId }) => userId)).toEqual([user?.id, user?.id]);
  expect(mock.store.owns("new@example.com", ids.otherProduct)).toBe(true);
});

it("`schoolId` clears `otherSchoolName`", async () => {
  const { skilvul } = setUp();
  const { user } = await skilvul.users.update({
    userId: ids.learner,
    schoolId: ids.school,
    otherSchoolName: "SMA Contoh",
    schoolGradeId: ids.grade,
    schoolProvinceId: ids.province,
  });
  expect(user).toMatchObject({ schoolId: ids.school, otherSchoolName: null });
});

it("a learner's record contains the places, not their ids", async () => {
  const { skilvul } = setUp();
  const { user } = await skilvul.users.update({
    userId: ids.learner,
    provinceId: ids.province,
    cityId: ids.city,
  });
  expect(user).toMatchObject({
    province: { id: ids.province, name: "DKI Jakarta" },
    city: { id: ids.city, name: "Jakarta Pusat" },
  });
  expect(user).not.toHaveProperty("provinceId");
  const moved = await skilvul.users.update({ userId: ids.learner, provinceId: null, cityId: null });
  expect(moved.user).toMatchObject({ province: null, city: null });
});

it("ids have the vendor's form and are the same in every run", () => {
  const [first, second] = [createMockSkilvul(), createMockSkilvul()];
  const all = [first.store.products, first.store.bundles, first.store.cities].flatMap((items) => [
    ...items.keys(),
  ]);
  for (const id of all) expect(id).toMatch(/^c[a-z0-9]{24}$/);
  expect(new Set(all).size).toBe(all.length);
  expect([...second.store.products.keys()]).toEqual([...first.store.products.keys()]);
});

it("a seed replaces the lists it contains and keeps the others", async () => {
  const seed = { products: [{ id: "only" }], owned: { "learner@example.com": ["only"] } };
  const { mock, skilvul } = setUp({}, { seed });
  expect((await skilvul.products.list()).products).toEqual([{ id: "only" }]);
  expect((await skilvul.products.canBuy({ productId: "only", ...learner })).canBuy).toBe(false);
  expect(mock.store.bundles.size).toBe(12);
});

it("msw answers a client that the program creates itself", async () => {
  const server = setupServer(...createMockSkilvul().handlers(http));
  server.listen({ onUnhandledFrame: "error" });
  cleanUps.push(() => {
    server.close();
  });
  const skilvul = createSkilvul({ clientId: "demo", clientSecret: "demo-secret" });
  expect((await skilvul.products.list()).totalProducts).toBe(35);
});

describe("over real HTTP", () => {
  async function serveMock() {
    const mock = createMockSkilvul();
    const served = await serve(mock);
    cleanUps.push(() => served.close());
    return { mock, skilvul: createSkilvul({ ...mock.credentials, baseUrl: served.url, logger: false }) };
  }

  it("token, pages, purchase check, order", async () => {
    const { mock, skilvul } = await serveMock();
    expect(await skilvul.products.list().toArray({ limit: 100, concurrency: 2 })).toHaveLength(35);
    expect((await skilvul.products.canBuy({ productId: ids.product, ...learner })).canBuy).toBe(true);
    const { order } = await skilvul.orders.create({ user: learner, productIds: [ids.product] });
    expect(mock.store.orders.map(({ id }) => id)).toEqual([order?.id]);
  });

  it("an expired token is renewed", async () => {
    const { mock, skilvul } = await serveMock();
    await skilvul.products.list();
    mock.expireTokens();
    expect((await skilvul.products.list()).totalProducts).toBe(35);
  });

  it("an order whose reply is lost is placed once, with outcome `unknown`", async () => {
    const { mock, skilvul } = await serveMock();
    mock.fail("orders.create", { lost: "reply" });
    const error = await failureOf(skilvul.orders.create({ user: learner, productIds: [ids.product] }));
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "unknown", attempts: 1 });
    expect(mock.store.orders).toHaveLength(1);
  });
});
