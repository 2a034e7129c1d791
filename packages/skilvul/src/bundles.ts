import { type NoParams, operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error, id, pageParams, text } from "./fields.ts";
import { catalogPager } from "./pagination.ts";

/** A bundle of the catalog. The vendor's page shows no field of a bundle; whatever it sends is kept. */
export interface Bundle {
  /** Its id, by which it is ordered; the name is deduced from `bundleId`. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which bundles to list. */
export interface ListBundlesParams {
  /** How many bundles a page contains. @default 10 */
  readonly limit?: number | undefined;
  /** How many bundles to skip. @default 0 */
  readonly offset?: number | undefined;
}

/** A page of bundles. */
export interface ListBundlesReply {
  /** The bundles of this page. */
  readonly bundles: readonly Bundle[];
  /** How many bundles there are on all pages. */
  readonly totalBundles: number;
  /** Null on success. */
  readonly error?: unknown;
}

/** How many bundles there are. */
export interface CountBundlesReply {
  /** The number of bundles. */
  readonly count: number;
  /** Null on success. */
  readonly error?: unknown;
}

/** Which bundle to get. */
export interface GetBundleParams {
  /** The bundle's id. */
  readonly bundleId: string;
}

/** A bundle. */
export interface GetBundleReply {
  /** The bundle. */
  readonly bundle: Bundle | null;
  /** Null on success. */
  readonly error?: unknown;
}

/** Which learner and which bundle to check. */
export interface CanBuyBundleParams {
  /** The bundle's id. */
  readonly bundleId: string;
  /** The learner's e-mail address. */
  readonly email: string;
}

/** Whether a learner can still buy a bundle. */
export interface CanBuyBundleReply {
  /** False when the learner already owns the bundle. */
  readonly canBuy: boolean;
  /** Null on success. */
  readonly error?: unknown;
}

/**
 * Lists bundles. Await it for one page; iterate it for the bundles of all pages.
 *
 * The vendor prints the section's path but not this route; it is deduced from that of the products.
 *
 * @see https://test.api.skilvul.com
 */
export const list = pagedOperation<ListBundlesParams, ListBundlesReply, Bundle>({
  name: "bundles.list",
  method: "GET",
  path: "/v1/bundles",
  evidence: "deduced",
  params: pageParams,
  response: () => z.looseObject({ bundles: z.array(entry()), totalBundles: z.int(), error: error() }),
  pager: catalogPager("bundles", "totalBundles"),
});

/**
 * Counts the bundles. The route is proposed: the vendor has the operation but does not print its path; `/count` is ours.
 * `totalBundles` of a listed page is the same number.
 *
 * @see https://test.api.skilvul.com
 */
export const count = operation<NoParams, CountBundlesReply>({
  name: "bundles.count",
  method: "GET",
  path: "/v1/bundles/count",
  evidence: "proposed",
  response: () => z.looseObject({ count: z.int(), error: error() }),
});

/**
 * Gets a bundle. The route is deduced from the section's path and the variable's name.
 *
 * @throws NotFoundError when there is no such bundle.
 * @see https://test.api.skilvul.com
 */
export const get = operation<GetBundleParams, GetBundleReply>({
  name: "bundles.get",
  method: "GET",
  path: "/v1/bundles/{bundleId}",
  evidence: "deduced",
  params: () => z.strictObject({ bundleId: id() }),
  response: () => z.looseObject({ bundle: z.nullable(entry()), error: error() }),
});

/**
 * Checks whether a learner can still buy a bundle. Also shows whether an order whose reply was lost was placed.
 * The route is proposed: the vendor names the variable and the query but does not print the path; `/can-buy` is ours.
 *
 * @see https://test.api.skilvul.com
 */
export const canBuy = operation<CanBuyBundleParams, CanBuyBundleReply>({
  name: "bundles.canBuy",
  method: "GET",
  path: "/v1/bundles/{bundleId}/can-buy",
  evidence: "proposed",
  params: () => z.strictObject({ bundleId: id(), email: text() }),
  response: () => z.looseObject({ canBuy: z.boolean(), error: error() }),
});
