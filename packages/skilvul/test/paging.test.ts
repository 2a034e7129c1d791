import { ResponseMismatchError } from "@kelaskit/core";
import { expect, it } from "vitest";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { setUp } from "./helpers.ts";

function offsetsOf(requests: readonly { readonly operation: string; readonly params: object }[]): unknown[] {
  return requests
    .filter(({ operation }) => operation.endsWith(".list"))
    .map(({ params }) => ("offset" in params ? params.offset : undefined));
}

it("iterating returns the products of all pages in order", async () => {
  const { mock, skilvul } = setUp();
  const found: unknown[] = [];
  for await (const product of skilvul.products.list()) found.push(product.id);
  expect(found).toEqual([...mock.store.products.keys()]);
  expect(offsetsOf(mock.requests)).toEqual([undefined, 10, 20, 30]);
});

it("breaking out of the loop fetches no further page", async () => {
  const { mock, skilvul } = setUp();
  for await (const product of skilvul.products.list()) if (product.id !== undefined) break;
  expect(countRequests(mock)["products.list"]).toBe(1);
});

it("pages are returned unchanged", async () => {
  const { skilvul } = setUp();
  const sizes: number[] = [];
  for await (const page of skilvul.products.list({ limit: 20 }).pages()) {
    expect(page.totalProducts).toBe(35);
    sizes.push(page.products.length);
  }
  expect(sizes).toEqual([20, 15]);
});

it("bundles are paged the same way", async () => {
  const { mock, skilvul } = setUp();
  expect(await skilvul.bundles.list().toArray({ limit: Infinity })).toHaveLength(12);
  expect(offsetsOf(mock.requests)).toEqual([undefined, 10]);
});

it("toArray stops at its limit", async () => {
  const { mock, skilvul } = setUp();
  expect(await skilvul.products.list().toArray({ limit: 12 })).toHaveLength(12);
  expect(countRequests(mock)["products.list"]).toBe(2);
});

it("pages fetched concurrently are returned in order", async () => {
  const { mock, skilvul } = setUp();
  const found = await skilvul.products.list({ limit: 4 }).toArray({ limit: 1000, concurrency: 4 });
  expect(found.map(({ id }) => id)).toEqual([...mock.store.products.keys()]);
  expect(countRequests(mock)["products.list"]).toBe(9);
});

it("a list can start at an offset", async () => {
  const { skilvul } = setUp();
  expect(await skilvul.products.list({ offset: 30 }).toArray({ limit: 100 })).toHaveLength(5);
});

it("the token can expire between two pages", async () => {
  const { mock, skilvul } = setUp();
  const found: unknown[] = [];
  for await (const page of skilvul.products.list().pages()) {
    found.push(...page.products);
    mock.expireTokens();
  }
  expect(found).toHaveLength(35);
});

it("a page without its total is an error even without validation", async () => {
  const { mock, skilvul } = setUp({ validation: "off" });
  mock.fail("products.list", { status: 200, body: { products: [{}], error: null } });
  await expect(skilvul.products.list().toArray({ limit: 100 })).rejects.toThrow(ResponseMismatchError);
});

it.for([{ limit: 0 }, { limit: 1.5 }, { offset: -1 }])(
  "%j is refused before anything is sent",
  async (params) => {
    const { mock, skilvul } = setUp();
    await expect(skilvul.products.list(params)).rejects.toThrow("nothing was sent");
    expect(mock.requests).toEqual([]);
  },
);
