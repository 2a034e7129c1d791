import { ResponseMismatchError } from "@kelaskit/core";
import { expect, it } from "vitest";
import type { MockMitrabunso } from "../src/mock/index.ts";
import { ids, setUp } from "./helpers.ts";

const product = { productId: ids.product };

function pathsOf(mock: MockMitrabunso): readonly string[] {
  return mock.requests.map(({ path }) =>
    path.replace(`/public/product/price/list/${ids.user}/${ids.product}`, "…"),
  );
}

function idsOf(mock: MockMitrabunso): readonly string[] {
  return [...mock.store.prices.values()].filter((price) => price.product === ids.product).map(({ id }) => id);
}

it("iterating changes the path: offset, then limit", async () => {
  const { mock, mitrabunso } = setUp();
  const found: string[] = [];
  for await (const { id } of mitrabunso.prices.list({ ...product, limit: 10 })) found.push(id);
  expect(found).toEqual(idsOf(mock));
  expect(pathsOf(mock)).toEqual(["…/0/10", "…/10/10", "…/20/10", "…/30/10"]);
});

it("a page contains 50 prices by default", async () => {
  const { mock, mitrabunso } = setUp();
  const { show, total } = await mitrabunso.prices.list(product);
  expect([show, total]).toEqual([36, 36]);
  expect(pathsOf(mock)).toEqual(["…/0/50"]);
});

it("a long list is read with the page's own size", async () => {
  const prices = Array.from({ length: 120 }, (_, index) => ({
    id: `cccccccc-0000-4000-8000-${String(index).padStart(12, "0")}`,
    product: ids.product,
    shop: ids.shop,
    price: index,
    startDate: "2031-01-01 00:00:00",
    endDate: "2031-01-01 00:00:00",
  }));
  const { mock, mitrabunso } = setUp({}, { seed: { prices } });
  expect(await mitrabunso.prices.list(product).toArray({ limit: Infinity })).toHaveLength(120);
  expect(pathsOf(mock)).toEqual(["…/0/50", "…/50/50", "…/100/50"]);
});

it("search and order are in the query of every page", async () => {
  const { mock, mitrabunso } = setUp();
  const found = await mitrabunso.prices
    .list({ ...product, limit: 8, q: "pusat", orderBy: "startDate" })
    .toArray({ limit: 100 });
  expect(found.map(({ shopName }) => shopName)).toEqual(
    Array.from({ length: 12 }, () => "Toko Contoh Pusat"),
  );
  expect(pathsOf(mock)).toEqual(["…/0/8?q=pusat&orderBy=startDate", "…/8/8?q=pusat&orderBy=startDate"]);
});

it("pages fetched concurrently are returned in order", async () => {
  const { mock, mitrabunso } = setUp();
  const found = await mitrabunso.prices
    .list({ ...product, limit: 5 })
    .toArray({ limit: 1000, concurrency: 4 });
  expect(found.map(({ id }) => id)).toEqual(idsOf(mock));
  expect(mock.requests).toHaveLength(8);
});

it("a list can start at an offset", async () => {
  const { mitrabunso } = setUp();
  expect(await mitrabunso.prices.list({ ...product, offset: 30 }).toArray({ limit: 100 })).toHaveLength(6);
});

it("a product without prices has an empty list", async () => {
  const { mitrabunso } = setUp();
  expect(await mitrabunso.prices.list({ productId: ids.unknown }).toArray({ limit: 100 })).toEqual([]);
});

it("a page without its total is an error even without validation", async () => {
  const { mock, mitrabunso } = setUp({ validation: "off" });
  mock.fail("prices.list", { status: 200, body: { data: [{}] } });
  await expect(mitrabunso.prices.list(product).toArray({ limit: 100 })).rejects.toThrow(
    ResponseMismatchError,
  );
});

it.for([{ limit: 0 }, { limit: 1.5 }, { offset: -1 }, { productId: "7" }])(
  "%j is refused before anything is sent",
  async (params) => {
    const { mock, mitrabunso } = setUp();
    await expect(mitrabunso.prices.list({ ...product, ...params })).rejects.toThrow("nothing was sent");
    expect(mock.requests).toEqual([]);
  },
);
