import { operation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error, id, text } from "./fields.ts";

/**
 * The learner an order is for. The vendor requires the object and shows no field of it. The purchase checks identify
 * learners by e-mail address, so `email` is the most likely; ask the vendor which fields your account must send.
 */
export interface OrderUser {
  /** The learner's e-mail address. */
  readonly email?: string | undefined;
  /** Any other field, sent unchanged. */
  readonly [field: string]: unknown;
}

/** What to order, and for whom: at least one id in one of the lists, without duplicates. */
export interface CreateOrderParams {
  /** The learner, with at least one field. */
  readonly user: OrderUser;
  /** Ids of the bundles to buy. */
  readonly bundleIds?: readonly string[] | undefined;
  /** Ids of the products to buy. */
  readonly productIds?: readonly string[] | undefined;
  /** Ids of the add-ons to buy. */
  readonly addOnIds?: readonly string[] | undefined;
}

/** An order that was placed. The vendor's page shows no field of an order; whatever it sends is kept. */
export interface Order {
  /** Its id; the name is deduced from other records. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** The learner in the reply to an order. No field of it is documented or was seen; whatever the vendor sends is kept. */
export interface OrderedFor {
  /** Its id; the name is that of other records. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which items of an order cannot be ordered. */
export interface ValidateOrderReply {
  /** The learner's record. */
  readonly user: OrderedFor | null;
  /** The bundles that cannot be ordered, for example because the learner owns them. Empty when all can. */
  readonly errorBundleIds?: readonly string[] | undefined;
  /** The products that cannot be ordered. Empty when all can. */
  readonly errorProductIds?: readonly string[] | undefined;
  /** The add-ons that cannot be ordered. Empty when all can. */
  readonly errorAddOnIds?: readonly string[] | undefined;
  /** Null on success. */
  readonly error?: unknown;
}

/**
 * The order, and the items that were left out. A partial order is not an error: everything outside the three lists
 * was bought.
 */
export interface CreateOrderReply extends ValidateOrderReply {
  /** The order; null when no item could be bought. */
  readonly order: Order | null;
}

const ids = () => z.optional(z.array(id()));

const orderParams = () =>
  z.strictObject({
    user: z.looseObject({ email: z.optional(text()) }),
    bundleIds: ids(),
    productIds: ids(),
    addOnIds: ids(),
  });

// The vendor's sample has these lists. They are optional because a missing one must not fail an order that was placed.
const validated = () => ({
  user: z.nullable(entry()),
  errorBundleIds: z.optional(z.array(z.string())),
  errorProductIds: z.optional(z.array(z.string())),
  errorAddOnIds: z.optional(z.array(z.string())),
  error: error(),
});

function findRepeated(field: string, listed: readonly string[] | undefined): RuleIssue[] {
  for (const [index, value] of (listed ?? []).entries()) {
    const first = listed?.indexOf(value) ?? index;
    if (first < index)
      return [
        { field, expected: `must not contain an id twice (entries ${first} and ${index} are the same)` },
      ];
  }
  return [];
}

/** Refuses mistakes that would cost money, and empty orders. */
function orderRules({ user, bundleIds, productIds, addOnIds }: CreateOrderParams): readonly RuleIssue[] {
  const violations = [
    ...findRepeated("bundleIds", bundleIds),
    ...findRepeated("productIds", productIds),
    ...findRepeated("addOnIds", addOnIds),
  ];
  if (Object.values(user).every((value) => value === undefined)) {
    violations.push({ field: "user", expected: "must identify the learner with at least one field" });
  }
  if ([bundleIds, productIds, addOnIds].every((listed) => listed === undefined || listed.length === 0)) {
    violations.push({
      field: "productIds",
      expected: "must contain at least one id, unless bundleIds or addOnIds does",
    });
  }
  return violations;
}

/**
 * Places an order. Sent once, because the vendor offers no idempotency key. It is retried only when the first attempt
 * provably had no effect (connection refused, 429, an expired token).
 *
 * When the reply is lost, the error's `outcome` is `"unknown"`: call `products.canBuy` and its siblings before ordering
 * again. The route is deduced from the section's path.
 *
 * @returns The order and what was left out: check `errorBundleIds`, `errorProductIds` and `errorAddOnIds`.
 * @throws InvalidParamsError when the order is empty, a list contains an id twice, or `user` is empty; nothing is sent.
 * @throws ApiError when the vendor refuses, also with an `error` in a reply of status 200. If that reply contains an order
 * as well, `outcome` is `"unknown"` and the error's `body` contains both.
 * @see https://test.api.skilvul.com
 * @example
 * ```ts
 * const { order, errorProductIds } = await skilvul.orders.create({ user: { email }, productIds: [productId] });
 * ```
 */
export const create = operation<CreateOrderParams, CreateOrderReply>({
  name: "orders.create",
  method: "POST",
  path: "/v1/orders",
  evidence: "deduced",
  params: orderParams,
  rules: orderRules,
  response: () => z.looseObject({ ...validated(), order: z.nullable(entry()) }),
});

/**
 * Checks which items of an order would be refused, without placing it. Retried like a GET once its route is set.
 *
 * The route is proposed: the vendor has the operation but does not print its path; `/validate` is ours. A POST to a wrong
 * path could do anything, so the client refuses the call until you set the route,
 * `routes: { "orders.validate": "POST /v1/orders/validate" }`, or allow guesses with `unverifiedRoutes: "allow"`.
 *
 * @throws UnverifiedRouteError unless the route is set or guesses are allowed.
 * @see https://test.api.skilvul.com
 */
export const validate = operation<CreateOrderParams, ValidateOrderReply>({
  name: "orders.validate",
  method: "POST",
  path: "/v1/orders/validate",
  evidence: "proposed",
  safe: true,
  params: orderParams,
  rules: orderRules,
  response: () => z.looseObject(validated()),
});
