// Shows a fleet at work, with a mock of Skilvul: a producer adds 60 learners, two workers order for them, one of them is killed in the
// middle of an order, and the other one continues.
//
//   node --conditions=kelaskit-source examples/fleet/demo.ts
//
// It uses the Redis of REDIS_URL, under names that no other run has, or starts one of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { serve } from "@kelaskit/core/testing/node";
import { fleetReport } from "@kelaskit/enroll/bullmq";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { Redis } from "ioredis";
import { openRedis } from "./redis.ts";

const learners = 60;
/** Before this order is answered, the worker that works since the beginning is killed. */
const fatalOrder = 25;

const name = `fleet-${process.pid}-${Date.now()}`;
const folder = await mkdtemp(path.join(tmpdir(), "fleet-"));
const mock = createMockSkilvul();

function start(title: string, program: string, environment: NodeJS.ProcessEnv, ...words: readonly string[]) {
  const file = path.join(import.meta.dirname, program);
  const child = spawn(process.execPath, ["--conditions=kelaskit-source", file, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], ...environment },
  });
  process.once("exit", () => {
    child.kill("SIGKILL");
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    console.log(`[${title}] ${line}`);
  });
  return child;
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null;

async function ended(child: ChildProcess): Promise<void> {
  if (isRunning(child)) await once(child, "close");
}

/** Nothing of the demonstration stays in a Redis that others use. */
async function forget(connection: Redis): Promise<void> {
  for (const pattern of [`kelaskit:{*${name}}:*`, `bull:${name}:*`])
    for await (const keys of connection.scanStream({ match: pattern })) {
      const found = keys as readonly string[];
      if (found.length > 0) await connection.unlink(...found);
    }
}

async function show(redis: string, connection: Redis): Promise<void> {
  const workers: ChildProcess[] = [];
  let orders = 0;
  const served = await serve({
    baseUrl: mock.baseUrl,
    async answer(request) {
      if (request.method === "POST" && new URL(request.url).pathname.endsWith("/orders")) {
        orders += 1;
        if (orders === fatalOrder) {
          workers[0]?.kill("SIGKILL");
          console.log(`[worker 1] killed, while ${orders} orders have arrived`);
        }
      }
      return mock.answer(request);
    },
  });
  const environment = {
    REDIS_URL: redis,
    QUEUE_NAME: name,
    PRODUCT_ID: "ckproduct0000000000000002",
    SKILVUL_BASE_URL: served.url,
    SKILVUL_CLIENT_ID: mock.credentials.clientId,
    SKILVUL_CLIENT_SECRET: mock.credentials.clientSecret,
    // The mock answers at once. With a real vendor, keep the defaults: a minute and half a minute.
    SETTLE_AFTER: "1000",
    LOCK_DURATION: "3000",
  };
  try {
    const file = path.join(folder, "learners.csv");
    const rows = Array.from({ length: learners }, (_, index) => `learner-${index + 1}@example.com`);
    await writeFile(file, ["email", ...rows, ""].join("\n"));
    const producer = start("producer", "producer.ts", environment, file);
    await ended(producer);
    if (producer.exitCode !== 0) throw new Error("The producer has failed: see above.");
    workers.push(...[1, 2].map((number) => start(`worker ${number}`, "worker.ts", environment)));
    while (!(await fleetReport({ connection, name })).finished) {
      if (!workers.some(isRunning))
        throw new Error("Both workers have ended before the queue was empty: see above.");
      await delay(100);
    }
    for (const worker of workers) worker.kill("SIGTERM");
    await Promise.all(workers.map(ended));
    await ended(start("report", "report.ts", environment));
  } finally {
    await served.close();
  }
  const buyers = new Set(mock.store.orders.map(({ userId }) => userId));
  const tokens = mock.requests.filter(({ operation }) => operation === "oauth.createToken");
  console.log(
    `Skilvul has ${mock.store.orders.length} orders for ${buyers.size} learners, and has issued ${tokens.length} token.`,
  );
}

const redis = await openRedis(folder);
const connection = new Redis(redis.place, { maxRetriesPerRequest: null });
try {
  await show(redis.place, connection);
} finally {
  await forget(connection);
  await connection.quit();
  await redis.close();
  await rm(folder, { recursive: true });
}
