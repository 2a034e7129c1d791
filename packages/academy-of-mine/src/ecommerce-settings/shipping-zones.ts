import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, message } from "../shared/replies.ts";
import type { Id, Message, OpenEnum } from "../shared/shapes.ts";
import { methodFields } from "./method-fields.ts";
import type { ShippingMethodFields } from "./shipping.ts";

/** Which part of a country a shipping zone is. */
export type ShippingZoneScope = OpenEnum<"all_states" | "specific_states" | "zip_code">;

/** A shipping method in the list of zones. */
export interface ListedShippingMethod {
  /** What is added to an order, in the currency of the list; the unit is not documented. */
  readonly cost?: number | null | undefined;
  /** A number here, a boolean in `ecommerceSettings.getShippingZone`. */
  readonly minAmountRequired?: number | null | undefined;
  /** For example, "Taxable". */
  readonly taxStatus?: string | null | undefined;
}

/** A shipping zone in the list. */
export interface ListedShippingZone {
  readonly id: number;
  readonly name?: string | null | undefined;
  /** The country's name in the sample, "India"; a code in `ecommerceSettings.getShippingZone`. */
  readonly country?: string | null | undefined;
  /** Names of states in the sample, such as "Delhi". */
  readonly state?: readonly string[] | null | undefined;
  readonly zip_code?: readonly string[] | null | undefined;
  /** Names of its methods in one string, such as "Flat Rate, Free Shipping". */
  readonly shippingMethods?: string | null | undefined;
  /** Its methods by their names. */
  readonly shippingMethod?: Readonly<Record<string, ListedShippingMethod>> | null | undefined;
}

/** The shipping zones, in the form of a page, although the list is not paged. */
export interface ShippingZones {
  readonly recordsTotal?: number | null | undefined;
  readonly recordsFiltered?: number | null | undefined;
  readonly records?: readonly ListedShippingZone[] | null | undefined;
  /** The code of the currency that costs are in, such as `INR`. */
  readonly currency?: string | null | undefined;
}

/** A shipping method of one zone. */
export interface ShippingMethod {
  readonly id: number;
  /** What buyers see. */
  readonly name?: string | null | undefined;
  readonly isEnabled?: boolean | null | undefined;
  /** The kind of method, such as `flat_rate`. */
  readonly shippingMethod?: string | null | undefined;
  /** For example, `taxable`. */
  readonly taxStatus?: string | null | undefined;
  /** A decimal in a string, such as "10.00"; neither unit nor currency is documented. */
  readonly cost?: string | null | undefined;
  /** Whether `minimumOrderAmount` counts, most likely; sent as a number. */
  readonly minAmountRequired?: boolean | null | undefined;
  /** From which amount of an order on shipping is free, such as 50. */
  readonly minimumOrderAmount?: number | null | undefined;
}

/** A shipping zone with its methods. Its own id is not in it. */
export interface ShippingZone {
  readonly name?: string | null | undefined;
  /** The country's code, such as `US`. */
  readonly country?: string | null | undefined;
  /** Codes of states, such as `CA`. */
  readonly state?: readonly string[] | null | undefined;
  readonly zip_code?: readonly string[] | null | undefined;
  readonly appliedZoneOn?: ShippingZoneScope | null | undefined;
  readonly shippingMethods?: readonly ShippingMethod[] | null | undefined;
}

/** Which shipping zone to read. */
export interface GetShippingZoneParams {
  readonly id: Id;
}

/** A shipping zone to create. */
export interface CreateShippingZoneParams {
  readonly name: string;
  /** The country's code, such as `US`. */
  readonly country: string;
  readonly appliedZoneOn: ShippingZoneScope;
  /** In one text, separated by commas; a list in replies. Required for every scope, unlike in the update. */
  readonly zip_code: string;
  /** Codes of states, such as `CA`. Required for every scope, unlike in the update. */
  readonly state: readonly string[];
  /** Its methods, with the fields that `ecommerceSettings.createShippingMethod` requires. */
  readonly shippingMethod: readonly ShippingMethodFields[];
}

/** The shipping zone that was made. */
export interface CreatedShippingZone {
  /** True if it was done; a reply with false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** The new zone's id. */
  readonly shippingZoneId?: number | null | undefined;
}

/** The new values of a shipping zone. */
export interface UpdateShippingZoneParams {
  readonly id: Id;
  readonly name: string;
  /** The country's code, such as `US`. */
  readonly country: string;
  readonly appliedZoneOn: ShippingZoneScope;
  /** In one text, separated by commas, for the scope `zip_code`. */
  readonly zip_code?: string | undefined;
  /** Codes of states, for the scope `specific_states`. */
  readonly state?: readonly string[] | undefined;
}

/** Which shipping zone to delete. */
export interface DeleteShippingZoneParams {
  /** The zone's id. The vendor's page calls it a shipping method's; title and sample refer to a zone. */
  readonly id: Id;
}

/** Whether a shipping zone was deleted. */
export interface DeletedShippingZone {
  /** True when it was done; a boolean, unlike the `status` of other replies. */
  readonly status?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** The orders that keep it from being deleted; empty in the sample, so their fields are not documented. */
  readonly notDeletedShippingZone?: readonly unknown[] | null | undefined;
}

const listedShippingMethod = () =>
  z.looseObject({ cost: maybeNumber(), minAmountRequired: maybeNumber(), taxStatus: maybeText() });

const states = () => maybe(z.array(z.string()));

const listedShippingZone = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    country: maybeText(),
    state: states(),
    zip_code: maybe(z.array(z.string())),
    shippingMethods: maybeText(),
    shippingMethod: maybe(z.record(z.string(), listedShippingMethod())),
  });

const shippingMethod = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    isEnabled: maybeFlag(),
    shippingMethod: maybeText(),
    taxStatus: maybeText(),
    cost: maybeText(),
    minAmountRequired: maybeFlag(),
    minimumOrderAmount: maybeNumber(),
  });

const shippingZone = () =>
  z.looseObject({
    name: maybeText(),
    country: maybeText(),
    state: states(),
    zip_code: maybe(z.array(z.string())),
    appliedZoneOn: maybeText(),
    shippingMethods: maybe(z.array(shippingMethod())),
  });

/**
 * Lists the shipping zones with their methods. The reply looks like a page, but the vendor documents no page parameter:
 * if `recordsFiltered` exceeds the number of `records`, the rest cannot be read. Its page has no title for it.
 */
export const listShippingZones = operation<NoParams, ShippingZones>({
  name: "ecommerceSettings.listShippingZones",
  method: "GET",
  path: "/ecommerceSettings/shippingZone/list",
  response: () =>
    z.looseObject({
      recordsTotal: maybeNumber(),
      recordsFiltered: maybeNumber(),
      records: maybe(z.array(listedShippingZone())),
      currency: maybeText(),
    }),
});

/** Reads one shipping zone with the ids and the switches of its methods, which the list does not have. */
export const getShippingZone = operation<GetShippingZoneParams, ShippingZone>({
  name: "ecommerceSettings.getShippingZone",
  method: "GET",
  path: "/ecommerceSettings/shippingZone/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => shippingZone(),
});

/** Creates a shipping zone together with its methods. States and ZIP codes are required, whatever the scope. */
export const createShippingZone = operation<CreateShippingZoneParams, CreatedShippingZone>({
  name: "ecommerceSettings.createShippingZone",
  method: "POST",
  path: "/ecommerceSettings/shippingZone",
  params: () =>
    z.strictObject({
      name: text(),
      country: text(),
      appliedZoneOn: text(),
      zip_code: z.string(),
      state: z.array(text()),
      shippingMethod: z.array(z.strictObject(methodFields())),
    }),
  response: () =>
    z.looseObject({ success: maybeFlag(), message: maybeText(), shippingZoneId: maybeNumber() }),
});

/**
 * Replaces where a shipping zone is, not its methods: these are changed with
 * `ecommerceSettings.updateShippingMethod`. `zip_code` comes as a list from `ecommerceSettings.getShippingZone`: join
 * it with commas to send it again.
 */
export const updateShippingZone = operation<UpdateShippingZoneParams, Message>({
  name: "ecommerceSettings.updateShippingZone",
  method: "PUT",
  path: "/ecommerceSettings/shippingZone/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      name: text(),
      country: text(),
      appliedZoneOn: text(),
      zip_code: z.optional(z.string()),
      state: z.optional(z.array(text())),
    }),
  response: () => message(),
});

/**
 * Deletes a shipping zone permanently, unless orders use its methods. The id is sent in the body.
 *
 * A refusal most likely has status 200 and is not an error: check `status` and `notDeletedShippingZone`.
 */
export const deleteShippingZone = operation<DeleteShippingZoneParams, DeletedShippingZone>({
  name: "ecommerceSettings.deleteShippingZone",
  method: "DELETE",
  path: "/ecommerceSettings/shippingZone",
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.looseObject({
      status: maybeFlag(),
      message: maybeText(),
      notDeletedShippingZone: maybe(z.array(z.unknown())),
    }),
});
