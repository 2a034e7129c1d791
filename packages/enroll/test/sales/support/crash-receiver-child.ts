// A receiver with its service that may be killed at any moment.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSkilvulClient } from "@kelaskit/skilvul";
import { nodeHandler, scalevSales } from "../../../src/sales/node.ts";
import type { SaleState } from "../../../src/sales/sale.ts";
import type { EnrollmentCounts } from "../../../src/service/enrollments.ts";
import { openEnrollments } from "../../../src/service/index.ts";
import { skilvulOrders } from "../../../src/targets/skilvul-orders.ts";

/** What the receiver is to use. */
export interface ReceiverTask {
  /** Where the mock of Skilvul is. */
  readonly baseUrl: string;
  readonly inbox: string;
  readonly journal: string;
  readonly secret: string;
}

/** What the process says: where it is, then, on any message, what has become of everything. */
export type ReceiverMessage =
  | { readonly url: string }
  | {
      /** The states of all sales, by their orders' numbers. */
      readonly sales: Readonly<Record<string, SaleState>>;
      /** The ids of all events in the inbox. */
      readonly events: readonly string[];
      readonly enrollments: EnrollmentCounts;
      /** How many enrollments stay unknown until the next start. */
      readonly givenUp: number;
    };

const task = JSON.parse(process.argv[2] ?? "") as ReceiverTask;
const client = createSkilvulClient({
  baseUrl: task.baseUrl,
  clientId: "demo",
  clientSecret: "demo-secret",
});
const enrollments = await openEnrollments({
  target: skilvulOrders(client),
  journal: task.journal,
  settleAfter: 20,
  // The mock loses replies on purpose.
  onError: () => undefined,
});
/** The enrollments that the service asks the vendor about no more before its next start. */
const givenUp = new Set<string>();
enrollments.on("unknown", ({ key }) => void givenUp.add(key));
for (const event of ["done", "failed"] as const) enrollments.on(event, ({ key }) => void givenUp.delete(key));
enrollments.start();
const receive = scalevSales({
  secrets: task.secret,
  items: { variant_1: { productId: "ckproduct0000000000000002" } },
  enrollments,
  inbox: task.inbox,
});
const server = createServer(nodeHandler(receive)).listen(0, "127.0.0.1");
await once(server, "listening");

function tell(message: ReceiverMessage): void {
  process.send?.(message);
}

async function report(): Promise<void> {
  await receive.settled();
  const sales = await Array.fromAsync(receive.sales.list());
  const events = await Array.fromAsync(receive.events());
  const { counts } = await enrollments.health();
  tell({
    sales: Object.fromEntries(sales.map(({ number, state }) => [number, state])),
    events: events.map(({ id }) => id),
    enrollments: counts,
    givenUp: givenUp.size,
  });
}

process.on("message", () => void report());
process.on("disconnect", () => process.exit());
tell({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
