// Posts webhooks to the receiver, as Scalev would: one of them twice, and one that somebody else has signed.
//
//   node --conditions=kelaskit-source examples/scalev-webhook/demo.ts
import { mockWebhook } from "@kelaskit/scalev/mock";
import { receive, type Receiver } from "./receive.ts";

const secret = "whsec_demo";
const stored = new Map<string, string>();
const receiver: Receiver = {
  secrets: [secret],
  // Yours is a table with a unique column.
  inbox: {
    async addOnce(id, { type }) {
      if (!stored.has(id)) stored.set(id, type);
    },
  },
  log: (message) => {
    console.log(`  log: ${message}`);
  },
};

async function post(title: string, request: Request): Promise<void> {
  const { status } = await receive(request, receiver);
  console.log(`${title}: answered with ${status}, ${stored.size} stored`);
}

const paid = await mockWebhook("payment.received", { secret, unique_id: "event_1" });
await post("a payment", paid.clone());
await post("the same once more", paid);
await post("the vendor's test of the address", await mockWebhook("ping", { secret }));
await post(
  "a payment that somebody else has signed",
  await mockWebhook("payment.received", { secret: "forged", unique_id: "event_2" }),
);
