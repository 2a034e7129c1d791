// Buys a learner the first product that they do not own: search the catalog, check, validate, order.
//
//   node --conditions=kelaskit-source examples/skilvul-order.ts [e-mail address]
//
// Without credentials it runs against a mock that it starts itself. With SKILVUL_CLIENT_ID and SKILVUL_CLIENT_SECRET it
// places a REAL order, at SKILVUL_BASE_URL or the vendor's own address; the e-mail address is then required.
import { CallError } from "@kelaskit/core";
import { createSkilvul, type Skilvul } from "@kelaskit/skilvul";

interface Session {
  readonly skilvul: Skilvul;
  readonly email: string;
  close(): Promise<void>;
}

// The vendor has this operation but does not document its path, so the client refuses to guess it. Setting the route
// confirms it. Before you use it against the real service, ask the vendor.
const routes = { "orders.validate": "POST /v1/orders/validate" };

async function openSession(email: string | undefined): Promise<Session> {
  if (process.env["SKILVUL_CLIENT_ID"] !== undefined) {
    if (email === undefined)
      throw new Error("Give the learner's e-mail address: this would place a real order.");
    return { skilvul: createSkilvul({ routes }), email, close: () => Promise.resolve() };
  }
  const { createMockSkilvul } = await import("@kelaskit/skilvul/mock");
  const { serve } = await import("@kelaskit/core/testing/node");
  const mock = createMockSkilvul();
  const served = await serve(mock);
  console.log(`No SKILVUL_CLIENT_ID is set: using a mock at ${served.url}.`);
  return {
    skilvul: createSkilvul({ ...mock.credentials, baseUrl: served.url, routes }),
    email: email ?? "owner@example.com",
    close: () => served.close(),
  };
}

/** The first product that the learner can buy. Pages are fetched as the loop needs them. */
async function findProductId(skilvul: Skilvul, email: string): Promise<string | undefined> {
  for await (const { id } of skilvul.products.list()) {
    // The vendor documents no fields of a product: that its id is called `id` was seen, but not in this account.
    if (id === undefined) throw new Error("A product has no field `id`. Check which fields it has.");
    const { canBuy } = await skilvul.products.canBuy({ productId: id, email });
    console.log(`${id}: ${canBuy ? "can be bought" : "is already owned"}`);
    if (canBuy) return id;
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
  const session = await openSession(process.argv[2]);
  const { skilvul, email } = session;
  try {
    const productId = await findProductId(skilvul, email);
    if (productId === undefined) console.log(`${email} owns every product.`);
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
