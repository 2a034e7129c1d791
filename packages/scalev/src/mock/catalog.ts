import type { MockServerBuilder } from "@kelaskit/core/testing";
import { getProduct, listItems } from "../catalog.ts";
import { pageOf } from "./pages.ts";
import { notFound } from "./reply.ts";
import type { ScalevStore } from "./store.ts";

/** Answers for the catalog. */
export function mockCatalog(server: MockServerBuilder, store: ScalevStore): void {
  server.on(listItems, ({ params }) => {
    // Lists contain products without their variants.
    const cards = [...store.products.values()].map(({ variants: _, rich_description: __, ...card }) => card);
    return pageOf([...store.bundles, ...cards], params);
  });
  server.on(getProduct, ({ params }) => store.products.get(params.slug) ?? notFound());
}
