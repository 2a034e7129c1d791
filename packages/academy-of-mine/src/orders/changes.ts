import * as z from "#zod";
import { operation } from "../operation.ts";
import { decimal, id, ids, text } from "../fields.ts";
import { message, saved } from "../shared/replies.ts";
import type { Id, Message, Saved } from "../shared/shapes.ts";
import type { OrderStatus } from "./statuses.ts";

/** What a new order and a changed one have in common. */
export interface OrderFields {
  /** For example, "2020-08-25 0:00:00". */
  readonly orderDate: string;
  readonly status: OrderStatus;
  /** The id of the user who orders. */
  readonly customerId: Id;
  readonly billingAddressId?: Id | undefined;
  readonly shippingAddressId?: Id | undefined;
  /** In the currency of the shop. */
  readonly taxAmount?: number | string | undefined;
  /** Other fees, in the currency of the shop. */
  readonly otherFee?: number | string | undefined;
}

/** An order to place for a user. */
export interface CreateOrderParams extends OrderFields {
  /** What is ordered. The vendor calls the items texts and shows none; `OrderItem` is how `orders.get` returns them. */
  readonly orderItems: readonly unknown[];
  /** Notes. The vendor calls them texts and shows none; `OrderNote` is how `orders.get` returns them. */
  readonly orderNotes?: readonly unknown[] | undefined;
}

/** Which order to change, and its new values. */
export interface UpdateOrderParams extends OrderFields {
  readonly id: Id;
  /** What is ordered, in the undocumented form of `CreateOrderParams`. */
  readonly orderItems?: readonly unknown[] | undefined;
}

/** Which orders to delete. */
export interface DeleteOrdersParams {
  /** Ids of orders. Sent as JSON text. */
  readonly delete_ids: readonly Id[];
}

const orderFields = () => ({
  orderDate: text(),
  status: text(),
  customerId: id(),
  billingAddressId: z.optional(id()),
  shippingAddressId: z.optional(id()),
  taxAmount: z.optional(decimal()),
  otherFee: z.optional(decimal()),
});

/**
 * Places an order in a user's name, with whatever status you give it. Whether `COMPLETED` enrolls the user in the
 * purchase, charges money or sends e-mails is not documented: try it with a test user first.
 *
 * Nothing prevents a second call from placing a second order. If the error's `outcome` is `"unknown"`, look for the
 * order with `orders.list`, by `user`, before you send it again.
 */
export const create = operation<CreateOrderParams, Saved>({
  name: "orders.create",
  method: "POST",
  path: "/order",
  params: () =>
    z.strictObject({
      ...orderFields(),
      orderItems: z.array(z.unknown()),
      orderNotes: z.optional(z.array(z.unknown())),
    }),
  response: () => saved(),
});

/**
 * Changes an order. Date, status and customer are sent even if unchanged; whether omitted fields are kept is not
 * documented. To change only the status, use `orders.updateStatus`.
 */
export const update = operation<UpdateOrderParams, Message>({
  name: "orders.update",
  method: "PUT",
  path: "/order/{id}",
  params: () => z.strictObject({ id: id(), ...orderFields(), orderItems: z.optional(z.array(z.unknown())) }),
  response: () => message(),
});

/**
 * Deletes orders. Whether they can be restored, and whether learners keep what they bought, is not documented. The
 * count is in the message only, such as "1 order(s) deleted.": compare it with how many ids you sent.
 */
const remove = operation<DeleteOrdersParams, Message>({
  name: "orders.delete",
  method: "DELETE",
  path: "/order",
  encode: { delete_ids: "json" },
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => message(),
});

export { remove as delete };
