import type { MockServerBuilder } from "@kelaskit/core/testing";
import { create, delete as remove, type OrderFields, update } from "../orders/changes.ts";
import { downloadInvoice } from "../orders/documents.ts";
import { createNote, deleteNote, type OrderNote } from "../orders/notes.ts";
import { get, list, type OrderSearch } from "../orders/records.ts";
import { updateStatus } from "../orders/statuses.ts";
import type { Id } from "../shared/shapes.ts";
import { mockTime, readMoment, readPeriod } from "./dates.ts";
import { listedStatus, newItems, newNotes, orderDetails, orderNotes, orderSummary } from "./order-records.ts";
import { mockRefunds } from "./order-refunds.ts";
import { pageOf, toNumber } from "./pages.ts";
import { portalsBelow } from "./portal-members.ts";
import { notFound, unknownIds } from "./reply.ts";
import type { MockOrder } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedNumber } from "./values.ts";

/** Whether an order is placed by one of the given customers, who are named by id or e-mail address. */
function isPlacedBy(
  store: AcademyStore,
  { userId }: MockOrder,
  customers: readonly Id[] | undefined,
): boolean {
  const email = store.users.get(userId)?.email.toLowerCase();
  return (
    customers === undefined ||
    customers.some((customer) => toNumber(customer) === userId || String(customer).toLowerCase() === email)
  );
}

/** Statuses are accepted in the spelling of the list and of the lookup (deduced). */
function hasStatus(order: MockOrder, statuses: readonly string[] | undefined): boolean {
  return (
    statuses === undefined || [order.status, listedStatus(order.status)].some((one) => statuses.includes(one))
  );
}

function search(store: AcademyStore, orders: readonly MockOrder[], by: OrderSearch): readonly MockOrder[] {
  const isInPeriod = readPeriod(by.dateRange ?? []);
  return orders.filter(
    (order) =>
      hasStatus(order, by.status) &&
      isPlacedBy(store, order, by.user) &&
      // A period with an invalid date matches no order.
      isInPeriod?.(order.orderDate) === true,
  );
}

/** The orders of a portal and of those below it; -1 for all. */
function ordersIn(store: AcademyStore, portalId: number): readonly MockOrder[] {
  const all = [...store.orders.values()];
  if (portalId === -1) return all;
  const portals = new Set([portalId, ...portalsBelow(store, portalId).map(({ id }) => id)]);
  return all.filter((order) => order.portalId !== undefined && portals.has(order.portalId));
}

/** An invalid amount or date leaves its field unchanged; the other fields are saved. */
function changedFields(params: OrderFields, before: Omit<MockOrder, "id" | "notes" | "refunds">) {
  return {
    userId: toNumber(params.customerId),
    status: params.status,
    orderDate: readMoment(params.orderDate) ?? before.orderDate,
    taxAmount: savedNumber(params.taxAmount) ?? before.taxAmount,
    otherFee: savedNumber(params.otherFee) ?? before.otherFee,
    billingAddressId: savedNumber(params.billingAddressId) ?? before.billingAddressId,
    shippingAddressId: savedNumber(params.shippingAddressId) ?? before.shippingAddressId,
  };
}

const emptyOrder = { userId: 0, status: "", orderDate: mockTime, items: [], taxAmount: 0, otherFee: 0 };

/** Handlers for orders. */
export function mockOrders(server: MockServerBuilder, store: AcademyStore): void {
  const find = (id: Id): MockOrder | undefined => store.orders.get(toNumber(id));
  server.on(list, ({ params }) => {
    const all = ordersIn(store, toNumber(params.portalId ?? -1));
    const found = search(store, all, params.search_param ?? {});
    return pageOf(
      found.map((order) => orderSummary(order, store.users.get(order.userId))),
      params,
      all.length,
    );
  });
  server.on(get, ({ params: { id } }) => {
    const order = find(id);
    return order === undefined ? notFound("order") : orderDetails(order, store.users.get(order.userId));
  });
  server.on(create, ({ params }) => {
    const refused = unknownIds("customerId", [params.customerId], store.users);
    if (refused !== undefined) return refused;
    const id = store.nextId();
    const notes = newNotes(params.orderNotes ?? [], () => store.nextId());
    const items = newItems(params.orderItems);
    store.orders.set(id, { id, ...changedFields(params, emptyOrder), items, notes, refunds: [] });
    return { id, message: "Order created successfully" };
  });
  server.on(update, ({ params }) => {
    const order = find(params.id);
    if (order === undefined) return notFound("order");
    const refused = unknownIds("customerId", [params.customerId], store.users);
    if (refused !== undefined) return refused;
    const { orderItems } = params;
    const items = orderItems === undefined ? order.items : newItems(orderItems);
    Object.assign(order, changedFields(params, order), { items });
    return { message: "Order updated successfully" };
  });
  server.on(updateStatus, ({ params: { id, status } }) => {
    const order = find(id);
    if (order === undefined) return notFound("order");
    order.status = status;
    return { message: "Order updated successfully" };
  });
  server.on(remove, ({ params: { delete_ids: ids } }) => {
    const deleted = [...new Set(ids.map(toNumber))].filter((id) => store.orders.delete(id));
    return { message: `${deleted.length} order(s) deleted.` };
  });
  server.on(downloadInvoice, ({ params: { orderId } }) => {
    const order = find(orderId);
    if (order === undefined) return notFound("order");
    return { message: "Invoice downloaded successfully.", file: `/downloads/order-${order.id}.pdf` };
  });
  server.on(createNote, ({ params: { orderId, data, type } }): Response | readonly OrderNote[] => {
    const order = find(orderId);
    if (order === undefined) return notFound("order");
    order.notes = [...order.notes, ...newNotes([{ data, type }], () => store.nextId())];
    return orderNotes(order);
  });
  server.on(deleteNote, ({ params: { id } }): Response | readonly OrderNote[] => {
    const hasNoteId = (note: { readonly id: number }): boolean => note.id === toNumber(id);
    const order = [...store.orders.values()].find(({ notes }) => notes.some(hasNoteId));
    if (order === undefined) return notFound("note");
    order.notes = order.notes.filter((note) => !hasNoteId(note));
    return orderNotes(order);
  });
  mockRefunds(server, store);
}
