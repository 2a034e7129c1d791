// Runs as a separate process for fleet.test.ts: a mock of Skilvul that counts requests, and holds or loses some answers.
import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import type { FromMock, MockPlan, ToMock } from "./messages.ts";

const plan = JSON.parse(process.argv[2] ?? "") as MockPlan;
const mock = createMockSkilvul({
  routes: { "products.canBuy": "GET /v1/products/{productId}/can-buy" },
});
const ordersOf = new Map<string, number>();
const held = new Map<number, () => void>();
let requests = 0;
let tokenRequests = 0;
let arrived = 0;

function tell(message: FromMock): void {
  process.send?.(message);
}

/** Tells the test and waits for its "go". */
function hold(number: number, worker: string): Promise<void> {
  return new Promise((resolve) => {
    held.set(number, resolve);
    tell({ kind: "held", number, worker });
  });
}

async function answer(request: Request): Promise<Response> {
  requests += 1;
  const { pathname } = new URL(request.url);
  if (pathname.includes("oauth") || pathname.includes("token")) tokenRequests += 1;
  if (request.method !== "POST" || !pathname.endsWith("/v1/orders")) return mock.answer(request);
  arrived += 1;
  const number = arrived;
  const { user } = (await request.clone().json()) as { readonly user: { readonly email: string } };
  ordersOf.set(user.email, (ordersOf.get(user.email) ?? 0) + 1);
  const worker = request.headers.get("x-worker") ?? "";
  if (plan.holdBefore.includes(number)) await hold(number, worker);
  const response = await mock.answer(request);
  if (plan.holdAfter.includes(number)) await hold(number, worker);
  return plan.lose.includes(number) ? Response.error() : response;
}

const served = await serve({ baseUrl: mock.baseUrl, answer });

process.on("message", (message: ToMock) => {
  if (message.kind === "go") held.get(message.number)?.();
  else if (message.kind === "count") {
    const { orders } = mock.store;
    const learners = new Set(orders.map(({ userId }) => userId)).size;
    tell({
      kind: "counts",
      requests,
      tokenRequests,
      orders: orders.length,
      learners,
      mostOrdersOfALearner: Math.max(0, ...ordersOf.values()),
    });
  } else {
    void served.close().then(() => {
      process.disconnect();
    });
  }
});
tell({ kind: "serving", url: served.url });
