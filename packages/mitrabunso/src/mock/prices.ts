import type { Operation, PagedOperation } from "@kelaskit/core/vendor";
import type { MockReply, MockServerBuilder } from "@kelaskit/core/testing";
import { writeDates } from "../operation.ts";
import * as prices from "../prices.ts";
import type { Price, PriceParams } from "../prices.ts";
import { errorReply } from "./reply.ts";
import type { MitrabunsoStore } from "./store.ts";

/** The vendor does not document which fields are searched; the mock searches the visible ones. */
function matches(price: Price, search: string): boolean {
  const visible = [price.price, price.shopName, price.startDate, price.endDate];
  return visible.some((text) => text?.toLowerCase().includes(search.toLowerCase()) === true);
}

/** Sorts rows in ascending order of a field; undefined for an unknown field. */
function sorted(rows: readonly Price[], field: string): readonly Price[] | undefined {
  const textOf = (row: Price): string => {
    const value = row[field];
    return typeof value === "string" ? value : "";
  };
  if (rows.some((row) => !(field in row))) return undefined;
  return rows.toSorted((first, second) =>
    textOf(first).localeCompare(textOf(second), "en", { numeric: true }),
  );
}

/** Answers for prices. Every product id is accepted: the vendor documents no error for an unknown one. */
export function mockPrices(server: MockServerBuilder, store: MitrabunsoStore): void {
  const on = <Params extends { readonly userId?: string | undefined }, Reply>(
    operation: Operation<Params, Reply> | PagedOperation<Params, Reply, never>,
    reply: MockReply<Params, Reply>,
  ): void => {
    server.on<Params, Reply>(operation, (call) =>
      call.params.userId === store.userId
        ? reply(call)
        : errorReply(403, "The token belongs to a user other than the one in the path."),
    );
  };
  const withPrice = <Reply>(
    { productId, priceId }: PriceParams,
    reply: (price: Price) => Reply,
  ): Reply | Response => {
    const price = store.prices.get(priceId);
    return price === undefined || price.product !== productId
      ? errorReply(404, "The product has no such price.")
      : reply(price);
  };

  on(prices.list, ({ params: { productId, offset = 0, limit = 0, q = "", orderBy } }) => {
    const found = store.listOf(productId).filter((price) => matches(price, q));
    const rows = orderBy === undefined ? found : sorted(found, orderBy);
    if (rows === undefined) return errorReply(422, "orderBy: the mock sorts by the name of a field.");
    const data = rows.slice(offset, offset + limit);
    return { message: "Data retrieved successfully", show: data.length, total: rows.length, data };
  });
  on(prices.get, ({ params }) =>
    withPrice(params, (data) => ({ message: "Data retrieved successfully", data })),
  );
  on(prices.create, ({ params }) => ({
    message: "Data added successfully",
    data: store.add(params.productId, writeDates(params)),
  }));
  on(prices.update, ({ params }) =>
    withPrice(params, (price) => ({
      message: "Data updated successfully",
      data: store.change(price, writeDates(params)),
    })),
  );
  on(prices.delete, ({ params }) =>
    withPrice(params, (price) => {
      store.remove(price);
      return { message: "data deleted successfully" };
    }),
  );
}
