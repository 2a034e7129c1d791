import { pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import type { BusinessPageParams } from "./business.ts";
import { maybeFlag, maybeText, price } from "./fields.ts";
import { businessPageParams, pageFields } from "./page-schemas.ts";
import { forwardPager, onlyOneCursor, type Page } from "./pagination.ts";

/** A variant of a product, as its seller sees it. */
export interface BusinessVariant {
  /** The variant's number, used by the lines of orders. */
  readonly id?: number | undefined;
  /** The variant's unique id, `variant_…`. Webhooks call it `variant_unique_id`: it maps a sale to a course. */
  readonly unique_id?: string | null | undefined;
  readonly fullname?: string | null | undefined;
  /** The seller's own code. */
  readonly sku?: string | null | undefined;
  /** The price; a number in the vendor's sample, a decimal string elsewhere. */
  readonly price?: string | number | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A product of a store, as its seller sees it. */
export interface BusinessProduct {
  /** The product's number. */
  readonly id?: number | undefined;
  /** The name. The seller can change it: map sales by `unique_id` of the variants. */
  readonly name?: string | null | undefined;
  /** Whether customers see it. */
  readonly is_visible?: boolean | null | undefined;
  /** Its variants. */
  readonly variants?: readonly BusinessVariant[] | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which products to list. */
export interface ListBusinessProductsParams extends BusinessPageParams {
  /** The store's number, from `businessStores.list`. Not its unique id, `store_…`. */
  readonly storeNumber: number;
}

/** A page of products. */
export type BusinessProductPage = Page<BusinessProduct>;

const variant = () =>
  z.looseObject({
    id: z.optional(z.int()),
    unique_id: maybeText(),
    fullname: maybeText(),
    sku: maybeText(),
    price: z.optional(z.nullable(price())),
  });

const product = () =>
  z.looseObject({
    id: z.optional(z.int()),
    name: maybeText(),
    is_visible: maybeFlag(),
    variants: z.optional(z.nullable(z.array(variant()))),
  });

/**
 * Lists the products of a store with their variants. Await it for one page; iterate it for the products of all pages.
 *
 * A restricted key requires the scope `product:list`.
 *
 * @throws AuthenticationError when the business key is wrong or has expired.
 * @throws PermissionError when a restricted key lacks the scope.
 * @throws NotFoundError when the business has no such store.
 * @see https://docs.scalev.com
 */
export const list = pagedOperation<ListBusinessProductsParams, BusinessProductPage, BusinessProduct>({
  name: "businessProducts.list",
  method: "GET",
  path: "/v3/stores/{storeNumber}/products",
  evidence: "documented",
  auth: "business",
  params: () => z.strictObject({ storeNumber: z.int().check(z.gte(1)), ...businessPageParams() }),
  rules: onlyOneCursor,
  response: () => z.looseObject({ data: z.array(product()), ...pageFields() }),
  pager: forwardPager(),
});
