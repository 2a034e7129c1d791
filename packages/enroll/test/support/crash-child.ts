// A run that may be killed at any moment. It imports little, since it is started some hundred times.
import { createSkilvulClient } from "@kelaskit/skilvul";
import { runEnrollment } from "../../src/run/run.ts";
import type { RowSource, SourceRecord } from "../../src/source.ts";
import { skilvulOrders } from "../../src/targets/skilvul-orders.ts";
import { emailsOf, type Task } from "./crash-task.ts";

const task = JSON.parse(process.argv[2] ?? "") as Task;
let read = 0;

const source: RowSource = {
  name: task.list,
  hash: async () => task.list,
  async *records(): AsyncGenerator<SourceRecord> {
    for (const [index, email] of emailsOf(task).entries()) {
      read += 1;
      if (read === task.killAtRecord) process.kill(process.pid, "SIGKILL");
      yield { line: index + 1, record: { email } };
    }
  },
};

const client = createSkilvulClient({
  baseUrl: task.baseUrl,
  clientId: "demo",
  clientSecret: "demo-secret",
});
const report = await runEnrollment({
  target: skilvulOrders(client, { item: { kind: "product", id: "ckproduct0000000000000002" } }),
  source,
  journal: task.journal,
  settleAfter: task.settleAfter ?? 20,
});
process.send?.(report);
process.disconnect();
