import { pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import type { BusinessPageParams } from "./business.ts";
import { maybeText } from "./fields.ts";
import { businessPageParams, pageFields } from "./page-schemas.ts";
import { forwardPager, onlyOneCursor, type Page } from "./pagination.ts";

/** A store of the business. The vendor documents no field of this list; these are observed in other programs. */
export interface BusinessStore {
  /** The store's number, which `businessProducts.list` takes as `storeNumber`. */
  readonly id?: number | undefined;
  /** The store's unique id, `store_…`: the `storeId` of the other operations. */
  readonly unique_id?: string | null | undefined;
  readonly name?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which page of the stores. */
export type ListBusinessStoresParams = BusinessPageParams;

/** A page of stores. */
export type BusinessStorePage = Page<BusinessStore>;

const store = () => z.looseObject({ id: z.optional(z.int()), unique_id: maybeText(), name: maybeText() });

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
  params: () => z.strictObject(businessPageParams()),
  rules: onlyOneCursor,
  response: () => z.looseObject({ data: z.array(store()), ...pageFields() }),
  pager: forwardPager(),
});
