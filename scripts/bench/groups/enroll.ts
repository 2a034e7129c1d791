import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client, ClientOptions, LimiterOptions } from "@kelaskit/core";
import { rowsOf, runEnrollment } from "@kelaskit/enroll";
import { skilvulOrders } from "@kelaskit/enroll/skilvul";
import { createSkilvulClient, orders } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import type { OfferedTransport } from "../../lib/transports.ts";
import type { Candidate, Group } from "../group.ts";
import { alternate, wallTime } from "../rounds.ts";

const reference = "a loop by hand";
export const productId = "ckproduct0000000000000002";
export const underWay = 16;
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

export function emailsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `learner${index + 1}@example.com`);
}

/** What users would write without us: no journal, nothing that survives a crash. */
export async function orderByHand(client: Client, count: number): Promise<void> {
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

function candidatesOf(count: number, options: ClientOptions, limiter?: LimiterOptions): readonly Candidate[] {
  const client = createSkilvulClient({ ...options, limiter });
  return [
    { name: reference, run: () => orderByHand(client, count) },
    { name: "kelaskit, runEnrollment", run: () => enrolled(client, count) },
  ];
}

/** A client of a vendor that answers at once, over the transport that adds the least noise. */
export function skilvulOptions(transports: readonly OfferedTransport[]) {
  const options = transports.findLast(({ name }) => name !== "undici")?.options(stub) ?? { fetch: stub };
  return { ...options, ...credentials };
}

/** What the journal costs a run, and how a limit determines its duration. */
export function enrollGroups(transports: readonly OfferedTransport[]): readonly Group[] {
  const options = skilvulOptions(transports);
  const group = (name: string, count: number, rounds: number, limiter?: LimiterOptions): Group => ({
    name,
    title: `${count} orders${limiter ? `, limited to ${limiter.limit} a second` : " to a vendor that answers at once"}`,
    about: `\`runEnrollment\` with its journal on disk and ${underWay} orders under way, over a loop by hand that keeps no journal.`,
    unit: "ms",
    reference,
    goals: limiter ? {} : { "kelaskit, runEnrollment": { measure: "ratio", atMost: 2 } },
    async measure(effort) {
      const candidates = candidatesOf(effort === "full" ? count : 50, options, limiter);
      for (const { run } of candidates) await run();
      return alternate(candidates, wallTime, { reference, rounds: effort === "full" ? rounds : 3 });
    },
  });
  return [group("enroll", 3000, 9), group("enroll-limited", 1500, 3, { limit: 500, interval: 1000 })];
}
