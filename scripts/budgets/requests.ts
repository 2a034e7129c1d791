import { createSkilvul, type Skilvul } from "@kelaskit/skilvul";
import { type SkilvulStub, skilvulStub } from "../lib/skilvul-stub.ts";
import type { Measured } from "./budget.ts";

const order = { user: { email: "learner@example.com" }, productIds: ["p1"] };
const underWay = 64;

function clientOf(
  vendor: SkilvulStub,
  options: { readonly limiter?: { readonly concurrency: number } } = {},
): Skilvul {
  return createSkilvul({
    clientId: "id",
    clientSecret: "secret",
    fetch: vendor.fetch,
    logger: false,
    ...options,
  });
}

async function placeOrders(skilvul: Skilvul, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, async () => skilvul.orders.create(order)));
}

/** The requests of a client whose token has expired or was revoked, counted from then on. */
async function withDeadToken(kind: "expired" | "revoked", calls: number): Promise<SkilvulStub["requests"]> {
  // A token without a lifetime expires at once; its replacement does not.
  const lifetimes = kind === "expired" ? [0, 86_400_000] : [86_400_000];
  const vendor = skilvulStub({ lifetimes });
  const skilvul = clientOf(vendor, { limiter: { concurrency: underWay } });
  await placeOrders(skilvul, 1);
  if (kind === "revoked") vendor.revokeTokens();
  const before = vendor.requests.length;
  await placeOrders(skilvul, calls);
  return vendor.requests.slice(before);
}

function isTokenRequest({ route }: SkilvulStub["requests"][number]): boolean {
  return route.startsWith("POST /v1/oauth/");
}

/** How many requests reach the vendor in everyday use. */
export async function countRequests(): Promise<readonly Measured[]> {
  const counted: Measured[] = [];
  const add = (name: string, value: number, goal: number): void => {
    counted.push({ name: `requests: ${name}`, value, unit: "requests", goal });
  };

  const vendor = skilvulStub();
  const skilvul = clientOf(vendor);
  const during = async (run: () => Promise<unknown>): Promise<number> => {
    const before = vendor.requests.length;
    await run();
    return vendor.requests.length - before;
  };
  add("a first call, with its token", await during(() => placeOrders(skilvul, 1)), 2);
  add("a second call", await during(() => placeOrders(skilvul, 1)), 1);
  const listed = async (concurrency: number): Promise<void> => {
    const products = await skilvul.products.list({ limit: 10 }).toArray({ limit: 1000, concurrency });
    if (products.length !== 100) throw new Error(`The list has ${products.length} items instead of 100.`);
  };
  add("a list of 10 pages", await during(() => listed(1)), 10);
  add("a list of 10 pages, 4 at once", await during(() => listed(4)), 10);
  for (const kind of ["expired", "revoked"] as const) {
    const requests = await withDeadToken(kind, 1000);
    // Calls in flight with a revoked token are refused and repeated.
    const fewest = 1001 + (kind === "revoked" ? underWay : 0);
    add(`1,000 calls, ${underWay} under way, with a token that is ${kind}`, requests.length, fewest);
    add(`renewals of that ${kind} token`, requests.filter(isTokenRequest).length, 1);
  }
  return counted;
}
