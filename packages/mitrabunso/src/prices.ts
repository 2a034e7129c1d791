import { pagedOperation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import type { VendorDate } from "./dates.ts";
import { id, maybeText, maybeVendorDate, time } from "./fields.ts";
import { operation } from "./operation.ts";
import { listPager } from "./pagination.ts";

/** What a product costs in one shop over one span of time. */
export interface Price {
  /** Its id, a UUID. */
  readonly id: string;
  /** The price as digits: it goes in as a whole number and comes out as text. Rupiah; the currency is deduced. */
  readonly price: string;
  /** Id of the product. */
  readonly product: string;
  /** Id of the shop. */
  readonly shop: string;
  /** Name of the shop; `prices.list` gives it, the other operations give null. */
  readonly shopName?: string | null | undefined;
  /** From when it holds: `YYYY-MM-DD HH:mm:ss`, in Asia/Bangkok as far as is known. `readDate` reads it. */
  readonly startDate: string;
  /** Until when it holds, in the same form. */
  readonly endDate: string;
  /** `"1"` in all samples; no other value is documented. */
  readonly status?: string | null | undefined;
  /** When it was made. `readDate` reads it. */
  readonly created?: VendorDate | null | undefined;
  /** When it was last changed, at first the time of making. */
  readonly updated?: VendorDate | null | undefined;
  /** Id of the user who made it. */
  readonly createdBy?: string | null | undefined;
  /** Id of the user who last changed it; an empty string when nobody has. */
  readonly updatedBy?: string | null | undefined;
  /** Name of the user who made it; `prices.list` gives it. */
  readonly createdByName?: string | null | undefined;
  /** Name of the user who last changed it; `prices.list` gives it. */
  readonly updatedByName?: string | null | undefined;
  /** Null in all samples; the form of another value is not documented. */
  readonly deleted_at?: unknown;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which prices to list. */
export interface ListPricesParams {
  /** Id of the user on whose behalf it is asked. @default the client's */
  readonly userId?: string | undefined;
  /** Id of the product. */
  readonly productId: string;
  /** How many prices to skip. @default 0 */
  readonly offset?: number | undefined;
  /** How many prices a page holds; the vendor's largest is not documented. @default 50 */
  readonly limit?: number | undefined;
  /** What to search for; in which fields, the vendor does not say. */
  readonly q?: string | undefined;
  /** What to sort by; the vendor does not say how it is written. A field's name is the likeliest. */
  readonly orderBy?: string | undefined;
}

/** A page of prices. */
export interface ListPricesReply {
  /** The vendor's words for success. */
  readonly message?: string | null | undefined;
  /** How many prices this page holds: a number on the page of prices, digits on the vendor's pages of other lists. */
  readonly show?: number | string | null | undefined;
  /** How many prices there are on all pages. */
  readonly total: number;
  /** The prices of this page. */
  readonly data: readonly Price[];
}

/** Which price is meant. */
export interface PriceParams {
  /** Id of the user on whose behalf it is asked. @default the client's */
  readonly userId?: string | undefined;
  /** Id of the product. */
  readonly productId: string;
  /** Id of the price. */
  readonly priceId: string;
}

/** What a price is to be. */
export interface PriceValues {
  /** The price, a whole number that is not negative. Comes back as text. */
  readonly price: number;
  /** Id of the shop it holds in. */
  readonly shop: string;
  /** From when it holds: a `Date`, or `YYYY-MM-DD HH:mm:ss` in Asia/Bangkok. */
  readonly startDate: Date | string;
  /** Until when it holds, not before `startDate`: a `Date`, or `YYYY-MM-DD HH:mm:ss` in Asia/Bangkok. */
  readonly endDate: Date | string;
}

/** A new price and the product it is for. */
export interface CreatePriceParams extends PriceValues {
  /** Id of the user on whose behalf it is made. @default the client's */
  readonly userId?: string | undefined;
  /** Id of the product. */
  readonly productId: string;
}

/** A price and all that it is to be from now on. */
export interface UpdatePriceParams extends PriceParams, PriceValues {}

/** A price. */
export interface PriceReply {
  /** The vendor's words for success. */
  readonly message?: string | null | undefined;
  /** The price; `shopName` and the users' names are null here. */
  readonly data: Price;
}

/** That a price was deleted. */
export interface DeletePriceReply {
  /** The vendor's words for success. */
  readonly message?: string | null | undefined;
}

const product = () => ({ userId: id(), productId: id() });

const values = () => ({
  price: z.int().check(z.gte(0)),
  shop: id(),
  startDate: time(),
  endDate: time(),
});

const price = () =>
  z.looseObject({
    id: z.string(),
    price: z.string(),
    product: z.string(),
    shop: z.string(),
    shopName: maybeText(),
    startDate: z.string(),
    endDate: z.string(),
    status: maybeText(),
    created: maybeVendorDate(),
    updated: maybeVendorDate(),
    createdBy: maybeText(),
    updatedBy: maybeText(),
    createdByName: maybeText(),
    updatedByName: maybeText(),
    deleted_at: z.optional(z.unknown()),
  });

const priceReply = () => z.looseObject({ message: maybeText(), data: price() });

/** Both are text of the same length in the same zone, so that their order is that of the times. */
function spanRules({
  startDate,
  endDate,
}: {
  readonly startDate: string;
  readonly endDate: string;
}): readonly RuleIssue[] {
  if (startDate <= endDate) return [];
  return [{ field: "endDate", expected: `must not be before startDate (${endDate} is before ${startDate})` }];
}

/**
 * Lists the prices of a product: await it for one page, iterate it for the prices of all pages.
 *
 * @see https://apiv2doc.mitrabunso.com/?p=109
 */
export const list = pagedOperation<ListPricesParams, ListPricesReply, Price>({
  name: "prices.list",
  method: "GET",
  // The vendor's own name of the third variable is `offsite`; its word for the value shows that the offset is meant.
  path: "/product/price/list/{userId}/{productId}/{offset}/{limit}",
  evidence: "documented",
  clientParams: ["userId", "offset", "limit"],
  params: () =>
    z.strictObject({
      ...product(),
      offset: z.int().check(z.gte(0)),
      limit: z.int().check(z.gte(1)),
      q: z.optional(z.string()),
      orderBy: z.optional(z.string()),
    }),
  response: () =>
    z.looseObject({
      message: maybeText(),
      show: z.optional(z.nullable(z.union([z.int(), z.string()]))),
      total: z.int(),
      data: z.array(price()),
    }),
  pager: listPager(),
});

/**
 * Gets a price. The vendor documents it as a POST; it only reads, so it is repeated like a GET.
 *
 * @see https://apiv2doc.mitrabunso.com/?p=109
 */
export const get = operation<PriceParams, PriceReply>({
  name: "prices.get",
  method: "POST",
  path: "/product/price/details/{userId}/{productId}/{priceId}",
  evidence: "documented",
  safe: true,
  clientParams: ["userId"],
  params: () => z.strictObject({ ...product(), priceId: id() }),
  response: priceReply,
});

/**
 * Makes a price for a product in a shop. Sent once: the vendor offers no idempotency key, so it is sent again only where
 * the first try proves to have done nothing. When the reply is lost, `outcome` of the error is `"unknown"`: look with
 * `prices.list` before making it again.
 *
 * @throws InvalidParamsError when `startDate` is after `endDate`, an id is no UUID, or a time does not exist; nothing is sent.
 * @see https://apiv2doc.mitrabunso.com/?p=109
 * @example
 * ```ts
 * const { data } = await mitrabunso.prices.create({ productId, price: 25_000, shop, startDate: new Date(), endDate });
 * ```
 */
export const create = operation<CreatePriceParams, PriceReply>({
  name: "prices.create",
  method: "POST",
  path: "/product/price/create/{userId}/{productId}",
  evidence: "documented",
  clientParams: ["userId"],
  params: () => z.strictObject({ ...product(), ...values() }),
  rules: spanRules,
  response: priceReply,
});

/**
 * Changes a price. All four values are required and replace what was there, so sending it twice has the effect of
 * sending it once: it is repeated after a failure that may pass.
 *
 * @throws InvalidParamsError when `startDate` is after `endDate`, an id is no UUID, or a time does not exist; nothing is sent.
 * @see https://apiv2doc.mitrabunso.com/?p=109
 */
export const update = operation<UpdatePriceParams, PriceReply>({
  name: "prices.update",
  method: "POST",
  path: "/product/price/update/{userId}/{productId}/{priceId}",
  evidence: "documented",
  idempotent: true,
  clientParams: ["userId"],
  params: () => z.strictObject({ ...product(), priceId: id(), ...values() }),
  rules: spanRules,
  response: priceReply,
});

/**
 * Deletes a price. Repeated after a failure that may pass: an error that says the price is not there, after more than
 * one attempt, may mean that an earlier one has deleted it.
 *
 * @see https://apiv2doc.mitrabunso.com/?p=109
 */
const remove = operation<PriceParams, DeletePriceReply>({
  name: "prices.delete",
  method: "DELETE",
  path: "/product/price/delete/{userId}/{productId}/{priceId}",
  evidence: "documented",
  clientParams: ["userId"],
  params: () => z.strictObject({ ...product(), priceId: id() }),
  response: () => z.looseObject({ message: maybeText() }),
});

export { remove as delete };
