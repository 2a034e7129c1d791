import type { NoParams, RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { text } from "../fields.ts";
import { maybe, maybeText, message } from "../shared/replies.ts";
import type { Message, OpenEnum } from "../shared/shapes.ts";

/** The shop's address and currency. */
export interface SetShopSettingsParams {
  readonly addressLine1: string;
  /** Required, also for an address of one line. */
  readonly addressLine2: string;
  readonly city: string;
  readonly state: string;
  /** A country; whether its code or its name is not documented: the sample is "country". */
  readonly country: string;
  readonly zipcode: string;
  /** Whether buyers can use coupons. */
  readonly enableCoupons: boolean;
  /** The currency's code, such as `USD`. */
  readonly currency: string;
}

/** What invoices say. */
export interface SetShopInvoiceSettingsParams {
  /**
   * Whose name invoices bear: `customBusinessName` for `businessName`. The value for the default name is not
   * documented.
   */
  readonly invoiceBusinessName: OpenEnum<"customBusinessName">;
  /** The name on invoices; required when `invoiceBusinessName` is `customBusinessName`. */
  readonly businessName?: string | undefined;
  /** How taxes are shown, such as `inclusive`; its other values are not documented. */
  readonly taxSettings?: string | undefined;
}

/** What prices on product pages look like. */
export interface PriceStyle {
  /** A color of CSS, such as `#fff`. */
  readonly backgroundColor?: string | null | undefined;
}

/** The color of prices on product pages. */
export interface PriceColor {
  readonly content?: PriceStyle | null | undefined;
}

/** How product pages look, with other names than in `ecommerceSettings.setProductSettings`. */
export interface ProductPageSettings {
  readonly product_price_color?: PriceColor | null | undefined;
  /** The label of the button of a free product, such as "Enroll Now". */
  readonly free_product_cta?: string | null | undefined;
  /** The label of the button of a product that is paid once, such as "Add to Cart". */
  readonly simple_product_cta?: string | null | undefined;
  /** The label of the button of a subscription, such as "Subscribe". */
  readonly subscription_product_cta?: string | null | undefined;
}

/** The new look of prices on product pages. */
export interface NewPriceStyle {
  /** A color of CSS, such as `#fff`. */
  readonly backgroundColor: string;
}

/** The new color of prices on product pages. */
export interface NewPriceColor {
  readonly content: NewPriceStyle;
}

/** The new look of product pages. */
export interface SetProductSettingsParams {
  /** The label of the button of a free product. */
  readonly freeProductCta: string;
  /** The label of the button of a product that is paid once. */
  readonly simpleProductCta: string;
  /** The label of the button of a subscription. */
  readonly subscriptionProductCta: string;
  readonly productPriceColor: NewPriceColor;
}

const productPageSettings = () =>
  z.looseObject({
    product_price_color: maybe(
      z.looseObject({ content: maybe(z.looseObject({ backgroundColor: maybeText() })) }),
    ),
    free_product_cta: maybeText(),
    simple_product_cta: maybeText(),
    subscription_product_cta: maybeText(),
  });

function invoiceRules(params: SetShopInvoiceSettingsParams): readonly RuleIssue[] {
  if (params.invoiceBusinessName !== "customBusinessName" || params.businessName !== undefined) return [];
  return [
    { field: "businessName", expected: 'is required when invoiceBusinessName is "customBusinessName"' },
  ];
}

/** Reads the countries for addresses, taxes and shipping: an object from the country's code to its English name. */
export const lookupCountries = operation<NoParams, Readonly<Record<string, string>>>({
  name: "ecommerceSettings.lookupCountries",
  method: "GET",
  path: "/ecommerceSettings/country/lookup",
  response: () => z.record(z.string(), z.string()),
});

/**
 * Sets the shop's address and currency, and whether coupons work.
 *
 * No operation reads these settings back, and every field is required: keep your own copy. Whether a new currency
 * converts existing prices or only changes the sign is not documented.
 */
export const setGeneralSettings = operation<SetShopSettingsParams, Message>({
  name: "ecommerceSettings.setGeneralSettings",
  method: "PUT",
  path: "/ecommerceSettings/general",
  params: () =>
    z.strictObject({
      addressLine1: text(),
      addressLine2: text(),
      city: text(),
      state: text(),
      country: text(),
      zipcode: text(),
      enableCoupons: z.boolean(),
      currency: text(),
    }),
  response: () => message(),
});

/**
 * Sets whose name invoices bear and how they show taxes. No operation reads these settings back.
 *
 * @throws InvalidParamsError when the business name of your own is chosen and not given; nothing is sent.
 */
export const setInvoiceSettings = operation<SetShopInvoiceSettingsParams, Message>({
  name: "ecommerceSettings.setInvoiceSettings",
  method: "PUT",
  path: "/ecommerceSettings/invoice",
  params: () =>
    z.strictObject({
      invoiceBusinessName: text(),
      businessName: z.optional(text()),
      taxSettings: z.optional(text()),
    }),
  rules: invoiceRules,
  response: () => message(),
});

/** Reads the button texts and the price color of product pages. They come in snake_case, and are set in camelCase. */
export const getProductSettings = operation<NoParams, ProductPageSettings>({
  name: "ecommerceSettings.getProductSettings",
  method: "GET",
  path: "/ecommerceSettings/product",
  response: () => productPageSettings(),
});

/**
 * Sets the button texts and the price color of all product pages. Every field is required: read the current ones with
 * `ecommerceSettings.getProductSettings`, where each has its name in snake_case.
 */
export const setProductSettings = operation<SetProductSettingsParams, Message>({
  name: "ecommerceSettings.setProductSettings",
  method: "PUT",
  path: "/ecommerceSettings/product",
  params: () =>
    z.strictObject({
      freeProductCta: text(),
      simpleProductCta: text(),
      subscriptionProductCta: text(),
      productPriceColor: z.strictObject({ content: z.strictObject({ backgroundColor: text() }) }),
    }),
  response: () => message(),
});
