/**
 * Coupons: codes that take an amount or a percentage off the price of products.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { decimal, id, ids, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { maybe, maybeNumber, maybeText, message, page, saved } from "./shared/replies.ts";
import type { Id, Message, OpenEnum, Ordering, Saved } from "./shared/shapes.ts";

/** What the value of a coupon is: an amount of money, or a percentage of the price. */
export type CouponType = OpenEnum<"fixed_amount" | "percent_amount">;

/** A coupon in the list. Two of its fields have other names than in `coupons.get`. */
export interface ListedCoupon {
  readonly id: number;
  /** The code that a buyer enters. */
  readonly code?: string | null | undefined;
  readonly type?: CouponType | null | undefined;
  /** The discount; see `CreateCouponParams.value` about its unit. */
  readonly value?: number | null | undefined;
  /** How often it can be used in total; `usage_limit` elsewhere. */
  readonly total_limit?: number | null | undefined;
  /** The day it ends, such as "Aug 26, 2020"; `expiry` elsewhere. */
  readonly expired_at?: string | null | undefined;
}

/** A coupon to choose from. It has a code where the vendor's other lookups have a name. */
export interface CouponOption {
  readonly id: number;
  /** The code that a buyer enters. */
  readonly code?: string | null | undefined;
}

/** A coupon with its limits. */
export interface Coupon {
  readonly id: number;
  /** The code that a buyer enters. */
  readonly code?: string | null | undefined;
  readonly type?: CouponType | null | undefined;
  /** The discount; see `CreateCouponParams.value` about its unit. */
  readonly value?: number | null | undefined;
  /** How often it can be used. */
  readonly usage_limit?: number | null | undefined;
  /** The day it ends, as `YYYY-MM-DD`. */
  readonly expiry?: string | null | undefined;
  /** The e-mail addresses that may use it, separated by commas; null when anyone may. */
  readonly allowed_emails?: string | null | undefined;
  /** Null in the vendor's sample, and described nowhere. */
  readonly note_privacy?: unknown;
  readonly notes?: string | null | undefined;
  /** Ids of the products that it is valid for; empty most likely means any. */
  readonly allowed_products?: readonly number[] | null | undefined;
  /** Ids of the products that it is not valid for. No operation sets them. */
  readonly excluded_products?: readonly number[] | null | undefined;
  /** Ids of the product categories that it is valid for. */
  readonly allowed_product_categories?: readonly number[] | null | undefined;
}

/** Columns to search coupons by: the vendor names the code. */
export interface CouponSearch {
  readonly code?: string | undefined;
  readonly [column: string]: unknown;
}

/** Which coupons to list. */
export interface ListCouponsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  /** Sent as JSON text, as the vendor's text says; its table declares an integer. */
  readonly search_param?: CouponSearch | undefined;
}

/** Which coupons to offer for choice. */
export interface LookupCouponsParams {
  /** A part of the code. */
  readonly search_term: string;
}

/** Which coupon to read. */
export interface GetCouponParams {
  readonly id: Id;
}

/** A coupon to create. */
export interface CreateCouponParams {
  /** The code that a buyer enters. Whether it must be unique is not documented. */
  readonly code: string;
  /**
   * The discount: an amount of money or a percentage, depending on `type`. The unit is not documented, and the vendor's
   * sample, 1500 for a percentage of "upto 75%", fits neither whole percents nor hundredths: try a code on a test order
   * first.
   */
  readonly value: number | string;
  readonly type: CouponType;
  /** The day it ends, as `YYYY-MM-DD`. Whether that day is included is not documented. */
  readonly expiry?: string | undefined;
  /** The e-mail addresses that may use it, separated by commas; leave it out for anyone. */
  readonly allowed_emails?: string | undefined;
  /** How often it can be used; in total, judging by the list's `total_limit`. */
  readonly usage_limit?: number | undefined;
  readonly notes?: string | undefined;
  /** Ids of the products that it is valid for. */
  readonly allowed_products?: readonly Id[] | undefined;
  /** Ids of the product categories that it is valid for. */
  readonly allowed_product_categories?: readonly Id[] | undefined;
}

/** The new values of a coupon. */
export interface UpdateCouponParams extends CreateCouponParams {
  readonly id: Id;
}

/** Which coupons to delete. */
export interface DeleteCouponsParams {
  /** Sent as JSON text inside the JSON body, as in the vendor's sample. */
  readonly delete_ids: readonly Id[];
}

const couponOption = () => z.looseObject({ id: z.number(), code: maybeText() });

const listedCoupon = () =>
  z.looseObject({
    id: z.number(),
    code: maybeText(),
    type: maybeText(),
    value: maybeNumber(),
    total_limit: maybeNumber(),
    expired_at: maybeText(),
  });

const coupon = () =>
  z.looseObject({
    id: z.number(),
    code: maybeText(),
    type: maybeText(),
    value: maybeNumber(),
    usage_limit: maybeNumber(),
    expiry: maybeText(),
    allowed_emails: maybeText(),
    note_privacy: z.optional(z.unknown()),
    notes: maybeText(),
    allowed_products: maybe(z.array(z.number())),
    excluded_products: maybe(z.array(z.number())),
    allowed_product_categories: maybe(z.array(z.number())),
  });

const couponFields = () => ({
  code: text(),
  value: decimal(),
  type: text(),
  expiry: z.optional(text()),
  allowed_emails: z.optional(z.string()),
  usage_limit: z.optional(z.int()),
  notes: z.optional(z.string()),
  allowed_products: z.optional(ids()),
  allowed_product_categories: z.optional(ids()),
});

/**
 * Lists coupons: await it for one page, iterate it for all. Who may use them, and for what, is only in `coupons.get`.
 */
export const list = listOperation<ListCouponsParams, Page<ListedCoupon>, ListedCoupon>({
  name: "coupons.list",
  method: "GET",
  path: "/coupon/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(z.looseObject({ code: z.optional(z.string()) })),
    }),
  response: () => page(listedCoupon()),
});

/** Finds coupons by a part of their codes, for a list to choose from. Not paged. */
export const lookup = operation<LookupCouponsParams, readonly CouponOption[]>({
  name: "coupons.lookup",
  method: "GET",
  path: "/coupon/lookup",
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.array(couponOption()),
});

/** Reads one coupon, with the buyers and products that it is valid for. */
export const get = operation<GetCouponParams, Coupon>({
  name: "coupons.get",
  method: "GET",
  path: "/coupon/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => coupon(),
});

/**
 * Creates a coupon; buyers can use it immediately if coupons are enabled in the shop
 * (`ecommerceSettings.setGeneralSettings`).
 */
export const create = operation<CreateCouponParams, Saved>({
  name: "coupons.create",
  method: "POST",
  path: "/coupon",
  params: () => z.strictObject(couponFields()),
  response: () => saved(),
});

/**
 * Replaces the code, the discount and the limits of a coupon.
 *
 * Whether omitted optional fields are kept or cleared is not documented: send all of them. The products that
 * `coupons.get` calls excluded cannot be sent.
 */
export const update = operation<UpdateCouponParams, Saved>({
  name: "coupons.update",
  method: "PUT",
  path: "/coupon/{id}",
  params: () => z.strictObject({ id: id(), ...couponFields() }),
  response: () => saved(),
});

/**
 * Deletes coupons permanently, except those that orders have used: these are kept.
 *
 * How many were deleted and kept is only in the text of `message`; `coupons.list` shows which. The vendor documents
 * status 500 next to 200 with a single sample, so a partial deletion may also be an error.
 */
const remove = operation<DeleteCouponsParams, Message>({
  name: "coupons.delete",
  method: "DELETE",
  path: "/coupon",
  encode: { delete_ids: "json" },
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => message(),
});
export { remove as delete };
