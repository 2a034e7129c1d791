// Shows the backend at work, with mocks of both vendors: sells six times, kills the backend in the middle, starts it again, and
// prints who is enrolled.
//
//   node --conditions=kelaskit-source examples/sale-to-course/demo.ts
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as delay } from "node:timers/promises";
import { serve } from "@kelaskit/core/testing/node";
import { mockSale } from "@kelaskit/scalev/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createMockToolzz } from "@kelaskit/toolzz/mock";

const secret = "whsec_demo";
const buyers = ["ann", "bia", "caio", "duda", "eva", "fabio"].map((name) => `${name}@example.com`);

const [skilvul, toolzz] = [createMockSkilvul(), createMockToolzz()];
const served = [await serve(skilvul), await serve(toolzz)] as const;
const folder = await mkdtemp(path.join(tmpdir(), "sale-to-course-"));

async function startBackend(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const program = path.join(import.meta.dirname, "server.ts");
  const child = spawn(process.execPath, ["--conditions=kelaskit-source", program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"],
      SCALEV_WEBHOOK_SECRETS: secret,
      PORT: "0",
      DATA_FOLDER: folder,
      // The mocks answer at once. With real vendors, keep the minute that is the default.
      SETTLE_AFTER: "1000",
      SKILVUL_BASE_URL: served[0].url,
      SKILVUL_CLIENT_ID: skilvul.credentials.clientId,
      SKILVUL_CLIENT_SECRET: skilvul.credentials.clientSecret,
      TOOLZZ_BASE_URL: served[1].url,
      TOOLZZ_EMAIL: toolzz.credentials.email,
      TOOLZZ_INSTITUTION_CODE: toolzz.credentials.institutionCode,
      TOOLZZ_PASSWORD: toolzz.credentials.password,
    },
  });
  process.once("exit", () => {
    child.kill("SIGKILL");
  });
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(`[backend ${child.pid}] ${line}`);
    const url = /^Listening on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { child, url };
  }
  throw new Error("The backend has ended.");
}

async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
  console.log(`[backend ${child.pid}] ended by ${signal}`);
}

/** Sends all webhooks of some sales, of each variant in turn. */
async function sell(url: string, from: number, to: number): Promise<void> {
  for (const [index, email] of buyers.entries()) {
    if (index < from || index >= to) continue;
    const variant = `variant_${1 + (index % 3)}`;
    const answers: number[] = [];
    for await (const request of mockSale({
      secret,
      email,
      variants: [variant],
      url: `${url}/webhooks/scalev`,
    })) {
      const { status } = await fetch(request);
      answers.push(status);
    }
    console.log(`${email} bought ${variant}: webhooks answered with ${answers.join(" ")}`);
  }
}

/** Waits until each service has enrolled so many. */
async function enrolled(url: string, count: number): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/health`);
    const health = (await response.json()) as Readonly<Record<string, { counts: { done: number } }>>;
    const services = Object.entries(health);
    if (services.every(([, { counts }]) => counts.done === count)) {
      for (const [name] of services) console.log(`${name}: ${count} done`);
      return;
    }
    await delay(100);
  }
}

/** Prints what the vendors have received. */
function printReceived(): void {
  for (const { operation, params } of skilvul.requests) {
    if (operation !== "orders.create") continue;
    const { user, productIds } = params as { user: { email: string }; productIds: readonly string[] };
    console.log(`Skilvul received an order of ${productIds.join()} for ${user.email}`);
  }
  for (const { userId, planUuid, times } of toolzz.store.enrollments) {
    const email = toolzz.store.users.get(userId)?.email ?? "";
    if (buyers.includes(email)) console.log(`Toolzz enrolled ${email} in ${planUuid}, ${times} time(s)`);
  }
}

try {
  const first = await startBackend();
  await sell(first.url, 0, 3);
  await end(first.child, "SIGKILL");
  const second = await startBackend();
  await sell(second.url, 3, buyers.length);
  await enrolled(second.url, 4);
  printReceived();
  await end(second.child, "SIGTERM");
} finally {
  await Promise.all(served.map((mock) => mock.close()));
  await rm(folder, { recursive: true });
}
