import { isObject, type JsonObject } from "@kelaskit/core/vendor";

/** An event about an order, as it is in the inbox. */
export interface OrderEvent {
  readonly id: string;
  /** The vendor's name of the event; `order.read` for an order that was read. */
  readonly name: string;
  /** When it happened: see `momentOf`. */
  readonly moment: string;
  /** The event's data, as the vendor sent it. */
  readonly data: JsonObject;
}

/** A variant that was sold in an order. */
export interface SoldLine {
  /** Its unique id; for a line of a read order whose unique id is not known, `number:` and its number. */
  readonly variant: string;
  /** For people. */
  readonly productName: string | undefined;
  /** How many, of all lines with the variant; `undefined` if the vendor sent no whole number. */
  readonly quantity: number | undefined;
}

/** Somebody in an order. */
export interface Person {
  readonly email: string | undefined;
  readonly name: string | undefined;
}

/** How an order has ended without a sale. */
export type OrderEnd = "deleted" | "canceled" | "rts";

/** What all events about an order say together, in whatever order they came and however often. */
export interface OrderFacts {
  /** The data of the latest event with order lines. */
  readonly order: JsonObject | undefined;
  /** What was sold; `undefined` while no event has told. */
  readonly lines: readonly SoldLine[] | undefined;
  /** The customer, then the recipient, of the latest event that names one. */
  readonly people: readonly Person[];
  readonly status: string | undefined;
  readonly paymentStatus: string | undefined;
  readonly isSpam: boolean;
  /**
   * `withdrawn`: it was paid, and is unpaid again. `doubtful`: it was paid, and is now in another status, such as `conflict`.
   */
  readonly payment: "unpaid" | "paid" | "withdrawn" | "doubtful";
  readonly end: OrderEnd | undefined;
  /** Whether it was paid after it had ended. */
  readonly isPaidAfterEnd: boolean;
}

/** The events whose data is a whole order, with its lines. */
const wholeOrders: ReadonlySet<string> = new Set([
  "order.created",
  "order.epayment_created",
  "order.updated",
  "order.spam_created",
]);

/** An order that was read, which tells less about its lines than an event does. */
export const readEventName = "order.read";

/** What means that the customer has paid, which `settled` follows when the money has arrived. */
const paid: ReadonlySet<string | undefined> = new Set(["paid", "settled"]);

/** Statuses in the order of an order's life: of two that happened at one moment, the later one counts. */
const payments = ["unpaid", "conflict", "paid", "settled"];
const statuses = [
  "draft",
  "pending",
  "confirmed",
  "in_process",
  "ready",
  "shipped",
  "completed",
  "closed",
  "rts",
  "canceled",
];

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function compare(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

interface Step {
  readonly event: OrderEvent;
  readonly value: string;
}

/** The values of a field in the order in which they came to be, which is the same however the events came in. */
function stepsOf(events: readonly OrderEvent[], field: string, ranks: readonly string[]): readonly Step[] {
  return events
    .flatMap((event): readonly Step[] => {
      const value = textOf(event.data[field]);
      return value === undefined ? [] : [{ event, value }];
    })
    .toSorted(
      (first, second) =>
        compare(first.event.moment, second.event.moment) ||
        ranks.indexOf(first.value) - ranks.indexOf(second.value) ||
        compare(first.event.id, second.event.id),
    );
}

/** When the last values of a field began to be among some; `undefined` if the last is not. */
function sinceWhen(steps: readonly Step[], isAmong: (value: string) => boolean): string | undefined {
  const others = steps.findLastIndex(({ value }) => !isAmong(value));
  return steps[others + 1]?.event.moment;
}

function byTime(events: readonly OrderEvent[]): readonly OrderEvent[] {
  return events.toSorted(
    (first, second) => compare(first.moment, second.moment) || compare(first.id, second.id),
  );
}

/** The latest event that tells what was sold; an order that was read only if no event does. */
function wholeOrderOf(events: readonly OrderEvent[]): JsonObject | undefined {
  const whole = byTime(events).filter(({ data }) => Array.isArray(data["orderlines"]));
  return (
    whole.findLast(({ name }) => wholeOrders.has(name)) ??
    whole.findLast(({ name }) => name === readEventName)
  )?.data;
}

function variantOf(line: JsonObject): string | undefined {
  const number = line["variant"];
  return textOf(line["variant_unique_id"]) ?? (typeof number === "number" ? `number:${number}` : undefined);
}

function linesOf(order: JsonObject): readonly SoldLine[] {
  const lines: readonly unknown[] = Array.isArray(order["orderlines"]) ? order["orderlines"] : [];
  const sold = new Map<string, SoldLine>();
  for (const line of lines.filter(isObject)) {
    // A line without a variant cannot be looked up: it is listed as one that no item is for.
    const variant = variantOf(line) ?? "";
    const quantity = line["quantity"];
    const count = typeof quantity === "number" && Number.isSafeInteger(quantity) ? quantity : undefined;
    const known = sold.get(variant);
    const total = known === undefined ? count : addUp(known.quantity, count);
    sold.set(variant, {
      variant,
      productName: known?.productName ?? textOf(line["product_name"]),
      quantity: total,
    });
  }
  return [...sold.values()];
}

function addUp(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined || second === undefined ? undefined : first + second;
}

function personIn(value: unknown): readonly Person[] {
  if (!isObject(value)) return [];
  const email = textOf(value["email"]);
  const name = textOf(value["name"]);
  return email === undefined && name === undefined ? [] : [{ email, name }];
}

function peopleOf(events: readonly OrderEvent[], order: JsonObject | undefined): readonly Person[] {
  const named = (data: JsonObject): readonly Person[] => [
    ...personIn(data["customer"]),
    ...personIn(data["destination_address"]),
  ];
  const own = order === undefined ? [] : named(order);
  if (own.some(({ email }) => email !== undefined)) return own;
  const payment = byTime(events).findLast(({ data }) => personIn(data["customer"]).length > 0);
  return [...own, ...(payment === undefined ? [] : named(payment.data))];
}

function paymentOf(steps: readonly Step[]): OrderFacts["payment"] {
  const last = steps.at(-1)?.value;
  if (paid.has(last)) return "paid";
  if (!steps.some(({ value }) => paid.has(value))) return "unpaid";
  return last === "unpaid" ? "withdrawn" : "doubtful";
}

/** Finds out what all events about an order say together. The result does not depend on their order. */
export function factsOf(events: readonly OrderEvent[]): OrderFacts {
  const order = wholeOrderOf(events);
  const paymentSteps = stepsOf(events, "payment_status", payments);
  const statusSteps = stepsOf(events, "status", statuses);
  const status = statusSteps.at(-1)?.value;
  const payment = paymentOf(paymentSteps);
  const isEnded = (value: string | undefined): value is OrderEnd => value === "canceled" || value === "rts";
  const isDeleted = events.some(({ name }) => name === "order.deleted");
  const paidSince = sinceWhen(paymentSteps, (value) => paid.has(value));
  const endedSince = sinceWhen(statusSteps, isEnded);
  const spam = byTime(events).findLast(({ data }) => typeof data["is_probably_spam"] === "boolean");
  return {
    order,
    lines: order === undefined ? undefined : linesOf(order),
    people: peopleOf(events, order),
    status,
    paymentStatus: paymentSteps.at(-1)?.value,
    isSpam: spam?.data["is_probably_spam"] === true,
    payment,
    end: isDeleted ? "deleted" : isEnded(status) ? status : undefined,
    isPaidAfterEnd:
      !isDeleted && paidSince !== undefined && endedSince !== undefined && paidSince > endedSince,
  };
}
