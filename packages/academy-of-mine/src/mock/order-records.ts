import { isObject } from "@kelaskit/core/vendor";
import type { OrderNote } from "../orders/notes.ts";
import type { Order, OrderAddress, OrderItem, OrderSummary } from "../orders/records.ts";
import { mockTime, toMinutes, toSeconds } from "./dates.ts";
import { fullName } from "./people.ts";
import type { MockOrder, MockOrderItem, MockOrderNote, MockUser } from "./records.ts";
import { savedNumber, savedText } from "./values.ts";

/** The statuses with their display text, as `orders.lookupStatuses` returns them. */
const statusWords: Readonly<Record<string, string>> = {
  PENDING_PAYMENT: "Payment Pending",
  COMPLETED: "Completed",
  CANCELLED: "Cancelled",
  REFUNDED: "Refunded",
  FAILED: "Failed",
  AWAITING_SHIPPING: "Awaiting Shipping",
  SHIPPED: "Shipped",
};

/** An amount as texts have it. */
function money(amount: number): string {
  return amount.toFixed(2);
}

/** What is to be paid: items, taxes and fees. */
export function totalOf({ items, taxAmount, otherFee }: MockOrder): number {
  return items.reduce((sum, { price, quantity }) => sum + price * quantity, taxAmount + otherFee);
}

/** A status in the spelling of the list: the sample has `pending` for `PENDING_PAYMENT`, the others are deduced. */
export function listedStatus(status: string): string {
  return status === "PENDING_PAYMENT" ? "pending" : status.toLowerCase();
}

/** An order in `orders.list`. */
export function orderSummary(order: MockOrder, customer: MockUser | undefined): OrderSummary {
  return {
    id: order.id,
    status: listedStatus(order.status),
    display_status: statusWords[order.status] ?? order.status,
    total: money(totalOf(order)),
    isTestOrder: false,
    customer: customer === undefined ? null : fullName(customer),
    created_at: toMinutes(order.orderDate),
    isPortalOrder: order.portalId !== undefined,
  };
}

/** The notes of an order, as all operations give them. */
export function orderNotes({ notes }: MockOrder): readonly OrderNote[] {
  return notes.map(({ id, note, type, createdAt }) => ({
    id,
    data: note,
    type,
    created_on: toMinutes(createdAt),
  }));
}

function addressOf(id: number | undefined, customer: MockUser | undefined): OrderAddress | null {
  if (id === undefined) return null;
  return { id, first_name: customer?.firstName ?? null, last_name: customer?.lastName ?? null };
}

function itemRecord({ productId, title, price, quantity }: MockOrderItem): OrderItem {
  return {
    product_id: productId ?? null,
    product_title: title,
    price: money(price),
    quantity,
    total: money(price * quantity),
    initialProductPrice: money(price),
    taxRateId: null,
    tax: 0,
    isShippingRequired: false,
    saleTax: 0,
  };
}

/** An order in `orders.get`. */
export function orderDetails(order: MockOrder, customer: MockUser | undefined): Order {
  const { billingAddressId, shippingAddressId, taxAmount, otherFee } = order;
  return {
    id: order.id,
    orderDate: toSeconds(order.orderDate),
    status: order.status,
    display_status: statusWords[order.status] ?? order.status,
    customerId: order.userId,
    billingAddressId: billingAddressId ?? null,
    shippingAddressId: shippingAddressId ?? null,
    taxAmount,
    otherFee,
    isTestOrder: false,
    total: money(totalOf(order)),
    sub_total: money(totalOf({ ...order, taxAmount: 0, otherFee: 0 })),
    currency: "USD",
    billingAddress: addressOf(billingAddressId, customer),
    shippingAddress: addressOf(shippingAddressId, customer),
    coupon_used: null,
    companyName: null,
    isShippingRequired: false,
    orderNotes: orderNotes(order),
    orderItems: order.items.map(itemRecord),
    taxRates: [],
    totalTax: money(taxAmount),
  };
}

/** Items as `orders.get` has them; anything else is used as a title (the vendor does not document their form). */
export function newItems(items: readonly unknown[]): readonly MockOrderItem[] {
  return items.map((item) => {
    if (!isObject(item)) return { title: String(item), price: 0, quantity: 1 };
    return {
      productId: savedNumber(item["product_id"]) ?? undefined,
      title: savedText(item["product_title"]) ?? "",
      price: savedNumber(item["price"]) ?? 0,
      quantity: savedNumber(item["quantity"]) ?? 1,
    };
  });
}

/** Notes as `orders.createNote` takes them; anything else is used as the text of a private note. */
export function newNotes(notes: readonly unknown[], nextId: () => number): readonly MockOrderNote[] {
  return notes.map((note) => {
    const fields = isObject(note) ? note : { data: String(note) };
    return {
      id: nextId(),
      note: savedText(fields["data"]) ?? "",
      type: savedText(fields["type"]) ?? "PRIVATE",
      createdAt: mockTime,
    };
  });
}
