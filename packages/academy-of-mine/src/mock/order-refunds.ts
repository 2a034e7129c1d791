import type { MockServerBuilder } from "@kelaskit/core/testing";
import { listRefunds, type OrderRefund, refund, type RefundOrderParams } from "../orders/refunds.ts";
import { mockTime, yearFirst } from "./dates.ts";
import { totalOf } from "./order-records.ts";
import { toNumber } from "./pages.ts";
import { invalidReply, notFound } from "./reply.ts";
import type { MockOrder, MockRefund } from "./records.ts";
import type { AcademyStore } from "./store.ts";

/** The gateways with their display text, as `orders.lookupRefundGateways` returns them. */
const gatewayWords: Readonly<Record<string, string>> = {
  STRIPE_PAYMENT_GATEWAY: "Stripe Payment Gateway",
  STRIPE: "Stripe Payment Gateway",
  BRAINTREE_PAYMENT_GATEWAY: "Braintree Payment Gateway",
  AUTHORIZENET_PAYMENT_GATEWAY: "AuthorizeNet Payment Gateway",
  MANUALLY: "Manually",
};

/** An amount in hundredths: fractions of money do not add up. */
function cents(amount: number): number {
  return Math.round(amount * 100);
}

/** What can still be refunded of an order, in hundredths. */
function centsLeft(order: MockOrder): number {
  return order.refunds.reduce((left, { amount }) => left - cents(amount), cents(totalOf(order)));
}

/** The requested refund, or why it is refused. A full refund is of the whole order, whatever amount is sent. */
function readRefund(order: MockOrder, params: RefundOrderParams): MockRefund | Response {
  const { refundType: type, refundedVia: via, refundReason: reason } = params;
  const amount = type === "FULL_REFUND" ? totalOf(order) : Number(params.refundAmount);
  const left = centsLeft(order);
  if (!(cents(amount) > 0)) {
    return invalidReply([{ field: "refundAmount", message: "The refundAmount must be greater than 0." }]);
  }
  if (cents(amount) > left) {
    const message = `The refundAmount must not be greater than ${(left / 100).toFixed(2)}, the amount of the order not yet refunded.`;
    return invalidReply([{ field: "refundAmount", message }]);
  }
  return { via, type, amount, reason };
}

function refundRecord({ via, type, amount, reason }: MockRefund): OrderRefund {
  return {
    refundedVia: via,
    displayRefundedVia: gatewayWords[via] ?? via,
    refundAmount: amount,
    refundReason: reason,
    refundStatus: "COMPLETED",
    refundType: type,
    refundDatePaid: yearFirst(mockTime),
  };
}

/**
 * Handlers for refunds: no more is ever refunded than was paid (deduced; the vendor's page does not say what happens to
 * a second refund). An order's status stays as it is: nothing says that a refund changes it.
 */
export function mockRefunds(server: MockServerBuilder, store: AcademyStore): void {
  server.on(refund, ({ params }) => {
    const order = store.orders.get(toNumber(params.id));
    if (order === undefined) return notFound("order");
    const made = readRefund(order, params);
    if (made instanceof Response) return made;
    order.refunds = [...order.refunds, made];
    return { success: true, message: "Order Refunded Successfully." };
  });
  server.on(listRefunds, ({ params: { id } }): Response | readonly OrderRefund[] => {
    const order = store.orders.get(toNumber(id));
    return order === undefined ? notFound("order") : order.refunds.map(refundRecord);
  });
}
