// Runs as a separate process for fleet.test.ts: the worker that a user would run on each machine.
import { redisLimiter, redisTokenStore } from "@kelaskit/redis";
import { createSkilvul } from "@kelaskit/skilvul";
import { Redis } from "ioredis";
import { enrollWorker } from "../../../src/bullmq/index.ts";
import { skilvulOrders } from "../../../src/targets/skilvul-orders.ts";
import type { WorkerPlan } from "./messages.ts";

const plan = JSON.parse(process.argv[2] ?? "") as WorkerPlan;
const connection = new Redis({ path: plan.socket, maxRetriesPerRequest: null });
const skilvul = createSkilvul({
  clientId: "demo",
  clientSecret: "demo-secret",
  baseUrl: plan.url,
  headers: { "x-worker": plan.id },
  routes: { "products.canBuy": "GET /v1/products/{productId}/can-buy" },
  tokenStore: redisTokenStore(connection),
  limiter: redisLimiter(connection, { key: "skilvul", limit: plan.limit, interval: plan.interval }),
});
const worker = enrollWorker({
  connection,
  name: plan.queue,
  target: skilvulOrders(skilvul, { item: { kind: "product", id: plan.item } }),
  concurrency: 4,
  settleAfter: plan.settleAfter,
  lockDuration: 1000,
  stalledInterval: 500,
});

process.on("message", () => {
  void worker.close().then(async () => {
    await connection.quit();
    process.disconnect();
  });
});
process.send?.("working");
