import { ConfigurationError, ConnectionError } from "@kelaskit/core";
import { createMitrabunso, readDate } from "@kelaskit/mitrabunso";
import type { MockProcess } from "./mock-process.ts";
import { requestCounter } from "./request-counter.ts";
import { expect, heading, step } from "./steps.ts";

/** Ids of the mock's own data. */
const productId = "bbbbbbbb-0000-4000-8000-000000000001";
const shop = "dddddddd-0000-4000-8000-000000000001";

/** A price is created, changed and deleted, while a token expires and a reply is lost. */
export async function runMitrabunso(mock: MockProcess): Promise<string> {
  heading(`Mitrabunso: the client against its mock at ${mock.url} (process ${String(mock.pid)})`);
  const sent = requestCounter();
  let drift = 0;
  // Tokens from a login elsewhere: that a token has expired shows only when the vendor refuses it.
  const tokens = ["demo-token"];
  const mitrabunso = createMitrabunso({
    baseUrl: mock.url,
    token: () => (tokens.length > 1 ? tokens.shift() : tokens[0]) ?? "",
    userId: "aaaaaaaa-0000-4000-8000-000000000001",
    middleware: [sent.middleware],
    onDrift: () => {
      drift += 1;
    },
  });
  const { times } = sent;
  const values = {
    price: 27_500,
    shop,
    startDate: new Date("2031-01-31T17:00:00Z"),
    endDate: "2031-02-28 23:59:00",
  };

  await step("plain http, without permission", () => {
    try {
      createMitrabunso({ baseUrl: "http://apiv2.mitrabunso.com/public" });
    } catch (error) {
      expect(ConfigurationError.isInstance(error), "expected a ConfigurationError");
      return Promise.resolve("refused when the client is created, with the reason");
    }
    throw new Error("Expected the documented address to be refused.");
  });

  let total = 0;
  await step("prices, with page numbers in the path", async () => {
    for await (const { price } of mitrabunso.prices.list({ productId, limit: 10 }))
      total += Number(price !== "");
    const first = await mitrabunso.prices.list({ productId, limit: 1 });
    expect(total === first.total, `expected ${first.total} prices, got ${total}`);
    return `${total} prices on ${times("prices.list") - 1} pages`;
  });

  let priceId = "";
  await step("a price, from a Date", async () => {
    const { data } = await mitrabunso.prices.create({ productId, ...values });
    priceId = data.id;
    expect(data.startDate === "2031-02-01 00:00:00", "expected the Date in Bangkok's time");
    expect(data.price === "27500", "expected the whole number as a string");
    return `${data.price} from ${data.startDate} in Bangkok, ${readDate(data.startDate).toISOString()}`;
  });

  await step("a start after its end, refused here", async () => {
    const before = times("prices.create");
    const refused: unknown = await mitrabunso.prices
      .create({ productId, ...values, startDate: new Date("2031-03-01T00:00:00Z") })
      .catch((error: unknown) => error);
    expect(
      refused instanceof Error && refused.message.includes("endDate: must not be before startDate"),
      "expected the dates to be refused",
    );
    expect(times("prices.create") === before, "expected that nothing was sent");
    return "refused; nothing was sent";
  });

  await step("a 503 to a POST that only reads", async () => {
    await mock.fail("prices.get", { status: 503, retryAfter: 0 });
    const { data } = await mitrabunso.prices.get({ productId, priceId });
    expect(times("prices.get") === 2, "expected two attempts");
    return `read again: ${data.price}`;
  });

  await step("the token expires", async () => {
    await mock.expireTokens();
    tokens.push("demo-token-2");
    const before = times("prices.update");
    const { data } = await mitrabunso.prices.update({ productId, priceId, ...values, price: 26_000 });
    expect(times("prices.update") - before === 2, "expected two attempts");
    return `refused, renewed, sent again: ${data.price}`;
  });

  await step("the reply to a new price is lost", async () => {
    await mock.fail("prices.create", { lost: "reply" });
    const before = times("prices.create");
    const failure: unknown = await mitrabunso.prices
      .create({ productId, ...values })
      .catch((error: unknown) => error);
    expect(
      ConnectionError.isInstance(failure) && failure.outcome === "unknown",
      "expected the outcome to be unknown",
    );
    expect(times("prices.create") - before === 1, "expected that it was sent once");
    const found = await mitrabunso.prices.list({ productId, q: "2031-02-01" }).toArray({ limit: 10 });
    expect(found.length === 2, `expected two prices from that day, got ${found.length}`);
    return "outcome unknown, not sent again; the list shows that it was carried out";
  });

  await step("delete it and check", async () => {
    await mitrabunso.prices.delete({ productId, priceId });
    const { total: left } = await mitrabunso.prices.list({ productId });
    expect(left === total + 1, `expected ${total + 1} prices, got ${left}`);
    return `${left} prices left`;
  });

  const arrived = await mock.countRequests();
  for (const [operation, count] of Object.entries(arrived)) {
    expect(count === times(operation), `${operation}: ${times(operation)} requests sent, ${count} arrived`);
  }
  expect(drift === 0, `expected no drift, got ${drift} reports`);
  const all = Object.values(sent.counts).reduce((sum, count) => sum + count, 0);
  return `${all} requests over HTTP, 2 prices created with ${times("prices.create")} requests, no drift`;
}
