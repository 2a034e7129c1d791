import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { serve } from "@kelaskit/core/testing/node";
import { mockSale, mockWebhook } from "@kelaskit/scalev/mock";
import { skilvulOrders } from "@kelaskit/enroll/skilvul";
import { createSkilvulClient } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { byDepth } from "@kelaskit/test-support/depth";
import { freePort } from "@kelaskit/test-support/free-ports";
import { patience } from "@kelaskit/test-support/patience";
import { seededRandom } from "@kelaskit/test-support/random";
import { runtimeProgram } from "@kelaskit/test-support/runtime-programs";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { remoteEnrollments } from "../sale-to-course/remote-enrollments.ts";
import { Sales } from "../sale-to-course/worker.ts";
import { type ExampleProcess, newFolder, startExample } from "./example-process.ts";
import { runExample } from "./run-example.ts";
import { SaleSender } from "./sale-sender.ts";
import { startWorker } from "./sale-worker.ts";

const secret = "whsec_current";
const adminToken = "0123456789abcdef0123456789abcdef";
const authorization = `Bearer ${adminToken}`;
const products = ["ckproduct0000000000000002", "ckproduct0000000000000003"] as const;
const plans = ["00000000-0000-4001-8000-000000000002", "00000000-0000-4001-8000-000000000003"] as const;

/** A platform that the backend runs on. */
type Platform = "node" | "bun";

/** Mocks of both vendors, a folder, and a backend that uses them. */
async function openSchool(platform: Platform = "node") {
  const [skilvul, toolzz] = [createMockSkilvul(), createMockToolzz()];
  const [servedSkilvul, servedToolzz] = [await serve(skilvul), await serve(toolzz)];
  onTestFinished(async () => {
    await servedSkilvul.close();
    await servedToolzz.close();
  });
  const environment = {
    SCALEV_WEBHOOK_SECRETS: `whsec_next,${secret}`,
    ADMIN_TOKEN: adminToken,
    PORT: "0",
    DATA_FOLDER: newFolder(),
    SETTLE_AFTER: "200",
    SKILVUL_BASE_URL: servedSkilvul.url,
    SKILVUL_CLIENT_ID: skilvul.credentials.clientId,
    SKILVUL_CLIENT_SECRET: skilvul.credentials.clientSecret,
    TOOLZZ_BASE_URL: servedToolzz.url,
    TOOLZZ_EMAIL: toolzz.credentials.email,
    TOOLZZ_INSTITUTION_CODE: toolzz.credentials.institutionCode,
    TOOLZZ_PASSWORD: toolzz.credentials.password,
  };
  const file = platform === "bun" ? "bun.ts" : "server.ts";
  const program = path.join(import.meta.dirname, "../sale-to-course", file);
  return {
    skilvul,
    toolzz,
    start: (changes: NodeJS.ProcessEnv = {}) =>
      startExample({
        program: platform === "bun" ? runtimeProgram("bun") : process.execPath,
        programArguments: ["--conditions=kelaskit-source", program],
        environment: { ...environment, ...changes },
        announcement: /Listening on (http:\S+)\n/,
      }),
  };
}

type School = Awaited<ReturnType<typeof openSchool>>;

/** Who has what, and how often it was sent. */
function enrolledIn({ skilvul, toolzz }: School): readonly string[] {
  const orders = skilvul.requests
    .filter(({ operation }) => operation === "orders.create")
    .map(({ params }) => {
      const { user, productIds } = params as { user: { email: string }; productIds: readonly string[] };
      return `${user.email} in ${productIds.join()}`;
    });
  const enrollments = plans.flatMap((plan) =>
    toolzz.store
      .learnersOf(plan)
      .flatMap(({ user, times }) => Array.from({ length: times }, () => `${user.email} in ${plan}`)),
  );
  return [...orders, ...enrollments].toSorted();
}

async function healthOf({ url }: ExampleProcess): Promise<unknown> {
  const response = await fetch(`${url}/health`);
  return response.json();
}

/** Waits until a backend has nothing more to do. */
async function settled(backend: ExampleProcess): Promise<void> {
  await vi.waitFor(async () => {
    const counts = { pending: 0, sending: 0, unknown: 0, failed: 0 };
    expect(await healthOf(backend)).toMatchObject({
      skilvul: { isReady: true, counts },
      toolzz: { isReady: true, counts },
    });
  }, patience);
}

/** Waits until everybody is enrolled. If somebody is not, it shows what the backend says of it. */
async function allEnrolled(
  school: School,
  backend: ExampleProcess,
  wanted: readonly string[],
): Promise<void> {
  await vi.waitFor(async () => {
    const enrolled = new Set(enrolledIn(school));
    const missing = wanted.filter((enrollment) => !enrolled.has(enrollment));
    expect({ missing, health: await healthOf(backend) }).toMatchObject({ missing: [] });
  }, patience);
}

/** Sells each variant in turn. Returns who is to be enrolled in what. */
async function sellTo(sender: SaleSender, buyers: number): Promise<readonly string[]> {
  const wanted: string[] = [];
  for (let number = 1; number <= buyers; number += 1) {
    const email = `buyer${number}@example.com`;
    const variant = 1 + (number % 3);
    await sender.add({ secret, email, number: `order-${number}`, variants: [`variant_${variant}`] });
    if (variant === 1) wanted.push(`${email} in ${products[0]}`);
    if (variant === 2) wanted.push(`${email} in ${plans[0]}`);
    if (variant === 3) wanted.push(`${email} in ${products[1]}`, `${email} in ${plans[1]}`);
  }
  return wanted.toSorted();
}

const kills = byDepth({ usual: 3, deep: 30 });

describe("a backend that is killed again and again enrolls every buyer once", () => {
  it.for<[Platform]>([["node"], ["bun"]])("on %s", async ([platform]) => {
    const school = await openSchool(platform);
    const sender = new SaleSender(seededRandom(1));
    const wanted = await sellTo(sender, 5 * kills);
    for (let killed = 0; killed < kills; killed += 1) {
      const backend = await school.start();
      await sender.deliverAndKill(backend, 12);
    }
    const backend = await school.start();
    await sender.deliver(backend);
    await allEnrolled(school, backend, wanted);
    await settled(backend);
    expect(enrolledIn(school)).toEqual(wanted);
    expect(await backend.stop()).toBe(0);
  });

  it("with a receiver in a Worker, which is killed too", async () => {
    const school = await openSchool();
    const sender = new SaleSender(seededRandom(2));
    const wanted = await sellTo(sender, 5 * kills);
    const folder = newFolder();
    // Where the receiver finds each backend.
    const port = String(await freePort());
    let backend = await school.start({ PORT: port });
    const startReceiver = (): Promise<ExampleProcess> =>
      startWorker({
        folder,
        environment: {
          SCALEV_WEBHOOK_SECRETS: secret,
          BACKEND_URL: `http://127.0.0.1:${port}`,
          BACKEND_TOKEN: adminToken,
        },
      });
    for (let killed = 0; killed < kills; killed += 1) {
      const receiver = await startReceiver();
      await sender.deliverAndKill(receiver, 12, [receiver, backend]);
      backend = await school.start({ PORT: port });
    }
    const receiver = await startReceiver();
    await sender.deliver(receiver);
    await allEnrolled(school, backend, wanted);
    await settled(backend);
    expect(enrolledIn(school)).toEqual(wanted);
  });
});

describe("the backend", () => {
  it("finishes what it has received when it is asked to stop, and continues the rest at the next start", async () => {
    const school = await openSchool();
    const sender = new SaleSender(seededRandom(3));
    const wanted = await sellTo(sender, 9);
    const first = await school.start();
    await sender.deliver(first);
    expect([sender.waiting, await first.stop()]).toEqual([0, 0]);
    const second = await school.start();
    await settled(second);
    expect(enrolledIn(school)).toEqual(wanted);
  });

  it("shows an operator the sales that it cannot map, and nobody else", async () => {
    const school = await openSchool();
    const backend = await school.start();
    for await (const request of mockSale({
      secret,
      url: `${backend.url}/webhooks/scalev`,
      variants: ["variant_9"],
    }))
      await fetch(request);
    const listed = async (): Promise<unknown> => {
      const response = await fetch(`${backend.url}/sales`, { headers: { authorization } });
      return response.json();
    };
    await vi.waitFor(async () => {
      expect(await listed()).toMatchObject([{ state: "unmapped", lines: [{ variant: "variant_9" }] }]);
    }, patience);
    const unknown = await fetch(`${backend.url}/sales`);
    expect(unknown.status).toBe(401);
    const addition = await fetch(`${backend.url}/enrollments/skilvul/add`, { method: "POST", body: "{}" });
    expect(addition.status).toBe(401);
  });

  it("refuses webhooks that the shop has not signed", async () => {
    const school = await openSchool();
    const { url } = await school.start();
    const forged = await mockWebhook("payment.received", {
      secret: "guessed",
      url: `${url}/webhooks/scalev`,
    });
    expect((await fetch(forged)).status).toBe(401);
  });

  it("tells a receiver elsewhere why an enrollment is refused", async () => {
    const school = await openSchool();
    const { url } = await school.start();
    const add = async (body: object): Promise<readonly [number, unknown]> => {
      const response = await fetch(`${url}/enrollments/skilvul/add`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return [response.status, await response.json()];
    };
    expect(
      await add({ record: { email: "ann@example.com", productId: products[0] }, reference: "order-1" }),
    ).toMatchObject([200, { learner: "ann@example.com", isNew: true }]);
    expect(await add({ record: { email: "not an address", productId: products[0] } })).toMatchObject([
      422,
      { kind: "invalid", issues: [{ field: "email" }] },
    ]);
    expect(await add({ email: "ann@example.com" })).toMatchObject([400, { kind: "unreadable" }]);
  });

  it("tells a receiver elsewhere what has become of an enrollment", async () => {
    const school = await openSchool();
    const { url } = await school.start();
    const skilvul = remoteEnrollments("skilvul", skilvulOrders(createSkilvulClient()), {
      url,
      token: adminToken,
    });
    const record = { email: "ann@example.com", productId: products[0] };
    const { key, addedAt } = await skilvul.add(record, { reference: "order-1" });
    expect(await skilvul.get?.(key)).toMatchObject({ key, reference: "order-1", addedAt });
    expect(await skilvul.get?.(key.replace("ann", "bia"))).toBeUndefined();
  });

  it.for([
    [{}, "SCALEV_WEBHOOK_SECRETS: expected the signing secret"],
    [
      { SCALEV_WEBHOOK_SECRETS: secret, PORT: "http" },
      'PORT: expected a whole number from 0 to 65535, got "http"',
    ],
    [{ SCALEV_WEBHOOK_SECRETS: secret, ADMIN_TOKEN: "short" }, "ADMIN_TOKEN: expected at least 20 letters"],
  ] as const)("says what is wrong with its settings: %j", async ([environment, problem]) => {
    const { exitCode, problems } = await runExample("sale-to-course/server.ts", [], environment);
    expect(exitCode).toBe(1);
    expect(problems).toContain(problem);
  });
});

it("the demo sells to six, is killed, and enrolls each once", async () => {
  const { exitCode, output, problems } = await runExample("sale-to-course/demo.ts", [], {});
  expect(problems).toBe("");
  expect(output).toContain("ended by SIGKILL");
  const received = output.split("\n").filter((line) => /^(?:Skilvul|Toolzz) /.test(line));
  expect(received).toHaveLength(8);
  expect(new Set(received).size).toBe(8);
  expect(exitCode).toBe(0);
});

describe("the Worker's object", () => {
  /** An object on the storage of Node's SQLite, and when it is to be started again. */
  function openObject() {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const database = new DatabaseSync(":memory:");
    onTestFinished(() => {
      database.close();
    });
    const alarms: number[] = [];
    const storage = {
      sql: {
        exec: (sql: string, ...values: (string | number | null)[]) => ({
          toArray: () => database.prepare(sql).all(...values),
        }),
      },
      transactionSync: <Result>(work: () => Result) => work(),
      setAlarm: async (time: number) => void alarms.push(time),
    };
    const unused = { getByName: () => ({ fetch: () => Promise.reject(new Error("It is not used.")) }) };
    const environment = {
      SCALEV_WEBHOOK_SECRETS: secret,
      // Nothing listens there.
      BACKEND_URL: "http://127.0.0.1:1",
      BACKEND_TOKEN: adminToken,
      SALES: unused,
    };
    return { sales: new Sales({ storage }, environment), alarms };
  }

  async function sell(sales: Sales, ...variants: readonly string[]): Promise<ReadonlySet<number>> {
    const statuses = new Set<number>();
    for await (const request of mockSale({ secret, variants }))
      statuses.add((await sales.fetch(request)).status);
    return statuses;
  }

  it("is started again by an alarm as long as its backend is down", async () => {
    const { sales, alarms } = openObject();
    expect(await sell(sales, "variant_1")).toEqual(new Set([204]));
    expect(alarms.length).toBeGreaterThan(0);
    alarms.length = 0;
    await sales.alarm();
    expect(alarms).toHaveLength(1);
  });

  it("is started again for a sale that needs a person, if a part of it waits for the backend", async () => {
    const { sales, alarms } = openObject();
    expect(await sell(sales, "variant_1", "variant_9")).toEqual(new Set([204]));
    alarms.length = 0;
    await sales.alarm();
    expect(alarms).toHaveLength(1);
  });

  it("is left to rest when nothing is in progress", async () => {
    const { sales, alarms } = openObject();
    expect(await sell(sales, "variant_9")).toEqual(new Set([204]));
    alarms.length = 0;
    await sales.alarm();
    expect(alarms).toEqual([]);
  });
});
