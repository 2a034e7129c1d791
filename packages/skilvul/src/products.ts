import { type NoParams, operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { error, id, pageParams, seenText, text } from "./fields.ts";
import { catalogPager } from "./pagination.ts";

/**
 * A product of the catalog. The vendor's page shows no field of a product: these were seen in a partner's code (2021).
 * Whatever else it sends is kept.
 */
export interface Product {
  /** Its id, by which it is ordered. */
  readonly id?: string | undefined;
  /** Its title. */
  readonly title?: string | null | undefined;
  /** What it is about, in short. */
  readonly shortDescription?: string | null | undefined;
  /** What it is about. */
  readonly fullDescription?: string | null | undefined;
  /** The address of its picture. */
  readonly imageUrl?: string | null | undefined;
  /** The address of its page. */
  readonly url?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which products to list. */
export interface ListProductsParams {
  /** How many products a page contains. @default 10 */
  readonly limit?: number | undefined;
  /** How many products to skip. @default 0 */
  readonly offset?: number | undefined;
}

/** A page of products. */
export interface ListProductsReply {
  /** The products of this page. */
  readonly products: readonly Product[];
  /** How many products there are on all pages. */
  readonly totalProducts: number;
  /** Null on success. */
  readonly error?: unknown;
}

/** How many products there are. */
export interface CountProductsReply {
  /** The number of products. */
  readonly count: number;
  /** Null on success. */
  readonly error?: unknown;
}

/** Which product to get. */
export interface GetProductParams {
  /** The product's id. */
  readonly productId: string;
}

/** A product. */
export interface GetProductReply {
  /** The product. */
  readonly product: Product | null;
  /** Null on success. */
  readonly error?: unknown;
}

/** Which learner and which product to check. */
export interface CanBuyProductParams {
  /** The product's id. */
  readonly productId: string;
  /** The learner's e-mail address. */
  readonly email: string;
}

/** Whether a learner can still buy a product. */
export interface CanBuyProductReply {
  /** False when the learner already owns the product. */
  readonly canBuy: boolean;
  /** Null on success. */
  readonly error?: unknown;
}

const product = () =>
  z.looseObject({
    id: z.optional(z.string()),
    title: seenText(),
    shortDescription: seenText(),
    fullDescription: seenText(),
    imageUrl: seenText(),
    url: seenText(),
  });

/**
 * Lists products. Await it for one page; iterate it for the products of all pages.
 *
 * @see https://test.api.skilvul.com
 */
export const list = pagedOperation<ListProductsParams, ListProductsReply, Product>({
  name: "products.list",
  method: "GET",
  path: "/v1/products",
  evidence: "documented",
  params: pageParams,
  response: () => z.looseObject({ products: z.array(product()), totalProducts: z.int(), error: error() }),
  pager: catalogPager("products", "totalProducts"),
});

/**
 * Counts the products. The route is proposed: the vendor has the operation but does not print its path; `/count` is ours.
 * `totalProducts` of a listed page is the same number.
 *
 * @see https://test.api.skilvul.com
 */
export const count = operation<NoParams, CountProductsReply>({
  name: "products.count",
  method: "GET",
  path: "/v1/products/count",
  evidence: "proposed",
  response: () => z.looseObject({ count: z.int(), error: error() }),
});

/**
 * Gets a product. The route is deduced from the section's path and the variable's name.
 *
 * @throws NotFoundError when there is no such product.
 * @see https://test.api.skilvul.com
 */
export const get = operation<GetProductParams, GetProductReply>({
  name: "products.get",
  method: "GET",
  path: "/v1/products/{productId}",
  evidence: "deduced",
  params: () => z.strictObject({ productId: id() }),
  response: () => z.looseObject({ product: z.nullable(product()), error: error() }),
});

/**
 * Checks whether a learner can still buy a product. Also shows whether an order whose reply was lost was placed.
 * The route is proposed: the vendor names the variable and the query but does not print the path; `/can-buy` is ours.
 *
 * @see https://test.api.skilvul.com
 */
export const canBuy = operation<CanBuyProductParams, CanBuyProductReply>({
  name: "products.canBuy",
  method: "GET",
  path: "/v1/products/{productId}/can-buy",
  evidence: "proposed",
  params: () => z.strictObject({ productId: id(), email: text() }),
  response: () => z.looseObject({ canBuy: z.boolean(), error: error() }),
});
