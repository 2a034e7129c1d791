import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { decimal, id, ids, text } from "../fields.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, notice } from "../shared/replies.ts";
import type { Id, Notice, OpenEnum } from "../shared/shapes.ts";

/**
 * The part of a country that a tax rate applies to. The vendor shows these two; shipping zones also have `zip_code`.
 */
export type TaxRateScope = OpenEnum<"all_states" | "specific_states">;

/** A rate of a tax class: how much is taken where. */
export interface TaxRate {
  readonly name?: string | null | undefined;
  /** The country's code, such as `US`; requests show its name. */
  readonly country?: string | null | undefined;
  /** States, such as `CA`. */
  readonly state?: readonly string[] | null | undefined;
  readonly zipCode?: readonly string[] | null | undefined;
  /** For example, 7.25, in percent most likely; the vendor's requests show 0.2. */
  readonly rate?: number | null | undefined;
}

/** A tax rate in the list of tax classes. */
export interface ListedTaxRate extends TaxRate {
  readonly taxClassId?: number | null | undefined;
  /** The rate's id; `id` in `ecommerceSettings.getTaxClass`. */
  readonly rate_id?: number | null | undefined;
}

/** A tax class in the list. */
export interface ListedTaxClass {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  /** Whether the vendor's own page shows its rates, most likely. */
  readonly showDetails?: boolean | null | undefined;
  readonly taxRates?: readonly ListedTaxRate[] | null | undefined;
}

/** A tax rate of one class. */
export interface TaxClassRate extends TaxRate {
  readonly id: number;
  /**
   * Requests spell it `appliedRateOn` and send a scope such as `all_states`; the sample has a time,
   * "2025-01-01T00:00:00Z".
   */
  readonly appliedRateON?: string | null | undefined;
}

/** A tax class with its rates. Its own id is not in it. */
export interface TaxClass {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly taxRates?: readonly TaxClassRate[] | null | undefined;
}

/** Which tax class to read. */
export interface GetTaxClassParams {
  readonly id: Id;
}

/** A rate of a tax class to create. The vendor shows these fields in a sample only. */
export interface NewTaxRate {
  readonly name: string;
  /** For example, "United States", though replies show codes. */
  readonly country: string;
  /** One state as a text, such as "California"; `ecommerceSettings.createTaxRate` takes a list. */
  readonly state?: string | undefined;
  readonly zipCode?: readonly string[] | undefined;
  /** 0.2 in the sample, though replies show rates such as 7.25: whether it is in percent is not documented. */
  readonly rate: number;
  /** With its last letter in upper case, unlike in the operations on single rates. */
  readonly appliedRateON?: TaxRateScope | undefined;
}

/** A tax class to create. */
export interface CreateTaxClassParams {
  readonly name: string;
  readonly description?: string | undefined;
  /** Its rates. The vendor's page calls them optional and required in the same row: give them. */
  readonly taxRates?: readonly NewTaxRate[] | undefined;
}

/** The tax class that was made. */
export interface CreatedTaxClass {
  /** True if it was done; a reply with false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** The new class's id. */
  readonly tax_class_id?: number | null | undefined;
}

/** Which tax classes to delete. */
export interface DeleteTaxClassesParams {
  /** The vendor's page calls them optional and required in the same row: give them. */
  readonly delete_ids?: readonly Id[] | undefined;
}

/** An order that keeps a tax rate from being deleted. */
export interface TaxRateInUse {
  readonly order_id?: number | null | undefined;
  readonly tax_rate_id?: number | null | undefined;
  readonly tax_rate_name?: string | null | undefined;
}

/** A product that keeps a tax class from being deleted. */
export interface TaxClassInUse {
  readonly product_id?: number | null | undefined;
  readonly product_name?: string | null | undefined;
  readonly tax_class_id?: number | null | undefined;
}

/** Which tax classes were deleted, and why others were not. */
export interface DeletedTaxClasses {
  /** Ids of the classes that are gone. */
  readonly deletedTaxClasses?: readonly number[] | null | undefined;
  /** Orders that use rates of the classes that stayed. */
  readonly notDeletedTaxClasses?: readonly TaxRateInUse[] | null | undefined;
  /** Products that use the classes that stayed. */
  readonly notDeletedTaxClassesProduct?: readonly TaxClassInUse[] | null | undefined;
}

/** A rate to add to a tax class. */
export interface CreateTaxRateParams {
  readonly tax_class_id: Id;
  readonly name: string;
  /** For example, "United States", though replies show codes. */
  readonly country: string;
  /** For example, `["California"]`, though replies show codes. */
  readonly state?: readonly string[] | undefined;
  readonly zipCode?: readonly string[] | undefined;
  /** 0.2 in the sample, though replies show rates such as 7.25: whether it is in percent is not documented. */
  readonly rate: number | string;
  readonly appliedRateOn: TaxRateScope;
}

/** The new values of a tax rate. */
export interface UpdateTaxRateParams {
  /** The rate's id. The vendor's page names none; that it is in the path is ours. */
  readonly id: Id;
  readonly tax_class_id?: Id | undefined;
  readonly name: string;
  /** For example, "United States", though replies show codes. */
  readonly country: string;
  /** One state as a text; `ecommerceSettings.createTaxRate` takes a list. */
  readonly state?: string | undefined;
  readonly zipCode?: readonly string[] | undefined;
  /** 0.2 in the sample, though replies show rates such as 7.25: whether it is in percent is not documented. */
  readonly rate?: number | string | undefined;
  readonly appliedRateOn?: TaxRateScope | undefined;
}

/** Which tax rate to delete. */
export interface DeleteTaxRateParams {
  readonly delete_id: Id;
}

/** Whether a tax rate was deleted. */
export interface DeletedTaxRate {
  /** `failed` if it was kept; the value for success is not documented. */
  readonly status?: string | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** The orders that use the rate. */
  readonly notDeletedTaxRates?: readonly TaxRateInUse[] | null | undefined;
}

/** Whether the shop adds taxes. */
export interface SetSalesTaxEnabledParams {
  readonly enableSalesTaxes: boolean;
}

/** How the shop adds taxes. */
export interface CreateSalesTaxConfigurationParams {
  readonly pricesIncludeTax: boolean;
  /** The address that determines the tax rate. */
  readonly taxCalculationBasedOn: OpenEnum<"shipping" | "billing">;
  /** The id of the tax class for the cost of shipping. */
  readonly shippingTaxClass: Id;
  /** The suffix of a price, such as "Incl. Tax". */
  readonly taxDisplaySuffix: string;
  readonly displayTaxTotals: boolean;
}

const taxRateFields = () => ({
  name: maybeText(),
  country: maybeText(),
  state: maybe(z.array(z.string())),
  zipCode: maybe(z.array(z.string())),
  rate: maybeNumber(),
});

const listedTaxRate = () =>
  z.looseObject({ taxClassId: maybeNumber(), rate_id: maybeNumber(), ...taxRateFields() });

const listedTaxClass = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    description: maybeText(),
    showDetails: maybeFlag(),
    taxRates: maybe(z.array(listedTaxRate())),
  });

const taxClassRate = () => z.looseObject({ id: z.number(), ...taxRateFields(), appliedRateON: maybeText() });

const taxRateInUse = () =>
  z.looseObject({ order_id: maybeNumber(), tax_rate_id: maybeNumber(), tax_rate_name: maybeText() });

const taxClassInUse = () =>
  z.looseObject({ product_id: maybeNumber(), product_name: maybeText(), tax_class_id: maybeNumber() });

const zipCodes = () => z.optional(z.array(text()));

const newTaxRate = () =>
  z.strictObject({
    name: text(),
    country: text(),
    state: z.optional(text()),
    zipCode: zipCodes(),
    rate: z.number(),
    appliedRateON: z.optional(text()),
  });

/** Lists all tax classes with their rates, as a bare list. Not paged. The vendor's page has no title for it. */
export const listTaxClasses = operation<NoParams, readonly ListedTaxClass[]>({
  name: "ecommerceSettings.listTaxClasses",
  method: "GET",
  path: "/ecommerceSettings/taxClass/list",
  response: () => z.array(listedTaxClass()),
});

/** Reads one tax class with its rates. A read, though the id is sent as a body. */
export const getTaxClass = operation<GetTaxClassParams, TaxClass>({
  name: "ecommerceSettings.getTaxClass",
  method: "POST",
  path: "/ecommerceSettings/taxClass/get",
  safe: true,
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.looseObject({ name: maybeText(), description: maybeText(), taxRates: maybe(z.array(taxClassRate())) }),
});

/**
 * Creates a tax class together with its rates. Products use it when their `taxClassId` names it.
 *
 * The samples contradict each other in what a rate is (0.2 here, 7.25 in replies): make one, read it back with
 * `ecommerceSettings.getTaxClass`, and look at a test order before you rely on it.
 */
export const createTaxClass = operation<CreateTaxClassParams, CreatedTaxClass>({
  name: "ecommerceSettings.createTaxClass",
  method: "POST",
  path: "/ecommerceSettings/taxClass",
  params: () =>
    z.strictObject({
      name: text(),
      description: z.optional(z.string()),
      taxRates: z.optional(z.array(newTaxRate())),
    }),
  response: () => z.looseObject({ success: maybeFlag(), message: maybeText(), tax_class_id: maybeNumber() }),
});

/**
 * Deletes tax classes with their rates permanently, except those that products or orders use: these are kept, and the
 * reply of status 200 says what uses them. Look at `deletedTaxClasses`.
 */
export const deleteTaxClasses = operation<DeleteTaxClassesParams, DeletedTaxClasses>({
  name: "ecommerceSettings.deleteTaxClasses",
  method: "DELETE",
  path: "/ecommerceSettings/taxClass",
  params: () => z.strictObject({ delete_ids: z.optional(ids()) }),
  response: () =>
    z.looseObject({
      deletedTaxClasses: maybe(z.array(z.number())),
      notDeletedTaxClasses: maybe(z.array(taxRateInUse())),
      notDeletedTaxClassesProduct: maybe(z.array(taxClassInUse())),
    }),
});

/**
 * Adds a rate to a tax class that is there. The samples contradict each other in what a rate is; see `rate`.
 *
 * @returns Whatever the vendor answers: its page shows no reply. The new rate's id is in
 * `ecommerceSettings.getTaxClass`.
 */
export const createTaxRate = operation<CreateTaxRateParams, unknown>({
  name: "ecommerceSettings.createTaxRate",
  method: "POST",
  path: "/ecommerceSettings/taxRate",
  params: () =>
    z.strictObject({
      tax_class_id: id(),
      name: text(),
      country: text(),
      state: z.optional(z.array(text())),
      zipCode: zipCodes(),
      rate: decimal(),
      appliedRateOn: text(),
    }),
  response: () => z.unknown(),
});

/**
 * Changes a tax rate. Its name and country are always set; whether optional fields that are left out are kept is not
 * documented.
 *
 * @returns Whatever the vendor answers: its page shows no reply.
 */
export const updateTaxRate = operation<UpdateTaxRateParams, unknown>({
  name: "ecommerceSettings.updateTaxRate",
  method: "PUT",
  path: "/ecommerceSettings/taxRate/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      tax_class_id: z.optional(id()),
      name: text(),
      country: text(),
      state: z.optional(text()),
      zipCode: zipCodes(),
      rate: z.optional(decimal()),
      appliedRateOn: z.optional(text()),
    }),
  response: () => z.unknown(),
});

/**
 * Deletes one tax rate permanently, unless orders use it.
 *
 * A refusal also has status 200 and is not an error: check `status`, which is then `failed`, and the orders in
 * `notDeletedTaxRates`. The reply to a successful deletion is not documented.
 */
export const deleteTaxRate = operation<DeleteTaxRateParams, DeletedTaxRate>({
  name: "ecommerceSettings.deleteTaxRate",
  method: "DELETE",
  path: "/ecommerceSettings/taxRate",
  params: () => z.strictObject({ delete_id: id() }),
  response: () =>
    z.looseObject({
      status: maybeText(),
      message: maybeText(),
      notDeletedTaxRates: maybe(z.array(taxRateInUse())),
    }),
});

/** Switches taxes on or off for the whole shop. No operation reads the switch back. */
export const setSalesTaxEnabled = operation<SetSalesTaxEnabledParams, Notice>({
  name: "ecommerceSettings.setSalesTaxEnabled",
  method: "PUT",
  path: "/ecommerceSettings/sales-tax-status",
  params: () => z.strictObject({ enableSalesTaxes: z.boolean() }),
  response: () => notice(),
});

/**
 * Sets how taxes are calculated and shown. Called a creation by the vendor; whether a second one replaces the first
 * is not documented, and no operation reads or deletes it.
 *
 * @returns Whatever the vendor answers: its page shows no reply.
 */
export const createSalesTaxConfiguration = operation<CreateSalesTaxConfigurationParams, unknown>({
  name: "ecommerceSettings.createSalesTaxConfiguration",
  method: "POST",
  path: "/ecommerceSettings/sales-tax-configuration",
  params: () =>
    z.strictObject({
      pricesIncludeTax: z.boolean(),
      taxCalculationBasedOn: text(),
      shippingTaxClass: id(),
      taxDisplaySuffix: text(),
      displayTaxTotals: z.boolean(),
    }),
  response: () => z.unknown(),
});
