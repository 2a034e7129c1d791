import { operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { id } from "./fields.ts";
import { order } from "./order-schemas.ts";
import { pageFields, pageParams } from "./page-schemas.ts";
import { forwardPager, onlyOneCursor, type Page, type PageParams } from "./pagination.ts";
import type { Order } from "./order.ts";

/** Which page of the orders. */
export type ListOrdersParams = PageParams;

/** A page of orders. */
export type OrderPage = Page<Order>;

/** Which order to get. */
export interface GetOrderParams {
  /** The store's unique id, `store_…`. @default the client's `storeId` */
  readonly storeId?: string | undefined;
  /** The order's `id`, a UUID. */
  readonly orderId: string;
}

/**
 * Lists the orders of the customer who is logged in. Await it for one page; iterate it for the orders of all pages.
 *
 * The paging parameters are deduced: the vendor documents them for lists in general, not for this one.
 *
 * @see https://docs.scalev.com
 */
export const list = pagedOperation<ListOrdersParams, OrderPage, Order>({
  name: "orders.list",
  method: "GET",
  path: "/v3/stores/{storeId}/customers/me/orders",
  evidence: "documented",
  clientParams: ["storeId"],
  params: pageParams,
  rules: onlyOneCursor,
  response: () => z.looseObject({ data: z.array(order()), ...pageFields() }),
  pager: forwardPager(),
});

/**
 * Gets an order of the customer who is logged in.
 *
 * @throws NotFoundError when there is no such order, or it belongs to another customer.
 * @see https://docs.scalev.com
 */
export const get = operation<GetOrderParams, Order>({
  name: "orders.get",
  method: "GET",
  path: "/v3/stores/{storeId}/customers/me/orders/{orderId}",
  evidence: "documented",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: id(), orderId: id() }),
  response: order,
});
