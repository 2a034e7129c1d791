import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type ServedMock, serve } from "@kelaskit/core/testing/node";
import { createSkilvul } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { enqueueRows, enrollWorker } from "../../src/bullmq/index.ts";
import { skilvulOrders } from "../../src/targets/skilvul-orders.ts";
import type { FreezablePlan } from "./support/messages.ts";
import { name, useQueueBench } from "./support/queue-bench.ts";
import { sourceOf } from "./support/sample-vendor.ts";

const program = inject("redisServer");
const item = "ckproduct0000000000000002";
const learner = "ada@example.com";
const settleAfter = 1000;
const freezableProcess = fileURLToPath(new URL("support/freezable-process.ts", import.meta.url));

describe.skipIf(program === "")("a worker that is frozen until another has taken over its row", () => {
  const bench = useQueueBench(program);
  let served: ServedMock;
  let frozen: ChildProcess;
  let orders: string[];
  /** Called with each answer to an order, before it is sent. */
  let onAnswer: (worker: string) => Promise<void>;

  const targetOf = (url: string) => {
    const routes = { "products.canBuy": "GET /v1/products/{productId}/can-buy" } as const;
    const skilvul = createSkilvul({ clientId: "demo", clientSecret: "demo-secret", baseUrl: url, routes });
    return skilvulOrders(skilvul, { item: { kind: "product", id: item } });
  };

  beforeEach(async () => {
    const mock = createMockSkilvul({ routes: { "products.canBuy": "GET /v1/products/{productId}/can-buy" } });
    orders = [];
    onAnswer = () => Promise.resolve();
    served = await serve({
      baseUrl: mock.baseUrl,
      async answer(request) {
        const isOrder = request.method === "POST" && new URL(request.url).pathname.endsWith("/v1/orders");
        const worker = request.headers.get("x-worker") ?? "other";
        const response = await mock.answer(request);
        if (!isOrder) return response;
        orders.push(worker);
        await onAnswer(worker);
        return response;
      },
    });
    await enqueueRows({
      connection: bench.connection,
      name,
      target: targetOf(served.url),
      source: sourceOf(learner),
      memory: bench.memory,
    });
  });

  afterEach(async () => {
    frozen.kill("SIGKILL");
    await served.close();
  });

  function start(freezes: boolean): void {
    const plan: FreezablePlan = {
      freezes,
      socket: bench.socket,
      queue: name,
      url: served.url,
      item,
      settleAfter,
    };
    frozen = fork(freezableProcess, [JSON.stringify(plan)], { execArgv: ["--conditions=kelaskit-source"] });
  }

  /** Another worker takes over and ends the row of the frozen one, which then continues until it has nothing more to do. */
  async function takeOver(): Promise<void> {
    const worker = enrollWorker({
      connection: bench.connection,
      name,
      target: targetOf(served.url),
      settleAfter,
      lockDuration: 1000,
      stalledInterval: 500,
    });
    await bench.finished();
    await worker.close();
    const ended = once(frozen, "exit");
    frozen.send("close");
    frozen.kill("SIGCONT");
    await ended;
  }

  it("sends nothing if it had not sent its request", async () => {
    start(true);
    await once(frozen, "message");
    await takeOver();
    expect(orders).toEqual(["other"]);
    expect(await bench.report()).toMatchObject({ total: 1, done: 1 });
  });

  it("is believed about its request if it had sent it", async () => {
    const arrived = Promise.withResolvers<undefined>();
    const answered = Promise.withResolvers<undefined>();
    onAnswer = async () => {
      arrived.resolve(undefined);
      await answered.promise;
    };
    start(false);
    await arrived.promise;
    frozen.kill("SIGSTOP");
    answered.resolve(undefined);
    await takeOver();
    expect(orders).toEqual(["freezable"]);
    expect(await bench.report()).toMatchObject({ total: 1, done: 1 });
  });
});
