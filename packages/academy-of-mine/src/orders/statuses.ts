import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, text } from "../fields.ts";
import { lookupOption, message } from "../shared/replies.ts";
import type { Id, LookupOption, Message, OpenEnum } from "../shared/shapes.ts";

/**
 * The progress of an order; `orders.lookupStatuses` lists them with display text. The sample of `orders.list` has
 * `pending` instead of `PENDING_PAYMENT`: do not compare across the two.
 */
export type OrderStatus = OpenEnum<
  "PENDING_PAYMENT" | "COMPLETED" | "CANCELLED" | "REFUNDED" | "FAILED" | "AWAITING_SHIPPING" | "SHIPPED"
>;

/** Which order gets which status. */
export interface UpdateOrderStatusParams {
  readonly id: Id;
  /** The vendor's page of this operation names neither `AWAITING_SHIPPING` nor `SHIPPED`. */
  readonly status: OrderStatus;
}

/** Reads the statuses that an order can have, with display text. */
export const lookupStatuses = operation<NoParams, readonly LookupOption[]>({
  name: "orders.lookupStatuses",
  method: "GET",
  path: "/order/status/lookup",
  response: () => z.array(lookupOption()),
});

/**
 * Sets the status of an order. Its consequences, such as an enrollment or an e-mail, are not documented; nothing
 * suggests that `REFUNDED` refunds money: use `orders.refund` for that.
 */
export const updateStatus = operation<UpdateOrderStatusParams, Message>({
  name: "orders.updateStatus",
  method: "PUT",
  path: "/order/update-status/{id}",
  params: () => z.strictObject({ id: id(), status: text() }),
  response: () => message(),
});
