import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client, LimiterOptions } from "@kelaskit/core";
import { rowsOf, runEnrollment, skilvulOrders } from "@kelaskit/enroll";
import { createSkilvulClient, orders } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { type Candidate, printFigures, wallTime } from "./measure.ts";

const productId = "ckproduct0000000000000002";
const underWay = 16;
const { credentials } = createMockSkilvul();
const orderText = JSON.stringify({
  user: {},
  order: { id: "ckorder1" },
  errorBundleIds: [],
  errorProductIds: [],
  errorAddOnIds: [],
  error: null,
});
const tokenText = JSON.stringify({
  accessToken: "a-token-for-benchmarks",
  accessTokenExpiresAt: Date.now() + 86_400_000,
  refreshToken: null,
  error: null,
});

/** A vendor that answers at once. */
function stub(input: RequestInfo | URL): Promise<Response> {
  const { url } = input instanceof Request ? input : { url: String(input) };
  const text = url.endsWith("/v1/orders") ? orderText : tokenText;
  return Promise.resolve(new Response(text, { headers: { "content-type": "application/json" } }));
}

function emailsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `learner${index + 1}@example.com`);
}

/** What one would write without us: no journal, nothing that survives. */
async function byHand(client: Client, count: number): Promise<void> {
  const emails = emailsOf(count).values();
  const work = async (): Promise<void> => {
    for (const email of emails) await orders.create(client, { user: { email }, productIds: [productId] });
  };
  await Promise.all(Array.from({ length: underWay }, work));
}

async function enrolled(client: Client, count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-enroll-"));
  try {
    const target = skilvulOrders(client, { item: { kind: "product", id: productId } });
    const records = () => emailsOf(count).map((email) => ({ email }));
    const { done } = await runEnrollment({
      target,
      source: rowsOf(records, { name: "learners", fields: target.fields }),
      journal: join(folder, "journal"),
      concurrency: underWay,
    });
    if (done !== count) throw new Error(`Only ${done} of ${count} rows are done.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function candidates(count: number, limiter?: LimiterOptions): Candidate[] {
  const client = createSkilvulClient({ ...credentials, fetch: stub, limiter });
  return [
    { name: "a loop by hand, without journal", run: () => byHand(client, count) },
    { name: "runEnrollment", run: () => enrolled(client, count) },
  ];
}

/** What the journal costs a run, and that a limit decides how long it takes. */
export async function benchEnroll(): Promise<void> {
  const reference = "a loop by hand, without journal";
  const free = await wallTime(candidates(3000), 7);
  printFigures("3000 orders to a vendor that answers at once", "ms", free, reference);
  const limited = await wallTime(candidates(1500, { limit: 500, interval: 1000 }), 3);
  printFigures("1500 orders, limited to 500 a second", "ms", limited, reference);
}
