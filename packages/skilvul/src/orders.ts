import { operation, type RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error, id, text } from "./fields.ts";
import type { User } from "./users.ts";

/**
 * Who an order is for. The vendor requires the object and shows no field of it. The purchase checks know learners by
 * their e-mail address, so `email` is the likeliest; ask the vendor which fields your account must send.
 */
export interface OrderUser {
  /** The learner's e-mail address. */
  readonly email?: string | undefined;
  /** Any other field, sent as it is. */
  readonly [field: string]: unknown;
}

/** What to order, and for whom: at least one id in one of the lists, none twice. */
export interface CreateOrderParams {
  /** The learner; at least one field. */
  readonly user: OrderUser;
  /** Ids of the bundles to buy. */
  readonly bundleIds?: readonly string[] | undefined;
  /** Ids of the products to buy. */
  readonly productIds?: readonly string[] | undefined;
  /** Ids of the add-ons to buy. */
  readonly addOnIds?: readonly string[] | undefined;
}

/** An order that was placed. The vendor's page shows no field of an order; whatever comes is kept. */
export interface Order {
  /** Its id; the name is deduced from that of other things. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** What the vendor would do, or has done, with the items of an order. */
export interface ValidateOrderReply {
  /** The learner, as the vendor knows them. */
  readonly user: User | null;
  /** The bundles that cannot be ordered, for instance because the learner has them. Empty when all can. */
  readonly errorBundleIds?: readonly string[] | undefined;
  /** The products that cannot be ordered. Empty when all can. */
  readonly errorProductIds?: readonly string[] | undefined;
  /** The add-ons that cannot be ordered. Empty when all can. */
  readonly errorAddOnIds?: readonly string[] | undefined;
  /** Null on success. */
  readonly error?: unknown;
}

/**
 * The order, and the items that were left out of it. A partial order is not a failure: what is not in the three lists
 * was bought.
 */
export interface CreateOrderReply extends ValidateOrderReply {
  /** The order; null when nothing of it could be bought. */
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

// The lists are in the vendor's sample and yet optional: a program must not break over a missing one after it has ordered.
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
      return [{ field, expected: `must not name an id twice (entries ${first} and ${index} are the same)` }];
  }
  return [];
}

/** Slips that would cost money, or an order of nothing. */
function orderRules({ user, bundleIds, productIds, addOnIds }: CreateOrderParams): readonly RuleIssue[] {
  const violations = [
    ...findRepeated("bundleIds", bundleIds),
    ...findRepeated("productIds", productIds),
    ...findRepeated("addOnIds", addOnIds),
  ];
  if (Object.values(user).every((value) => value === undefined)) {
    violations.push({ field: "user", expected: "must say who the order is for, with at least one field" });
  }
  if ([bundleIds, productIds, addOnIds].every((listed) => listed === undefined || listed.length === 0)) {
    violations.push({
      field: "productIds",
      expected: "must hold at least one id, unless bundleIds or addOnIds does",
    });
  }
  return violations;
}

/**
 * Places an order. Sent once: the vendor offers no idempotency key, so it is sent again only where the first try proves
 * to have done nothing (connection refused, 429, a token that had ended).
 *
 * When the reply is lost, `outcome` of the error is `"unknown"`: ask `products.canBuy` and its siblings before ordering
 * again. The route is deduced from the section's path.
 *
 * @returns The order and what was left out of it: look at `errorBundleIds`, `errorProductIds` and `errorAddOnIds`.
 * @throws InvalidParamsError when nothing is ordered, an id comes twice in a list, or `user` is empty; nothing is sent.
 * @throws ApiError when the vendor refuses, also with an `error` in a reply of status 200. Should an order stand beside
 * that error, `outcome` is `"unknown"` and the error's `body` holds both.
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
 * Tells which items of an order would be refused, and places nothing. Repeated like a GET, once its route is known.
 *
 * The route is proposed: the vendor has the operation and does not print its path, `/validate` is ours. A wrong guess of
 * a POST could do anything, so the client refuses it until you give the route, as in
 * `routes: { "orders.validate": "POST /v1/orders/validate" }`, or allow guesses with `unverifiedRoutes: "allow"`.
 *
 * @throws UnverifiedRouteError unless its route was given or guesses are allowed.
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
