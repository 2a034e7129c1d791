// Runs as a separate process for frozen-worker.test.ts: a worker that may freeze when the turn of its order has come.
import type { Limiter } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";
import { Redis } from "ioredis";
import { enrollWorker } from "../../../src/bullmq/index.ts";
import { skilvulOrders } from "../../../src/targets/skilvul-orders.ts";
import type { FreezablePlan } from "./messages.ts";

const plan = JSON.parse(process.argv[2] ?? "") as FreezablePlan;
const connection = new Redis({ path: plan.socket, maxRetriesPerRequest: null });

/** Freezes the process itself: nothing else of it runs between that and what the caller does next. */
async function freeze(): Promise<void> {
  await new Promise((resolve) => {
    process.send?.("its turn", undefined, undefined, resolve);
  });
  process.kill(process.pid, "SIGSTOP");
}

const limiter: Limiter = {
  async acquire(_signal, priority) {
    if (plan.freezes && priority === 0) await freeze();
    return () => undefined;
  },
  pauseUntil: () => undefined,
};
const skilvul = createSkilvul({
  clientId: "demo",
  clientSecret: "demo-secret",
  baseUrl: plan.url,
  headers: { "x-worker": "freezable" },
  routes: { "products.canBuy": "GET /v1/products/{productId}/can-buy" },
  limiter,
});
const worker = enrollWorker({
  connection,
  name: plan.queue,
  target: skilvulOrders(skilvul, { item: { kind: "product", id: plan.item } }),
  settleAfter: plan.settleAfter,
  lockDuration: 1000,
  stalledInterval: 500,
  onError: () => undefined,
});

process.on("message", () => {
  void worker.close().then(async () => {
    await connection.quit();
    process.disconnect();
  });
});
