import { pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import type { BusinessPageParams } from "./business.ts";
import { maybeText, text } from "./fields.ts";
import { businessPageParams, pageFields } from "./page-schemas.ts";
import { forwardPager, onlyOneCursor, type Page } from "./pagination.ts";

/** A store of the business. Of its fields, the vendor documents `payment_methods` only; the others are observed in other programs. */
export interface BusinessStore {
  /** The store's number, which `businessProducts.list` takes as `storeNumber`. */
  readonly id?: number | undefined;
  /** The store's unique id, `store_…`: the `storeId` of the other operations. */
  readonly unique_id?: string | null | undefined;
  readonly name?: string | null | undefined;
  /** The payment methods that orders accept, such as `bank_transfer`, or `va_bca` for a virtual account. */
  readonly payment_methods?: readonly string[] | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which stores to list. */
export interface ListBusinessStoresParams extends BusinessPageParams {
  /** Only stores with this name. */
  readonly search?: string | undefined;
  /** Only stores with this domain. */
  readonly domain?: string | undefined;
}

/** A page of stores. */
export type BusinessStorePage = Page<BusinessStore>;

const store = () =>
  z.looseObject({
    id: z.optional(z.int()),
    unique_id: maybeText(),
    name: maybeText(),
    payment_methods: z.optional(z.nullable(z.array(z.string()))),
  });

/**
 * Lists the stores of the business, with their numbers. Await it for one page; iterate it for the stores of all pages.
 *
 * A restricted key requires the scope `store:list`.
 *
 * @throws AuthenticationError when the business key is wrong or has expired.
 * @throws PermissionError when a restricted key lacks the scope.
 * @see https://docs.scalev.com
 */
export const list = pagedOperation<ListBusinessStoresParams, BusinessStorePage, BusinessStore>({
  name: "businessStores.list",
  method: "GET",
  path: "/v3/stores/simplified",
  evidence: "documented",
  auth: "business",
  params: () =>
    z.strictObject({ search: z.optional(text()), domain: z.optional(text()), ...businessPageParams() }),
  rules: onlyOneCursor,
  response: () => z.looseObject({ data: z.array(store()), ...pageFields() }),
  pager: forwardPager(),
});
