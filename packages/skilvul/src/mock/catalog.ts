import type { MockServerBuilder } from "@kelaskit/core/testing";
import * as addOns from "../add-ons.ts";
import * as bundles from "../bundles.ts";
import * as products from "../products.ts";
import { notFound } from "./reply.ts";
import type { MockRecord } from "./records.ts";
import type { SkilvulStore } from "./store.ts";

interface PageParams {
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

function pageOf(
  items: ReadonlyMap<string, MockRecord>,
  { limit = 10, offset = 0 }: PageParams,
): MockRecord[] {
  return [...items.values()].slice(offset, offset + limit);
}

/** Answers for bundles, products and add-ons. */
export function mockCatalog(server: MockServerBuilder, store: SkilvulStore): void {
  const canBuy = (items: ReadonlyMap<string, MockRecord>, id: string, email: string, what: string) =>
    items.has(id) ? { canBuy: !store.owns(email, id), error: null } : notFound(what);

  server.on(bundles.list, ({ params }) => ({
    bundles: pageOf(store.bundles, params),
    totalBundles: store.bundles.size,
    error: null,
  }));
  server.on(bundles.count, () => ({ count: store.bundles.size, error: null }));
  server.on(bundles.get, ({ params }) => {
    const bundle = store.bundles.get(params.bundleId);
    return bundle === undefined ? notFound("bundle") : { bundle, error: null };
  });
  server.on(bundles.canBuy, ({ params }) => canBuy(store.bundles, params.bundleId, params.email, "bundle"));

  server.on(products.list, ({ params }) => ({
    products: pageOf(store.products, params),
    totalProducts: store.products.size,
    error: null,
  }));
  server.on(products.count, () => ({ count: store.products.size, error: null }));
  server.on(products.get, ({ params }) => {
    const product = store.products.get(params.productId);
    return product === undefined ? notFound("product") : { product, error: null };
  });
  server.on(products.canBuy, ({ params }) =>
    canBuy(store.products, params.productId, params.email, "product"),
  );

  server.on(addOns.get, ({ params }) => {
    const addOn = store.addOns.get(params.addOnId);
    return addOn === undefined ? notFound("add-on") : { addOn, error: null };
  });
  server.on(addOns.canBuy, ({ params }) => canBuy(store.addOns, params.addOnId, params.email, "add-on"));
}
