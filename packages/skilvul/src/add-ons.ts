import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error, id, text } from "./fields.ts";

/** An add-on of the catalog. The vendor's page shows no field of an add-on; whatever it sends is kept. */
export interface AddOn {
  /** Its id, by which it is ordered; the name is deduced from `addOnId`. */
  readonly id?: string | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which add-on to get. */
export interface GetAddOnParams {
  /** The add-on's id. */
  readonly addOnId: string;
}

/** An add-on. The vendor's sample is an empty object, so no field is certain. */
export interface GetAddOnReply {
  /** The add-on; the name is deduced from those of bundles and products. */
  readonly addOn?: AddOn | null | undefined;
  /** Null on success. */
  readonly error?: unknown;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which learner and which add-on to check. */
export interface CanBuyAddOnParams {
  /** The add-on's id. */
  readonly addOnId: string;
  /** The learner's e-mail address. */
  readonly email: string;
}

/** Whether a learner can still buy an add-on. */
export interface CanBuyAddOnReply {
  /** False when the learner already owns the add-on. */
  readonly canBuy: boolean;
  /** Null on success. */
  readonly error?: unknown;
}

/**
 * Gets an add-on. The vendor has no list of add-ons: you need the id from elsewhere. The route is deduced from the section's
 * path and the variable's name.
 *
 * @throws NotFoundError when there is no such add-on.
 * @see https://test.api.skilvul.com
 */
export const get = operation<GetAddOnParams, GetAddOnReply>({
  name: "addOns.get",
  method: "GET",
  path: "/v1/addons/{addOnId}",
  evidence: "deduced",
  params: () => z.strictObject({ addOnId: id() }),
  response: () => z.looseObject({ addOn: z.optional(z.nullable(entry())), error: error() }),
});

/**
 * Checks whether a learner can still buy an add-on. Also shows whether an order whose reply was lost was placed.
 * The route is proposed: the vendor names the variable and the query but does not print the path; `/can-buy` is ours.
 *
 * @see https://test.api.skilvul.com
 */
export const canBuy = operation<CanBuyAddOnParams, CanBuyAddOnReply>({
  name: "addOns.canBuy",
  method: "GET",
  path: "/v1/addons/{addOnId}/can-buy",
  evidence: "proposed",
  params: () => z.strictObject({ addOnId: id(), email: text() }),
  response: () => z.looseObject({ canBuy: z.boolean(), error: error() }),
});
