import { failureOf } from "@kelaskit/test-support/failure";
import { serve } from "@kelaskit/core/testing/node";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterEach, describe, expect, it } from "vitest";
import { createMitrabunso } from "../src/index.ts";
import { createMockMitrabunso } from "../src/mock/index.ts";
import { ids, setUp, values } from "./helpers.ts";

const cleanUps: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const product = { productId: ids.product };

async function ask(method: string, path: string, init: RequestInit = {}) {
  const mock = createMockMitrabunso();
  const headers = new Headers(init.headers);
  if (!headers.has("authorization")) headers.set("authorization", `Bearer ${mock.credentials.token}`);
  const response = await mock.fetch(`${mock.baseUrl}${path}`, { method, ...init, headers });
  return { status: response.status, body: (await response.json()) as unknown };
}

describe("without the client", () => {
  const list = `/product/price/list/${ids.user}/${ids.product}`;
  const create = `/product/price/create/${ids.user}/${ids.product}`;

  it("a list is answered", async () => {
    expect(await ask("GET", `${list}/35/10`)).toMatchObject({ status: 200, body: { show: 1, total: 36 } });
  });

  it.for([
    ["a wrong token", "GET", `${list}/0/10`, { headers: { authorization: "Bearer wrong" } }, 401],
    ["another user", "GET", `/product/price/list/${ids.otherUser}/${ids.product}/0/10`, {}, 403],
    ["an unknown price", "POST", `/product/price/details/${ids.user}/${ids.product}/${ids.unknown}`, {}, 404],
    [
      "a price of another product",
      "DELETE",
      `/product/price/delete/${ids.user}/${ids.otherProduct}/${ids.price}`,
      {},
      404,
    ],
    ["a field to sort by that no price has", "GET", `${list}/0/10?orderBy=colour`, {}, 422],
    ["a limit of nothing", "GET", `${list}/0/0`, {}, 422],
    ["a body without its fields", "POST", create, { body: new URLSearchParams({ price: "1" }) }, 422],
    ["a route that there is not", "GET", "/product/color/list", {}, 404],
  ] as const)("%s is refused with an error body", async ([, method, path, init, status]) => {
    expect(await ask(method, path, init)).toMatchObject({
      status,
      body: { status, messages: { error: expect.any(String) as string } },
    });
  });

  it("a form is read like JSON", async () => {
    const fields = { ...values, price: String(values.price) };
    const reply = { status: 200, body: { data: { price: "25500", shop: ids.otherShop } } };
    expect(await ask("POST", create, { body: new URLSearchParams(fields) })).toMatchObject(reply);
    const headers = { "content-type": "application/json" };
    expect(await ask("POST", create, { body: JSON.stringify(values), headers })).toMatchObject(reply);
  });
});

it("names are only in lists, as in the vendor's samples", async () => {
  const { mitrabunso } = setUp();
  const { data: made } = await mitrabunso.prices.create({ ...product, ...values });
  const found = await mitrabunso.prices.list({ ...product, q: "2031" });
  expect(made).toMatchObject({ shopName: null, createdByName: null, updatedByName: null });
  expect(found.data).toEqual([{ ...made, shopName: "Toko Contoh Pusat", createdByName: "Pengguna Contoh" }]);
});

it("each new price has its own id, the same in every run", async () => {
  const { mitrabunso } = setUp();
  const { data: first } = await mitrabunso.prices.create({ ...product, ...values });
  const { data: second } = await mitrabunso.prices.create({ ...product, ...values });
  expect([first.id, second.id]).toEqual([
    "cccccccc-0000-4000-8000-000000900001",
    "cccccccc-0000-4000-8000-000000900002",
  ]);
});

it("prices are sorted by their amounts", async () => {
  const prices = [9000, 25_000, 100].map((price, index) => ({
    ...values,
    id: `cccccccc-0000-4000-8000-00000000000${index}`,
    product: ids.product,
    price,
  }));
  const { mitrabunso } = setUp({}, { seed: { prices } });
  const { data } = await mitrabunso.prices.list({ ...product, orderBy: "price" });
  expect(data.map(({ price }) => price)).toEqual(["100", "9000", "25000"]);
});

it("an unknown shop has no name", async () => {
  const { mitrabunso } = setUp({}, { seed: { shops: [] } });
  expect((await mitrabunso.prices.list(product)).data[0]).toMatchObject({ shop: ids.shop, shopName: null });
});

it("two mocks do not share their prices", async () => {
  const [first, second] = [setUp(), setUp()];
  await first.mitrabunso.prices.delete({ ...product, priceId: ids.price });
  expect((await second.mitrabunso.prices.list(product)).total).toBe(36);
});

it("a route that the client sets is answered, too", async () => {
  const routes = { "prices.get": "GET /product/price/details/{userId}/{productId}/{priceId}" };
  const { mock, mitrabunso } = setUp({ routes });
  await mitrabunso.prices.get({ ...product, priceId: ids.price });
  expect(mock.requests[0]?.method).toBe("GET");
});

it("msw answers a client that the program creates itself", async () => {
  const server = setupServer(...createMockMitrabunso().handlers(http));
  server.listen({ onUnhandledFrame: "error" });
  cleanUps.push(() => {
    server.close();
  });
  const mitrabunso = createMitrabunso({ token: "demo-token", userId: ids.user, allowInsecureHttp: true });
  expect((await mitrabunso.prices.list(product)).total).toBe(36);
});

describe("over real HTTP", () => {
  async function serveMock() {
    const mock = createMockMitrabunso();
    const served = await serve(mock);
    cleanUps.push(() => served.close());
    const token = () => mock.credentials.token;
    return {
      mock,
      mitrabunso: createMitrabunso({ ...mock.credentials, token, baseUrl: served.url, logger: false }),
    };
  }

  it("a price is listed, updated and deleted", async () => {
    const { mock, mitrabunso } = await serveMock();
    const [first] = (await mitrabunso.prices.list(product)).data;
    const price = { ...product, priceId: first?.id ?? "" };
    await mitrabunso.prices.update({ ...price, ...values });
    expect(mock.store.prices.get(ids.price)?.price).toBe("25500");
    await mitrabunso.prices.delete(price);
    expect(mock.store.prices.has(ids.price)).toBe(false);
  });

  it("an expired token is replaced by the next", async () => {
    const { mock, mitrabunso } = await serveMock();
    await mitrabunso.prices.list(product);
    mock.expireTokens();
    expect((await mitrabunso.prices.list(product)).total).toBe(36);
  });

  it("a price whose reply is lost is created once, with outcome `unknown`", async () => {
    const { mock, mitrabunso } = await serveMock();
    const before = mock.store.prices.size;
    mock.fail("prices.create", { lost: "reply" });
    const error = await failureOf(mitrabunso.prices.create({ ...product, ...values }));
    expect(error).toMatchObject({ name: "ConnectionError", outcome: "unknown", attempts: 1 });
    expect(mock.store.prices.size).toBe(before + 1);
  });
});
