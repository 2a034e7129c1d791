// Runs as a separate process for service/crash.test.ts: a process of a service that may be killed at any moment.
import { createSkilvulClient } from "@kelaskit/skilvul";
import { Redis } from "ioredis";
import { bullmq } from "../../../src/bullmq/index.ts";
import { openEnrollments } from "../../../src/service/index.ts";
import { skilvulOrders } from "../../../src/targets/skilvul-orders.ts";

/** What the test passes to a process. */
export interface ServicePlan {
  /** Where the mock is. */
  readonly baseUrl: string;
  /** The socket of Redis. */
  readonly socket: string;
  readonly queue: string;
  readonly memory: string;
  readonly settleAfter: number;
}

const plan = JSON.parse(process.argv[2] ?? "") as ServicePlan;
const connection = new Redis({ path: plan.socket, maxRetriesPerRequest: null });
const client = createSkilvulClient({
  baseUrl: plan.baseUrl,
  clientId: "demo",
  clientSecret: "demo-secret",
});
const enrollments = await openEnrollments({
  target: skilvulOrders(client, { item: { kind: "product", id: "ckproduct0000000000000002" } }),
  journal: bullmq({
    connection,
    name: plan.queue,
    memory: plan.memory,
    lockDuration: 1000,
    stalledInterval: 500,
  }),
  settleAfter: plan.settleAfter,
  onError: () => undefined,
});
enrollments.start();
process.send?.("started");
process.on("disconnect", () => {
  process.exit();
});
