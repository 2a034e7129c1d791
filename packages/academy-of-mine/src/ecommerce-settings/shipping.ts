import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { maybe, maybeFlag, maybeText, message, notice } from "../shared/replies.ts";
import type { Id, Message, Notice } from "../shared/shapes.ts";
import { methodFields } from "./method-fields.ts";

/** Whether and where to the shop ships. */
export interface ShippingSettings {
  /** A postal address in the sample, although the setting is a value such as `billing_address`. */
  readonly shippingDestination?: string | null | undefined;
  readonly enableShipping?: boolean | null | undefined;
}

/** Whether the shop ships at all. */
export interface SetShippingEnabledParams {
  readonly enableShipping: boolean;
}

/** Where to the shop ships. */
export interface SetShippingSettingsParams {
  /** For example, `billing_address`; its other values are not documented. */
  readonly shippingDestination: string;
}

/**
 * A way of shipping in a zone, and what it costs.
 *
 * Amounts are decimals such as 10.99; the vendor documents neither their unit nor their currency, which is most
 * likely that of the shop.
 */
export interface ShippingMethodFields {
  /** What buyers see, such as "Flat Rate". */
  readonly name: string;
  readonly isEnabled: boolean;
  /** The kind of method: the samples have both `flat_rate` and "Flat Rate", and no list of kinds. */
  readonly shippingMethod: string;
  /** For example, `taxable`; its other values are not documented. */
  readonly taxStatus: string;
  /** What is added to an order. */
  readonly cost: number | string;
  /**
   * Described as an amount, with the same text as `minimumOrderAmount`, and returned as a boolean; 100 in the samples.
   */
  readonly minAmountRequired: number | string;
  /** From which amount of an order on shipping is free. */
  readonly minimumOrderAmount: number | string;
}

/** A shipping method to create. */
export interface CreateShippingMethodParams extends ShippingMethodFields {
  readonly shippingZoneId: Id;
}

/** The new values of a shipping method. */
export interface UpdateShippingMethodParams extends ShippingMethodFields {
  /** The method's id. The vendor's page names none; that it is in the path is ours. */
  readonly id: Id;
  readonly shippingZoneId: Id;
}

/** Whether a shipping method is offered. */
export interface UpdateShippingMethodStatusParams {
  readonly id: Id;
  readonly isEnabled: boolean;
}

/** Which shipping method to delete. */
export interface DeleteShippingMethodParams {
  readonly id: Id;
}

/** That a shipping method was deleted. */
export interface DeletedShippingMethod {
  /** True if it was done; a reply with false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** The orders that keep it from being deleted; empty in the sample, so their fields are not documented. */
  readonly notDeletedShippingMethod?: readonly unknown[] | null | undefined;
}

/** Reads whether the shop ships, and where to. */
export const getShippingSettings = operation<NoParams, ShippingSettings>({
  name: "ecommerceSettings.getShippingSettings",
  method: "GET",
  path: "/ecommerceSettings/shipping",
  response: () => z.looseObject({ shippingDestination: maybeText(), enableShipping: maybeFlag() }),
});

/**
 * Sets which of a buyer's addresses orders are shipped to. The vendor's sample has a message about sales tax, most
 * likely a mistake.
 */
export const setShippingSettings = operation<SetShippingSettingsParams, Message>({
  name: "ecommerceSettings.setShippingSettings",
  method: "PUT",
  path: "/ecommerceSettings/shipping",
  params: () => z.strictObject({ shippingDestination: text() }),
  response: () => message(),
});

/** Switches shipping on or off for the whole shop. */
export const setShippingEnabled = operation<SetShippingEnabledParams, Notice>({
  name: "ecommerceSettings.setShippingEnabled",
  method: "PUT",
  path: "/ecommerceSettings/shipping-status",
  params: () => z.strictObject({ enableShipping: z.boolean() }),
  response: () => notice(),
});

/** Adds a way of shipping to a zone. The reply does not contain its id: `ecommerceSettings.getShippingZone` has it. */
export const createShippingMethod = operation<CreateShippingMethodParams, Message>({
  name: "ecommerceSettings.createShippingMethod",
  method: "POST",
  path: "/ecommerceSettings/shippingMethod",
  params: () => z.strictObject({ ...methodFields(), shippingZoneId: id() }),
  response: () => message(),
});

/**
 * Replaces what a shipping method is and costs. Every field is required; those of `ecommerceSettings.getShippingZone`
 * can be sent again, but for `minAmountRequired`, which comes as a boolean and is sent as a number.
 */
export const updateShippingMethod = operation<UpdateShippingMethodParams, Message>({
  name: "ecommerceSettings.updateShippingMethod",
  method: "PUT",
  path: "/ecommerceSettings/shippingMethod/{id}",
  params: () => z.strictObject({ id: id(), ...methodFields(), shippingZoneId: id() }),
  response: () => message(),
});

/** Offers a shipping method to buyers, or offers it no more. The id is sent in the body. */
export const updateShippingMethodStatus = operation<UpdateShippingMethodStatusParams, Message>({
  name: "ecommerceSettings.updateShippingMethodStatus",
  method: "PUT",
  path: "/ecommerceSettings/shippingMethod/update-status",
  params: () => z.strictObject({ id: id(), isEnabled: z.boolean() }),
  response: () => message(),
});

/**
 * Deletes a shipping method permanently, unless orders use it. The id is sent in the body.
 *
 * @throws ApiError also for a reply of status 200 whose `success` is false; the orders are in its `body`.
 */
export const deleteShippingMethod = operation<DeleteShippingMethodParams, DeletedShippingMethod>({
  name: "ecommerceSettings.deleteShippingMethod",
  method: "DELETE",
  path: "/ecommerceSettings/shippingMethod",
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.looseObject({
      success: maybeFlag(),
      message: maybeText(),
      notDeletedShippingMethod: maybe(z.array(z.unknown())),
    }),
});
