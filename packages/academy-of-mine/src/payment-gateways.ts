/**
 * Payment gateways: which of them learners can use, and the portal's keys for each.
 *
 * Whether a portal takes real or test payments (`production_mode`) can be read for most of them and cannot be set for
 * any.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "./operation.ts";
import { id } from "./fields.ts";
import { maybe, maybeFlag, maybeText, message } from "./shared/replies.ts";
import type { Id, Message, OpenEnum } from "./shared/shapes.ts";

/** A payment gateway that the portal offers. */
export interface PaymentGateway {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly is_enabled?: boolean | null | undefined;
  /** Whether subscriptions can be paid through it. */
  readonly support_recurring_payments?: boolean | null | undefined;
}

/** The payment gateways. */
export interface PaymentGatewayList {
  /** All of them; the vendor's sample has no totals and no pages. */
  readonly records?: readonly PaymentGateway[] | null | undefined;
}

/** Which gateway to switch on or off. */
export interface UpdateGatewayStatusParams {
  /** The gateway's id, from `paymentGateways.list`. */
  readonly id: Id;
  /** True to offer it to buyers. */
  readonly status: boolean;
}

/** The settings of every gateway. */
export interface GatewayChanges {
  /** True to offer it to buyers, false to stop offering it: sent with every change. */
  readonly gatewayEnabled: boolean;
  /** What buyers see as the name of this way to pay. */
  readonly paymentTitle?: string | undefined;
}

/** The readable settings of every gateway. */
export interface GatewaySettings {
  /** Whether buyers can pay through it. */
  readonly gatewayEnabled?: boolean | null | undefined;
  /** What buyers see as the name of this way to pay. */
  readonly paymentTitle?: string | null | undefined;
}

/** The readable settings of a gateway for online payments. */
export interface OnlineGatewaySettings extends GatewaySettings {
  /** `yes` for real payments, `no` for tests; a string, not a boolean. */
  readonly production_mode?: OpenEnum<"yes" | "no"> | null | undefined;
}

/** Settings of Stripe to change. */
export interface SetStripeSettingsParams extends GatewayChanges {
  /** The key that browsers see. */
  readonly publishableKey?: string | undefined;
  /** The secret key. */
  readonly secretKey?: string | undefined;
}

/** Settings of Stripe. */
export interface StripeSettings extends OnlineGatewaySettings {
  /** The key that browsers see; empty when none is set. */
  readonly publishableKey?: string | null | undefined;
  /** The secret key; empty when none is set. */
  readonly secretKey?: string | null | undefined;
}

/** Settings of Authorize.Net to change. */
export interface SetAuthorizeNetSettingsParams extends GatewayChanges {
  /** The API login id. */
  readonly loginId?: string | undefined;
  /** The transaction key, a secret. */
  readonly transactionKey?: string | undefined;
  /** The client id; most likely what Authorize.Net calls the public client key. */
  readonly clientId?: string | undefined;
}

/** Settings of Authorize.Net. */
export interface AuthorizeNetSettings extends OnlineGatewaySettings {
  /** The API login id. */
  readonly loginId?: string | null | undefined;
  /** The transaction key, a secret. */
  readonly transactionKey?: string | null | undefined;
  /** The client id; most likely what Authorize.Net calls the public client key. */
  readonly clientId?: string | null | undefined;
}

/** Settings of Braintree to change. */
export interface SetBraintreeSettingsParams extends GatewayChanges {
  readonly merchantId?: string | undefined;
  readonly publicKey?: string | undefined;
  /** The private key, a secret. */
  readonly privateKey?: string | undefined;
  /** The authorization key; treat it as a secret. */
  readonly authorizationKey?: string | undefined;
}

/** Settings of Braintree; keys that are not set are empty. */
export interface BraintreeSettings extends OnlineGatewaySettings {
  readonly merchantId?: string | null | undefined;
  readonly publicKey?: string | null | undefined;
  /** The private key, a secret. */
  readonly privateKey?: string | null | undefined;
  /** The authorization key; treat it as a secret. */
  readonly authorizationKey?: string | null | undefined;
}

/** Settings of PayPal to change. */
export interface SetPaypalSettingsParams extends GatewayChanges {
  readonly clientId?: string | undefined;
  /** The secret key. */
  readonly secretKey?: string | undefined;
}

/** Settings of payment by invoice to change. */
export interface SetInvoiceSettingsParams extends GatewayChanges {
  /** What buyers are told about how to pay. */
  readonly paymentInstructions?: string | undefined;
}

/** Settings of payment by invoice. */
export interface InvoiceSettings extends GatewaySettings {
  /** What buyers are told about how to pay. */
  readonly paymentInstructions?: string | null | undefined;
}

/** Settings of Cashnet to change. */
export interface SetCashnetSettingsParams extends GatewayChanges {
  /** The merchant code, such as `your_merchant_code`. */
  readonly merchantId?: string | undefined;
  /** The API key, a secret. */
  readonly apiKey?: string | undefined;
  /** The address of Cashnet's API. */
  readonly apiEnvUrl?: string | undefined;
}

/** Settings of Cashnet. */
export interface CashnetSettings extends OnlineGatewaySettings {
  /** The merchant code. */
  readonly merchantId?: string | null | undefined;
  /** The API key, a secret. */
  readonly apiKey?: string | null | undefined;
  /** The address of Cashnet's API; the vendor's text promises it, its sample lacks it. */
  readonly apiEnvUrl?: string | null | undefined;
}

/** The samples have empty settings, so a setting may be cleared. */
const setting = () => z.optional(z.string());

const changes = () => ({ gatewayEnabled: z.boolean(), paymentTitle: setting() });

const settings = () => ({ gatewayEnabled: maybeFlag(), paymentTitle: maybeText() });

const onlineSettings = () => ({ ...settings(), production_mode: maybeText() });

/** Lists the payment gateways, and whether each is enabled, without pages. */
export const list = operation<NoParams, PaymentGatewayList>({
  name: "paymentGateways.list",
  method: "GET",
  path: "/paymentGateway/list",
  response: () =>
    z.looseObject({
      records: maybe(
        z.array(
          z.looseObject({
            id: z.number(),
            name: maybeText(),
            is_enabled: maybeFlag(),
            support_recurring_payments: maybeFlag(),
          }),
        ),
      ),
    }),
});

/**
 * Enables a gateway for buyers, or disables it. What happens to subscriptions that are paid through a disabled gateway
 * is not documented.
 */
export const updateStatus = operation<UpdateGatewayStatusParams, Message>({
  name: "paymentGateways.updateStatus",
  method: "PUT",
  path: "/paymentGateway/update-status",
  params: () => z.strictObject({ id: id(), status: z.boolean() }),
  response: () => message(),
});

/** Reads the settings of Stripe. The reply contains the secret key: never log it or send it to a browser. */
export const getStripeSettings = operation<NoParams, StripeSettings>({
  name: "paymentGateways.getStripeSettings",
  method: "GET",
  path: "/paymentGateway/stripe/settings",
  response: () => z.looseObject({ ...onlineSettings(), publishableKey: maybeText(), secretKey: maybeText() }),
});

/**
 * Changes the settings of Stripe, on which the portal's income depends: a wrong key makes every payment fail. Whether
 * omitted keys are kept is not documented.
 */
export const setStripeSettings = operation<SetStripeSettingsParams, Message>({
  name: "paymentGateways.setStripeSettings",
  method: "PUT",
  path: "/paymentGateway/stripe/settings",
  secretParams: ["secretKey"],
  params: () => z.strictObject({ ...changes(), publishableKey: setting(), secretKey: setting() }),
  response: () => message(),
});

/**
 * Reads the settings of Authorize.Net. The reply contains the transaction key: never log it or send it to a browser.
 */
export const getAuthorizeNetSettings = operation<NoParams, AuthorizeNetSettings>({
  name: "paymentGateways.getAuthorizeNetSettings",
  method: "GET",
  path: "/paymentGateway/authorizeNet",
  response: () =>
    z.looseObject({
      ...onlineSettings(),
      loginId: maybeText(),
      transactionKey: maybeText(),
      clientId: maybeText(),
    }),
});

/**
 * Changes the settings of Authorize.Net: a wrong key makes every payment through it fail. Whether omitted keys are kept
 * is not documented.
 */
export const setAuthorizeNetSettings = operation<SetAuthorizeNetSettingsParams, Message>({
  name: "paymentGateways.setAuthorizeNetSettings",
  method: "PUT",
  path: "/paymentGateway/authorizeNet",
  secretParams: ["transactionKey"],
  params: () =>
    z.strictObject({ ...changes(), loginId: setting(), transactionKey: setting(), clientId: setting() }),
  response: () => message(),
});

/** Reads the settings of Braintree. The reply contains the private key: never log it or send it to a browser. */
export const getBraintreeSettings = operation<NoParams, BraintreeSettings>({
  name: "paymentGateways.getBraintreeSettings",
  method: "GET",
  path: "/paymentGateway/braintree",
  response: () =>
    z.looseObject({
      ...onlineSettings(),
      merchantId: maybeText(),
      publicKey: maybeText(),
      privateKey: maybeText(),
      authorizationKey: maybeText(),
    }),
});

/**
 * Changes the settings of Braintree. The keys apply to its live or its test account, depending on `production_mode`:
 * read it with `paymentGateways.getBraintreeSettings` first. Whether omitted keys are kept is not documented.
 */
export const setBraintreeSettings = operation<SetBraintreeSettingsParams, Message>({
  name: "paymentGateways.setBraintreeSettings",
  method: "PUT",
  path: "/paymentGateway/braintree",
  secretParams: ["privateKey", "authorizationKey"],
  params: () =>
    z.strictObject({
      ...changes(),
      merchantId: setting(),
      publicKey: setting(),
      privateKey: setting(),
      authorizationKey: setting(),
    }),
  response: () => message(),
});

/**
 * Changes the settings of PayPal. The credentials apply to its live or its test account, depending on a mode that
 * cannot be read: the vendor documents no operation that reads PayPal's settings. Its page calls `gatewayEnabled`
 * Braintree's; most likely a mistake.
 */
export const setPaypalSettings = operation<SetPaypalSettingsParams, Message>({
  name: "paymentGateways.setPaypalSettings",
  method: "PUT",
  path: "/paymentGateway/paypal",
  secretParams: ["secretKey"],
  params: () => z.strictObject({ ...changes(), clientId: setting(), secretKey: setting() }),
  response: () => message(),
});

/** Reads how payment by invoice is offered; the reply contains no secret. */
export const getInvoiceSettings = operation<NoParams, InvoiceSettings>({
  name: "paymentGateways.getInvoiceSettings",
  method: "GET",
  path: "/paymentGateway/invoice",
  response: () => z.looseObject({ ...settings(), paymentInstructions: maybeText() }),
});

/** Changes how payment by invoice is offered. Whether omitted texts are kept is not documented. */
export const setInvoiceSettings = operation<SetInvoiceSettingsParams, Message>({
  name: "paymentGateways.setInvoiceSettings",
  method: "PUT",
  path: "/paymentGateway/invoice",
  params: () => z.strictObject({ ...changes(), paymentInstructions: setting() }),
  response: () => message(),
});

/** Reads the settings of Cashnet. The reply contains the API key: never log it or send it to a browser. */
export const getCashnetSettings = operation<NoParams, CashnetSettings>({
  name: "paymentGateways.getCashnetSettings",
  method: "GET",
  path: "/paymentGateway/cashnet",
  response: () =>
    z.looseObject({
      ...onlineSettings(),
      merchantId: maybeText(),
      apiKey: maybeText(),
      apiEnvUrl: maybeText(),
    }),
});

/**
 * Changes the settings of Cashnet. Payments most likely go to the `apiEnvUrl` that you give: take it from a trusted
 * source. Whether omitted settings are kept is not documented.
 */
export const setCashnetSettings = operation<SetCashnetSettingsParams, Message>({
  name: "paymentGateways.setCashnetSettings",
  method: "PUT",
  path: "/paymentGateway/cashnet",
  secretParams: ["apiKey"],
  params: () =>
    z.strictObject({ ...changes(), merchantId: setting(), apiKey: setting(), apiEnvUrl: setting() }),
  response: () => message(),
});
