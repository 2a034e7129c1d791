// A service that takes enrollments over HTTP, and may be killed at any moment.
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { createSkilvulClient } from "@kelaskit/skilvul";
import { openEnrollments } from "../../src/service/index.ts";
import { skilvulOrders } from "../../src/targets/skilvul-orders.ts";

/** What the test passes to the service. */
export interface ServiceTask {
  /** Where the mock is. */
  readonly baseUrl: string;
  readonly journal: string;
}

const task = JSON.parse(process.argv[2] ?? "") as ServiceTask;
const client = createSkilvulClient({
  baseUrl: task.baseUrl,
  clientId: "demo",
  clientSecret: "demo-secret",
});
const enrollments = await openEnrollments({
  target: skilvulOrders(client, { item: { kind: "product", id: "ckproduct0000000000000002" } }),
  journal: task.journal,
  // The mock is on this machine, and the test waits for it to deal with what a killed service has sent.
  settleAfter: 20,
  onError: () => undefined,
});
enrollments.start();

const server = createServer((request, response) => {
  const answer = async (): Promise<unknown> => {
    if (request.method === "GET") return enrollments.health();
    const { email } = (await json(request)) as { readonly email: string };
    return enrollments.add({ email }, { reference: `order of ${email}` });
  };
  answer().then(
    (value) => response.end(JSON.stringify(value)),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "");
});
process.on("disconnect", () => {
  process.exit();
});
