import * as z from "#zod";
import { operation } from "../operation.ts";
import { decimal, id, text } from "../fields.ts";
import { maybe, maybeFlag, maybeNumber } from "../shared/replies.ts";
import type { Id } from "../shared/shapes.ts";

/**
 * An address of a checkout. The vendor documents neither a type nor fields; its example is a word. Your value is sent
 * unchanged.
 */
export type CheckoutAddress = string | Readonly<Record<string, unknown>>;

/** The purchase and its delivery. The vendor requires every field and documents no types. */
export interface GetCheckoutDetailsParams {
  readonly portalId: Id;
  /** How many are bought. */
  readonly qty: number | string;
  readonly billingAddress: CheckoutAddress;
  readonly shippingAddress: CheckoutAddress;
  /** The billing address that the customer chose; how it differs from `billingAddress` is not documented. */
  readonly selectedBillingAddress: CheckoutAddress;
  /** The shipping address that the customer chose; how it differs from `shippingAddress` is not documented. */
  readonly selectedShippingAddress: CheckoutAddress;
  readonly isShippingSameAsBilling: boolean;
  readonly shippingMethodId: Id;
}

/** What is wrong with the cart: null in the sample, so that neither type is known. */
export interface CartErrors {
  readonly message?: unknown;
  readonly portalMessages?: unknown;
}

/** What an order of a portal would cost. Lists are empty in the sample: what is in them is not known. */
export interface CheckoutDetails {
  /** What is paid again and again. */
  readonly recurringItems?: readonly unknown[] | null | undefined;
  readonly hasSubscriptionWithFreeTrial?: boolean | null | undefined;
  readonly hasSubscriptionProduct?: boolean | null | undefined;
  readonly productDetails?: readonly unknown[] | null | undefined;
  /** An amount. The currency is not documented. */
  readonly totalTax?: number | null | undefined;
  readonly conditions?: readonly unknown[] | null | undefined;
  readonly taxRates?: readonly unknown[] | null | undefined;
  readonly taxSettings?: Readonly<Record<string, unknown>> | null | undefined;
  /** The amount to pay. The currency is not documented. */
  readonly total?: number | null | undefined;
  /** An amount. What it leaves out of `total` is not documented. */
  readonly subtotal?: number | null | undefined;
  readonly itemQuantity?: number | null | undefined;
  readonly portalId?: number | null | undefined;
  readonly currentPortalSeats?: number | null | undefined;
  readonly cartErrors?: CartErrors | null | undefined;
}

const address = () => z.union([text(), z.record(z.string(), z.unknown())]);

const unknowns = () => maybe(z.array(z.unknown()));

/**
 * Works out what an order of a portal would cost, taxes included. Nothing is ordered or paid: a POST that only reads.
 */
export const getCheckoutDetails = operation<GetCheckoutDetailsParams, CheckoutDetails>({
  name: "portals.getCheckoutDetails",
  method: "POST",
  path: "/portal/checkout-details",
  safe: true,
  params: () =>
    z.strictObject({
      portalId: id(),
      qty: decimal(),
      billingAddress: address(),
      shippingAddress: address(),
      selectedBillingAddress: address(),
      selectedShippingAddress: address(),
      isShippingSameAsBilling: z.boolean(),
      shippingMethodId: id(),
    }),
  response: () =>
    z.looseObject({
      recurringItems: unknowns(),
      hasSubscriptionWithFreeTrial: maybeFlag(),
      hasSubscriptionProduct: maybeFlag(),
      productDetails: unknowns(),
      totalTax: maybeNumber(),
      conditions: unknowns(),
      taxRates: unknowns(),
      taxSettings: maybe(z.record(z.string(), z.unknown())),
      total: maybeNumber(),
      subtotal: maybeNumber(),
      itemQuantity: maybeNumber(),
      portalId: maybeNumber(),
      currentPortalSeats: maybeNumber(),
      cartErrors: maybe(
        z.looseObject({ message: z.optional(z.unknown()), portalMessages: z.optional(z.unknown()) }),
      ),
    }),
});
