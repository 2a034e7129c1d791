import type { NoParams, RuleIssue } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { decimal, id, text } from "../fields.ts";
import { lookupOption, maybeFlag, maybeNumber, maybeText } from "../shared/replies.ts";
import type { Id, LookupOption, OpenEnum } from "../shared/shapes.ts";

/** How much of an order is refunded; `orders.lookupRefundOptions` lists the values with display text. */
export type RefundType = OpenEnum<"FULL_REFUND" | "PARTIAL_REFUND">;

/**
 * The gateway that a refund goes through. The page of `orders.refund` names `MANUALLY` and `STRIPE`,
 * `orders.lookupRefundGateways` has the rest: whether the vendor takes Stripe in both spellings is not documented.
 */
export type RefundGateway = OpenEnum<
  | "MANUALLY"
  | "STRIPE"
  | "STRIPE_PAYMENT_GATEWAY"
  | "BRAINTREE_PAYMENT_GATEWAY"
  | "AUTHORIZENET_PAYMENT_GATEWAY"
>;

/** What to refund, and how. */
export interface RefundOrderParams {
  /** The order's id. */
  readonly id: Id;
  /** The gateway. `MANUALLY` most likely only records a refund made elsewhere. */
  readonly refundedVia: RefundGateway;
  readonly refundType: RefundType;
  /**
   * The amount, in the order's currency, such as `50.00`. The vendor's page marks it as required, but describes it as
   * required for `PARTIAL_REFUND` only; its sample also sends it with `FULL_REFUND`. Pass the order's total in that
   * case.
   */
  readonly refundAmount: number | string;
  readonly refundReason: string;
}

/** The outcome of a refund. */
export interface RefundOrderReply {
  /** True if it was done; a reply with false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
}

/** Whose refunds to read. */
export interface ListRefundsParams {
  /** The order's id. */
  readonly id: Id;
}

/** A refund of an order. */
export interface OrderRefund {
  readonly refundedVia?: RefundGateway | null | undefined;
  /** The gateway as display text. */
  readonly displayRefundedVia?: string | null | undefined;
  /** In the order's currency. */
  readonly refundAmount?: number | null | undefined;
  readonly refundReason?: string | null | undefined;
  /** Its progress, such as `COMPLETED`. */
  readonly refundStatus?: OpenEnum<"COMPLETED"> | null | undefined;
  readonly refundType?: RefundType | null | undefined;
  /** The day on which it was paid, as `YYYY-MM-DD`. */
  readonly refundDatePaid?: string | null | undefined;
}

const orderRefund = () =>
  z.looseObject({
    refundedVia: maybeText(),
    displayRefundedVia: maybeText(),
    refundAmount: maybeNumber(),
    refundReason: maybeText(),
    refundStatus: maybeText(),
    refundType: maybeText(),
    refundDatePaid: maybeText(),
  });

/** A decimal point and nothing else: a gateway may misread `1,50` or `1e3`. */
function isAmount(amount: number | string): boolean {
  return /^\d+(\.\d+)?$/.test(String(amount)) && Number(amount) > 0;
}

function refundRules({ refundType, refundAmount }: RefundOrderParams): readonly RuleIssue[] {
  if (refundType !== "PARTIAL_REFUND" || isAmount(refundAmount)) return [];
  return [
    {
      field: "refundAmount",
      expected: 'must be an amount above 0, such as "50.00", when refundType is "PARTIAL_REFUND"',
    },
  ];
}

/**
 * Refunds an order, in full or in part. It moves money and cannot be undone; the vendor has no idempotency key, so two
 * calls may pay twice. The client never repeats it automatically once it may have been carried out.
 *
 * If the error's `outcome` is `"unknown"`, the money may have been refunded: the reply was lost, the server failed
 * after it had started, or it answered with `success` false without details. Do not send it again. Call
 * `orders.listRefunds` for the order, compare the result with the payment gateway, and refund only what is in neither.
 * If it is `"refused"` or `"not-sent"`, nothing was paid.
 *
 * @throws InvalidParamsError when a partial refund has no amount above 0; nothing is sent.
 * @throws ApiError also for a reply of status 200 whose `success` is false.
 */
export const refund = operation<RefundOrderParams, RefundOrderReply>({
  name: "orders.refund",
  method: "POST",
  path: "/order/refund",
  params: () =>
    z.strictObject({
      id: id(),
      refundedVia: text(),
      refundType: text(),
      refundAmount: decimal(),
      refundReason: text(),
    }),
  rules: refundRules,
  response: () => z.looseObject({ success: maybeFlag(), message: maybeText() }),
});

/**
 * Reads the refunds of an order: call it when it is unknown whether `orders.refund` was carried out. The vendor's text
 * refers to all refunds, its sample is a single one outside a list: handle both. The reply for an order without refunds
 * is not documented.
 */
export const listRefunds = operation<ListRefundsParams, OrderRefund | readonly OrderRefund[]>({
  name: "orders.listRefunds",
  method: "GET",
  path: "/order/refund/list/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => z.union([z.array(orderRefund()), orderRefund()]),
});

/** Reads how much can be refunded: the values of `refundType`. */
export const lookupRefundOptions = operation<NoParams, readonly LookupOption[]>({
  name: "orders.lookupRefundOptions",
  method: "GET",
  path: "/order/refundOption/lookup",
  response: () => z.array(lookupOption()),
});

/**
 * Reads the gateways that a refund can go through: judging by their meaning, these are the values of `refundedVia`,
 * although the vendor calls them refund types. Stripe is `STRIPE_PAYMENT_GATEWAY` here and `STRIPE` on the page of
 * `orders.refund`.
 */
export const lookupRefundGateways = operation<NoParams, readonly LookupOption[]>({
  name: "orders.lookupRefundGateways",
  method: "GET",
  path: "/order/refundType/lookup",
  response: () => z.array(lookupOption()),
});
