// Orders through the route of examples/next-route, at a mock of its own: placed, had already, its reply lost, and not an order.
import assert from "node:assert/strict";
import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { startNext } from "./start-next.mjs";

const mock = createMockSkilvul();
const served = await serve(mock);
const { url, stop } = await startNext({
  SKILVUL_BASE_URL: served.url,
  SKILVUL_CLIENT_ID: mock.credentials.clientId,
  SKILVUL_CLIENT_SECRET: mock.credentials.clientSecret,
});

async function post(body) {
  const response = await fetch(`${url}/api/orders`, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, ...(await response.json()) };
}

try {
  const email = "learner@example.com";
  const first = { email, productId: "ckproduct0000000000000001" };
  assert.deepEqual(await post(first), { status: 201, orderId: mock.store.orders[0].id });
  assert.equal((await post(first)).status, 409);
  mock.fail("orders.create", { lost: "reply" });
  const lost = await post({ email, productId: "ckproduct0000000000000002" });
  assert.deepEqual([lost.status, lost.outcome], [502, "unknown"]);
  assert.equal(mock.store.orders.length, 2, "the order whose reply was lost is sent once");
  assert.equal((await post({ email })).status, 400);
  assert.equal((await post({ email: "nobody", productId: "" })).status, 400);
  console.log("The route of the example orders as its README says.");
} finally {
  stop();
  await served.close();
}
