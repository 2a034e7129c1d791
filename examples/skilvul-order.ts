// Orders a product for a learner, unless they own it: check, validate, order. Without a product, it takes the first of the catalog that
// they can buy.
//
//   node --conditions=kelaskit-source examples/skilvul-order.ts [e-mail address] [product id]
//
// Without credentials it runs against a mock that it starts itself. With SKILVUL_CLIENT_ID and SKILVUL_CLIENT_SECRET it
// places a REAL order, at SKILVUL_BASE_URL or the vendor's own address; the e-mail address and the product are then required, so
// that a second run orders nothing.
import { parseArgs } from "node:util";
import { CallError } from "@kelaskit/core";
import { createSkilvul, type Skilvul } from "@kelaskit/skilvul";

interface Session {
  readonly skilvul: Skilvul;
  readonly email: string;
  /** The first of the catalog that the learner can buy, if it is undefined. */
  readonly productId: string | undefined;
  close(): Promise<void>;
}

// The vendor has this operation but does not document its path, so the client refuses to guess it. Setting the route
// confirms it. Before you use it against the real service, ask the vendor.
const routes = { "orders.validate": "POST /v1/orders/validate" };

async function openSession(words: readonly string[]): Promise<Session> {
  const [email, productId] = words;
  if (words.length > 2)
    throw new Error(`Give an e-mail address and a product, not ${words.length} arguments.`);
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new Error(`The learner: expected an e-mail address, got ${JSON.stringify(email)}.`);
  if (process.env["SKILVUL_CLIENT_ID"] !== undefined) {
    if (email === undefined || productId === undefined)
      throw new Error("Give the learner's e-mail address and the product: this would place a real order.");
    return { skilvul: createSkilvul({ routes }), email, productId, close: () => Promise.resolve() };
  }
  const { createMockSkilvul } = await import("@kelaskit/skilvul/mock");
  const { serve } = await import("@kelaskit/core/testing/node");
  const mock = createMockSkilvul();
  const served = await serve(mock);
  console.log(`No SKILVUL_CLIENT_ID is set: using a mock at ${served.url}.`);
  return {
    skilvul: createSkilvul({ ...mock.credentials, baseUrl: served.url, routes }),
    email: email ?? "owner@example.com",
    productId,
    close: () => served.close(),
  };
}

async function canBuy(skilvul: Skilvul, email: string, productId: string): Promise<boolean> {
  const reply = await skilvul.products.canBuy({ productId, email });
  console.log(`${productId}: ${reply.canBuy ? "can be bought" : "is already owned"}`);
  return reply.canBuy;
}

/** The product to order, or undefined if there is none that the learner can buy. Pages are fetched as the loop needs them. */
async function findProductId({ skilvul, email, productId }: Session): Promise<string | undefined> {
  if (productId !== undefined) return (await canBuy(skilvul, email, productId)) ? productId : undefined;
  for await (const { id } of skilvul.products.list()) {
    // The vendor documents no fields of a product: that its id is called `id` was seen, but not in this account.
    if (id === undefined) throw new Error("A product has no field `id`. Check which fields it has.");
    if (await canBuy(skilvul, email, id)) return id;
  }
  return undefined;
}

async function orderProduct(skilvul: Skilvul, email: string, productId: string): Promise<void> {
  const params = { user: { email }, productIds: [productId] };
  const { errorProductIds: impossible = [] } = await skilvul.orders.validate(params);
  if (impossible.length > 0) throw new Error(`The vendor would refuse ${impossible.join(", ")}.`);

  const { order, errorProductIds: refused = [] } = await skilvul.orders.create(params);
  // A partial order is not an error, so check what was left out.
  if (order === null) throw new Error(`Nothing was ordered; the vendor refused ${refused.join(", ")}.`);
  console.log(`Ordered ${productId} for ${email}: order ${order.id ?? "without an id"}.`);
}

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const session = await openSession(positionals);
  const { skilvul, email } = session;
  try {
    const productId = await findProductId(session);
    if (productId === undefined) console.log(`There is nothing that ${email} can buy. Nothing was ordered.`);
    else await orderProduct(skilvul, email, productId);
  } finally {
    await session.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // The order may have arrived: running this again could buy twice, unless the purchase check shows the first order.
  if (CallError.isInstance(error) && error.outcome === "unknown")
    console.error("Check the learner's purchases first.");
  process.exitCode = 1;
}
