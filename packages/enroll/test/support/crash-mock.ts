// Skilvul in a process of its own. It loses orders and replies, and kills its client at a given moment of its own work.
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { serve } from "@kelaskit/core/testing/node";
import { setImmediate as nextTurn } from "node:timers/promises";
import { seededRandom } from "@kelaskit/test-support/random";

/** What the test sends to the mock. */
export type Command =
  | {
      readonly do: "kill";
      readonly pid: number;
      /** At which moment from now on; each request has two, its coming in and its answer's going out. */
      readonly moment: number;
    }
  | { readonly do: "list-orders" };

/** What the mock answers. */
export type Answer =
  | { readonly answer: "listening"; readonly url: string }
  | {
      readonly answer: "orders";
      /** Learners who have the product. */
      readonly owners: readonly string[];
      /** Learners for whom an order came in although they had the product, or an order was under way. */
      readonly twice: readonly string[];
    };

const productId = "ckproduct0000000000000002";
const random = seededRandom(Number(process.argv[2]));
const mock = createMockSkilvul();

let victim: { readonly pid: number; moments: number } | undefined;
const requests = { underWay: 0 };
const owners = new Set<string>();
const orderedNow = new Set<string>();
const twice: string[] = [];
/** A row that was sent and not carried out three times has failed, which is no fault: so many orders of a learner are lost at most. */
const mostLost = 2;
const lostRequests = new Map<string, number>();

function tell(told: Answer): void {
  process.send?.(told);
}

async function pass(): Promise<void> {
  if (victim === undefined) return;
  victim.moments -= 1;
  if (victim.moments > 0) return;
  const { pid } = victim;
  victim = undefined;
  // Some turns later, so that it may be anywhere in its own work.
  for (let turns = Math.floor(random() * 8); turns > 0; turns -= 1) await nextTurn();
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It has ended by itself just before.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** The mock leaves out what a learner has; a vendor that does not would charge again. So what comes in is counted. */
async function order(request: Request): Promise<Response> {
  const { user } = (await request.clone().json()) as { readonly user: { readonly email: string } };
  if (orderedNow.has(user.email) || mock.store.owns(user.email, productId)) twice.push(user.email);
  orderedNow.add(user.email);
  const luck = random();
  const lostOf = lostRequests.get(user.email) ?? 0;
  try {
    // Not by `mock.fail`, which would lose the order that is carried out next: another learner's, if two are under way.
    if (luck >= 0.05 && luck < 0.1 && lostOf < mostLost) {
      lostRequests.set(user.email, lostOf + 1);
      return Response.error();
    }
    const response = await mock.answer(request);
    return luck < 0.05 ? Response.error() : response;
  } finally {
    orderedNow.delete(user.email);
    if (mock.store.owns(user.email, productId)) owners.add(user.email);
  }
}

async function answer(request: Request): Promise<Response> {
  requests.underWay += 1;
  try {
    await pass();
    const isOrder = request.method === "POST" && new URL(request.url).pathname === "/v1/orders";
    const response = await (isOrder ? order(request) : mock.answer(request));
    await pass();
    return response;
  } finally {
    requests.underWay -= 1;
  }
}

async function tellOrders(): Promise<void> {
  victim = undefined;
  // What a killed client has sent is dealt with to its end.
  do await nextTurn();
  while (requests.underWay > 0);
  tell({ answer: "orders", owners: [...owners], twice });
  owners.clear();
}

process.on("message", (command: Command) => {
  if (command.do === "kill") victim = { pid: command.pid, moments: command.moment };
  else void tellOrders();
});
// The test is over, or was ended: nothing is left behind.
process.on("disconnect", () => {
  process.exit();
});

const served = await serve({ baseUrl: mock.baseUrl, answer });
tell({ answer: "listening", url: served.url });
