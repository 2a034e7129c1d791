import { ConnectionError } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";
import type { MockProcess } from "./mock-process.ts";
import { requestCounter } from "./request-counter.ts";
import { expect, heading, step } from "./steps.ts";

/** The main task: a learner gets a course, despite everything that goes wrong meanwhile. */
export async function runSkilvul(mock: MockProcess): Promise<string> {
  heading(`Skilvul: the client against its mock at ${mock.url} (process ${String(mock.pid)})`);
  const sent = requestCounter();
  let drift = 0;
  const skilvul = createSkilvul({
    baseUrl: mock.url,
    clientId: "demo-client",
    clientSecret: "demo-client-secret",
    // The route of the validation is only proposed, and this mock supports it.
    unverifiedRoutes: "allow",
    middleware: [sent.middleware],
    onDrift: () => {
      drift += 1;
    },
  });
  const user = { email: "learner@example.com" };
  const { times } = sent;

  await step("token, with the first request", async () => {
    const { count } = await skilvul.products.count();
    expect(times("oauth.createToken") === 1, "expected exactly one token request");
    return `granted; the catalog has ${count} products`;
  });

  const productIds: string[] = [];
  await step("products, all pages", async () => {
    for await (const { id } of skilvul.products.list({ limit: 10 })) {
      if (id !== undefined) productIds.push(id);
    }
    const { totalProducts } = await skilvul.products.list({ limit: 1 });
    expect(
      productIds.length === totalProducts,
      `expected ${String(totalProducts)} products, got ${productIds.length}`,
    );
    expect(times("products.list") > 3, "expected more than two pages");
    return `${productIds.length} products on ${times("products.list") - 1} pages`;
  });
  const [first = "", second = "", third = ""] = productIds;

  await step("the same, 4 pages in parallel", async () => {
    const products = await skilvul.products.list({ limit: 10 }).toArray({ limit: 1000, concurrency: 4 });
    expect(products.length === productIds.length, "expected the same products");
    return `${products.length} products, in the same order`;
  });

  await step("purchase check", async () => {
    const { canBuy } = await skilvul.products.canBuy({ productId: first, email: user.email });
    expect(canBuy, "expected the learner not to own the product yet");
    return `${user.email} can buy ${first}`;
  });

  await step("an unknown parameter, refused here", async () => {
    const before = times("orders.create");
    const refused: unknown = await skilvul.orders
      // @ts-expect-error: a typo
      .create({ user, productIDs: [first] })
      .catch((error: unknown) => error);
    expect(
      refused instanceof Error && refused.message.includes("did you mean productIds?"),
      "expected a suggestion",
    );
    expect(times("orders.create") === before, "expected that nothing was sent");
    return "did you mean productIds? (nothing was sent)";
  });

  await step("validate the order", async () => {
    const { errorProductIds } = await skilvul.orders.validate({ user, productIds: [first, second] });
    expect(errorProductIds?.length === 0, "expected no product to be refused");
    return "2 products, none refused";
  });

  await step("order", async () => {
    const { order } = await skilvul.orders.create({ user, productIds: [first] });
    expect(order?.id !== undefined, "expected an order with an id");
    return `order ${order.id}`;
  });

  await step("the token expires", async () => {
    await mock.expireTokens();
    const { canBuy } = await skilvul.products.canBuy({ productId: first, email: user.email });
    expect(times("oauth.refreshToken") === 1, "expected exactly one refresh");
    expect(!canBuy, "expected the learner to own the product now");
    return "refused, refreshed once, sent again: already bought";
  });

  await step("429 with Retry-After: 1", async () => {
    await mock.fail("orders.create", { status: 429, retryAfter: 1 });
    const before = times("orders.create");
    const { order } = await skilvul.orders.create({ user, productIds: [second] });
    expect(times("orders.create") - before === 2, "expected two attempts");
    return `waited as requested; order ${String(order?.id)}`;
  });

  await step("the reply to an order is lost", async () => {
    await mock.fail("orders.create", { lost: "reply" });
    const before = times("orders.create");
    const failure: unknown = await skilvul.orders
      .create({ user, productIds: [third] })
      .catch((error: unknown) => error);
    expect(
      ConnectionError.isInstance(failure) && failure.outcome === "unknown",
      "expected the outcome to be unknown",
    );
    expect(times("orders.create") - before === 1, "expected that the order was sent once");
    const { canBuy } = await skilvul.products.canBuy({ productId: third, email: user.email });
    expect(!canBuy, "expected that the vendor had carried it out");
    return "outcome unknown, not sent again; the purchase check shows that it was carried out";
  });

  await step("an order that is partly refused", async () => {
    const fourth = productIds[3] ?? "";
    const { order, errorProductIds } = await skilvul.orders.create({ user, productIds: [first, fourth] });
    expect(
      errorProductIds?.[0] === first && errorProductIds.length === 1,
      "expected the owned product to be refused",
    );
    return `order ${String(order?.id)}; refused, because it is owned: ${first}`;
  });

  const arrived = await mock.countRequests();
  for (const [operation, count] of Object.entries(arrived)) {
    expect(count === times(operation), `${operation}: ${times(operation)} requests sent, ${count} arrived`);
  }
  expect(drift === 0, `expected no drift, got ${drift} reports`);
  const total = Object.values(sent.counts).reduce((sum, count) => sum + count, 0);
  return `${total} requests over HTTP, 4 orders placed with ${times("orders.create")} requests, 1 token granted, 1 refreshed, no drift`;
}
