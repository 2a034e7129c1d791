import type { Client } from "@kelaskit/core";
import type { JsonObject } from "@kelaskit/core/vendor";
import { type BusinessOrder, businessOrders, businessProducts, businessStores } from "@kelaskit/scalev";
import { momentOf } from "./moments.ts";

/** An order that was read, with lines like those of an event. */
export interface ReadOrder {
  readonly number: string;
  readonly moment: string;
  readonly data: JsonObject;
}

/**
 * The latest time that an order shows: it was no older than that when it was read. The clock of the machine may differ, and so is
 * only used for an order that shows none.
 */
function latestMoment(order: BusinessOrder): string {
  const times = Object.entries(order)
    .filter(([field]) => field.endsWith("_time") || field === "last_updated_at" || field === "created_at")
    .map(([, value]) => momentOf(value));
  const latest = times.reduce((former, time) => (time > former ? time : former), "");
  return latest === "" ? momentOf(new Date().toISOString()) : latest;
}

/** Reads orders of the business, whose lines name variants by numbers, and finds the unique ids that events use. */
export class OrderReader {
  readonly #client: Client;
  readonly #uniqueIds = new Map<number, string>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** @throws Whatever a call throws; NotFoundError when the business has no such order. */
  async read(orderId: string, signal: AbortSignal): Promise<ReadOrder> {
    const order = await businessOrders.get(this.#client, { orderId }, { signal });
    const numbers = (order.orderlines ?? []).flatMap(({ variant }) => variant ?? []);
    if (numbers.some((number) => !this.#uniqueIds.has(number))) await this.#learn(order, signal);
    const orderlines = order.orderlines?.map((line) => ({
      ...line,
      variant_unique_id: this.#uniqueIds.get(line.variant ?? Number.NaN),
    }));
    return {
      number: order.order_id ?? orderId,
      moment: latestMoment(order),
      data: { ...order, orderlines },
    };
  }

  /** Reads which unique id each number has, from the products of the order's store, or of all. */
  async #learn(order: BusinessOrder, signal: AbortSignal): Promise<void> {
    for (const storeNumber of await this.#storesOf(order, signal)) {
      for await (const { variants } of businessProducts.list(this.#client, { storeNumber }, { signal })) {
        for (const { id, unique_id: uniqueId } of variants ?? [])
          if (id !== undefined && typeof uniqueId === "string") this.#uniqueIds.set(id, uniqueId);
      }
    }
  }

  async #storesOf({ store }: BusinessOrder, signal: AbortSignal): Promise<readonly number[]> {
    if (store?.id !== undefined) return [store.id];
    const numbers: number[] = [];
    for await (const { id } of businessStores.list(this.#client, {}, { signal }))
      if (id !== undefined) numbers.push(id);
    return numbers;
  }
}
