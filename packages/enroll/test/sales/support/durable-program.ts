// Sells in a Durable Object: a sale is received, the object is created again, and the rest comes.
import { mockSale } from "@kelaskit/scalev/mock";
import {
  type DurableObjectStorage,
  durableObjectInbox,
  type SalesEnrollments,
  scalevSales,
  type SalesReceiver,
} from "../../../src/sales/worker.ts";

const secret = "whsec_current";

/** What has become of the sale. */
export interface DurableReport {
  readonly statuses: readonly number[];
  readonly sent: readonly string[];
  readonly states: readonly string[];
  readonly events: number;
}

function serviceInMemory(sent: string[]): SalesEnrollments {
  const target: SalesEnrollments["target"] = {
    name: "school",
    fields: {
      email: { required: true, description: "the address" },
      course: { required: true, description: "the course" },
    },
    parse: (record) =>
      typeof record["email"] === "string" && typeof record["course"] === "string"
        ? { row: record }
        : { issues: [{ field: "course", expected: "a course", received: "nothing" }] },
    keyOf: (row) => ({
      learner: String(Reflect.get(row, "email")),
      item: String(Reflect.get(row, "course")),
    }),
    send: async (rows) => rows.map(() => ({ state: "done" })),
  };
  return {
    target,
    async add(record, { reference } = {}) {
      const learner = String(record["email"]);
      const item = String(record["course"]);
      const key = JSON.stringify(["school", learner, item]);
      const isNew = !sent.includes(key);
      if (isNew) sent.push(key);
      return {
        key,
        learner,
        item,
        period: undefined,
        operation: "enroll",
        state: "done",
        reference,
        attempts: 1,
        addedAt: new Date(0),
        sentAt: undefined,
        endedAt: undefined,
        reason: undefined,
        vendorId: undefined,
        isNew,
        isChanged: false,
      };
    },
    revoke: () => Promise.reject(new Error("nothing is taken back here")),
    on: () => () => undefined,
  };
}

/** Receives a sale in two lives of a Durable Object, every event twice and the payment first. */
export async function main(storage: DurableObjectStorage): Promise<DurableReport> {
  const sent: string[] = [];
  const open = (): SalesReceiver =>
    scalevSales({
      secrets: secret,
      items: { variant_1: { course: "writing" } },
      enrollments: serviceInMemory(sent),
      inbox: durableObjectInbox(storage),
    });
  const statuses: number[] = [];
  for (const isFirst of [true, false]) {
    const receive = open();
    const sale = mockSale({
      secret,
      orderId: "00000000-0000-4000-8000-d00000000001",
      arrange: (all) =>
        all.filter(({ event }) => (event === "order.created") !== isFirst).flatMap((event) => [event, event]),
    });
    for await (const request of sale) statuses.push((await receive(request)).status);
    await receive.settled();
    await receive.close();
  }
  const receive = open();
  const sales = await Array.fromAsync(receive.sales.list());
  const events = await Array.fromAsync(receive.events());
  await receive.close();
  return { statuses, sent, states: sales.map(({ state }) => state), events: events.length };
}
