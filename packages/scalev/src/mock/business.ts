import type { MockServerBuilder } from "@kelaskit/core/testing";
import * as businessOrders from "../business-orders.ts";
import * as businessProducts from "../business-products.ts";
import * as businessStores from "../business-stores.ts";
import * as businessVariants from "../business-variants.ts";
import type { BusinessOrder, ListBusinessOrdersParams } from "../business-orders.ts";
import type { BusinessProduct, BusinessVariant } from "../business-products.ts";
import type { Product, Variant } from "../catalog.ts";
import type { Order } from "../order.ts";
import { paymentMethods, storeDomain, storeName, storeNumber } from "./fixtures.ts";
import { pageOf } from "./pages.ts";
import { notFound } from "./reply.ts";
import type { ScalevStore } from "./store.ts";

function toNumber(amount: string | number | null | undefined): number | null {
  return amount === null || amount === undefined ? null : Number(amount);
}

function toVariant({ id, unique_id, fullname, sku, price }: Variant): BusinessVariant {
  return { id, unique_id, fullname, sku, price: toNumber(price) };
}

function toProduct({ id, name, variants }: Product): BusinessProduct {
  return { id, name, is_visible: true, variants: variants?.map(toVariant) };
}

function toOrder(order: Order, storeId: string): BusinessOrder {
  return {
    id: order.id,
    order_id: order.order_id,
    secret_slug: order.secret_slug,
    status: order.status,
    payment_status: order.payment_status,
    payment_method: order.payment_method,
    confirmed_time: order.confirmed_time,
    completed_time: order.completed_time,
    paid_time: order.paid_time,
    created_at: order.created_at,
    last_updated_at: order.last_updated_at,
    store: { id: storeNumber, unique_id: storeId, name: order.store?.name ?? storeName },
    customer: order.customer,
    gross_revenue: order.gross_revenue,
    product_price: order.product_price,
    shipping_cost: order.shipping_cost,
    // The seller sees the same lines with amounts as numbers.
    orderlines: order.orderlines.map((line) => ({
      id: line.id,
      quantity: line.quantity,
      variant: line.variant,
      product_name: line.product_name,
      item_type: line.item_type,
      variant_sku: line.variant_sku,
      currency: line.currency,
      variant_price: toNumber(line.variant_price),
      product_price: toNumber(line.product_price),
      discount: toNumber(line.discount),
    })),
  };
}

/** The text that `search` looks at; nothing for a field that the mock's orders do not have. */
function searchedText(order: BusinessOrder, field: string): string {
  const texts: Readonly<Record<string, string | number | null | undefined>> = {
    order_id: order.order_id,
    gross_revenue: order.gross_revenue,
    customer_name: order.customer?.name,
    customer_email: order.customer?.email,
    customer_phone: order.customer?.phone,
  };
  return String(texts[field] ?? "").toLowerCase();
}

/** Whether a time is within two limits; one that was not reached is not. */
function isWithin(time: string | null | undefined, since: string | undefined, until: string | undefined) {
  if (since === undefined && until === undefined) return true;
  const moment = Date.parse(time ?? "");
  return (
    moment >= (since === undefined ? -Infinity : Date.parse(since)) &&
    moment <= (until === undefined ? Infinity : Date.parse(until))
  );
}

function fits(order: BusinessOrder, params: ListBusinessOrdersParams, variants: readonly number[]): boolean {
  const { search = "", search_field: field = "order_id" } = params;
  return (
    searchedText(order, field).includes(search.toLowerCase()) &&
    (params.order_id ?? order.order_id) === order.order_id &&
    (params.status ?? order.status) === order.status &&
    (params.payment_status ?? order.payment_status) === order.payment_status &&
    (params.store_id ?? storeNumber) === storeNumber &&
    (params.product_id === undefined ||
      order.orderlines?.some(({ variant }) => variants.includes(variant ?? 0)) === true) &&
    isWithin(order.confirmed_time, params.confirmed_time_since, params.confirmed_time_until) &&
    isWithin(order.completed_time, params.completed_time_since, params.completed_time_until)
  );
}

/** The fields of an order in a list: those that were asked for, otherwise all but the lines. */
function withColumns(order: BusinessOrder, columns: readonly string[] | undefined): BusinessOrder {
  const isWanted = (name: string): boolean =>
    columns === undefined ? name !== "orderlines" : name === "id" || columns.includes(name);
  return Object.fromEntries(Object.entries(order).filter(([name]) => isWanted(name)));
}

/** Answers for the business: its store, products, orders and who owns what. */
export function mockBusiness(server: MockServerBuilder, store: ScalevStore, storeId: string): void {
  server.on(businessStores.list, ({ params }) => {
    const { search = "", domain = storeDomain } = params;
    const isFound = storeName.toLowerCase().includes(search.toLowerCase()) && domain === storeDomain;
    const found = { id: storeNumber, unique_id: storeId, name: storeName, payment_methods: paymentMethods };
    return pageOf(isFound ? [found] : [], params);
  });
  server.on(businessProducts.list, ({ params }) =>
    params.storeNumber === storeNumber
      ? pageOf(
          [...store.products.values()].map((product) => toProduct(product)),
          params,
        )
      : notFound(),
  );
  server.on(businessOrders.list, ({ params }) => {
    const product = [...store.products.values()].find(({ id }) => id === params.product_id);
    const variants = (product?.variants ?? []).flatMap(({ id }) => id ?? []);
    const found = store.orders
      .map((order) => toOrder(order, storeId))
      .filter((order) => fits(order, params, variants))
      .map((order) => withColumns(order, params.columns));
    return pageOf(found, params);
  });
  server.on(businessOrders.get, ({ params }) => {
    const found = store.orders.find(({ id }) => id === params.orderId);
    return found === undefined ? notFound() : toOrder(found, storeId);
  });
  server.on(businessVariants.listCustomers, ({ params }) => {
    const variant = store.variant(params.variantId);
    return variant === undefined ? notFound() : pageOf(store.ownersOf(variant), params);
  });
  server.on(
    businessVariants.getCourse,
    ({ params }) => store.courseOfVariant(store.variant(params.variantId)?.uuid ?? "") ?? notFound(),
  );
}
