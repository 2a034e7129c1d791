import { pagedOperation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import type { VendorDate } from "./dates.ts";
import { id, maybeText, maybeVendorDate, time } from "./fields.ts";
import { operation } from "./operation.ts";
import { listPager } from "./pagination.ts";

/** The price of a product in a shop for a period of time. */
export interface Price {
  /** Its id, a UUID. */
  readonly id: string;
  /** The price as a string of digits; it is sent as a whole number. Rupiah; the currency is deduced. */
  readonly price: string;
  /** Id of the product. */
  readonly product: string;
  /** Id of the shop. */
  readonly shop: string;
  /** Name of the shop; null except in `prices.list`. */
  readonly shopName?: string | null | undefined;
  /** Start of the period: `YYYY-MM-DD HH:mm:ss`, in Asia/Bangkok (deduced). Parse it with `readDate`. */
  readonly startDate: string;
  /** End of the period, in the same format. */
  readonly endDate: string;
  /** `"1"` in all samples; no other value is documented. */
  readonly status?: string | null | undefined;
  /** When it was created. Parse it with `readDate`. */
  readonly created?: VendorDate | null | undefined;
  /** When it was last updated; at first the time of creation. */
  readonly updated?: VendorDate | null | undefined;
  /** Id of the user who created it. */
  readonly createdBy?: string | null | undefined;
  /** Id of the user who last updated it; an empty string if it was never updated. */
  readonly updatedBy?: string | null | undefined;
  /** Name of the user who created it; null except in `prices.list`. */
  readonly createdByName?: string | null | undefined;
  /** Name of the user who last updated it; null except in `prices.list`. */
  readonly updatedByName?: string | null | undefined;
  /** Null in all samples; the format of other values is not documented. */
  readonly deleted_at?: unknown;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which prices to list. */
export interface ListPricesParams {
  /** Id of the user who sends the request. @default the client's */
  readonly userId?: string | undefined;
  /** Id of the product. */
  readonly productId: string;
  /** How many prices to skip. @default 0 */
  readonly offset?: number | undefined;
  /** How many prices a page contains; the maximum is not documented. @default 50 */
  readonly limit?: number | undefined;
  /** Text to search for; the fields that are searched are not documented. */
  readonly q?: string | undefined;
  /** What to sort by; the format is not documented, most likely the name of a field. */
  readonly orderBy?: string | undefined;
}

/** A page of prices. */
export interface ListPricesReply {
  /** The vendor's success message. */
  readonly message?: string | null | undefined;
  /** How many prices this page contains: a number in the documentation of prices, a string of digits in that of other lists. */
  readonly show?: number | string | null | undefined;
  /** The total number of prices. */
  readonly total: number;
  /** The prices of this page. */
  readonly data: readonly Price[];
}

/** Which price is meant. */
export interface PriceParams {
  /** Id of the user who sends the request. @default the client's */
  readonly userId?: string | undefined;
  /** Id of the product. */
  readonly productId: string;
  /** Id of the price. */
  readonly priceId: string;
}

/** The values of a price. */
export interface PriceValues {
  /** The price, a whole number of at least 0. Replies contain it as text. */
  readonly price: number;
  /** Id of the shop. */
  readonly shop: string;
  /** Start of the period: a `Date`, or `YYYY-MM-DD HH:mm:ss` in Asia/Bangkok. */
  readonly startDate: Date | string;
  /** End of the period, not before `startDate`: a `Date`, or `YYYY-MM-DD HH:mm:ss` in Asia/Bangkok. */
  readonly endDate: Date | string;
}

/** A new price and its product. */
export interface CreatePriceParams extends PriceValues {
  /** Id of the user who sends the request. @default the client's */
  readonly userId?: string | undefined;
  /** Id of the product. */
  readonly productId: string;
}

/** A price and all its new values. */
export interface UpdatePriceParams extends PriceParams, PriceValues {}

/** A price. */
export interface PriceReply {
  /** The vendor's success message. */
  readonly message?: string | null | undefined;
  /** The price; `shopName` and the users' names are null here. */
  readonly data: Price;
}

/** The reply to `prices.delete`. */
export interface DeletePriceReply {
  /** The vendor's success message. */
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

/** Both are text of the same format in the same time zone, so they can be compared as text. */
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
 * Lists the prices of a product. Await it for one page; iterate it for the prices of all pages.
 *
 * @see https://apiv2doc.mitrabunso.com/?p=109
 */
export const list = pagedOperation<ListPricesParams, ListPricesReply, Price>({
  name: "prices.list",
  method: "GET",
  // The vendor calls the third variable `offsite`; its description shows that the offset is meant.
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
 * Gets a price. The vendor documents a POST; it only reads, so it is retried like a GET.
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
 * Creates a price for a product in a shop. Sent once, because the vendor offers no idempotency key. It is retried only when
 * the first attempt provably had no effect. When the reply is lost, the error's `outcome` is `"unknown"`: check
 * `prices.list` before creating it again.
 *
 * @throws InvalidParamsError when `startDate` is after `endDate`, an id is not a UUID, or a time does not exist; nothing is sent.
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
 * Updates a price. All four values are required and replace the old ones, so it is idempotent and is retried after a
 * temporary failure.
 *
 * @throws InvalidParamsError when `startDate` is after `endDate`, an id is not a UUID, or a time does not exist; nothing is sent.
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
 * Deletes a price. Retried after a temporary failure: an error that the price does not exist, after more than one attempt,
 * may mean that an earlier attempt deleted it.
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
