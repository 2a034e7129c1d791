import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createSkilvulClient } from "@kelaskit/skilvul";
import { byDepth } from "@kelaskit/test-support/depth";
import { patience } from "@kelaskit/test-support/patience";
import { seededRandom } from "@kelaskit/test-support/random";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { skilvulOrders } from "../../../src/targets/skilvul-orders.ts";
import { nextMessage, startMock } from "../../support/crash-harness.ts";
import type { ServicePlan } from "../support/service-process.ts";
import { useServiceBench } from "./support.ts";

const program = inject("redisServer");
const kills = byDepth({ usual: 8, deep: 50 });
/** How many learners are added at once. */
const mostAddedAtOnce = 6;
/** How many may wait before more are added. */
const mostPending = 4;
/** Moments of the mock between two kills; each request has two. */
const momentsBetweenKills = 16;
/** Longer than any request to the mock takes, also on a busy machine. */
const settleAfter = 2000;

function startProcess(plan: ServicePlan): ChildProcess {
  const path = fileURLToPath(new URL("../support/service-process.ts", import.meta.url));
  const child = fork(path, [JSON.stringify(plan)], { execArgv: ["--conditions=kelaskit-source"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

describe.skipIf(program === "")("a service of three processes", () => {
  const bench = useServiceBench(program);

  it("orders once for everyone, while two processes that send are killed and a third adds", async () => {
    const random = seededRandom(5);
    const mock = await startMock(5);
    const client = createSkilvulClient({ clientId: "demo", clientSecret: "demo-secret" });
    const adding = await bench.open({
      target: skilvulOrders(client, { item: { kind: "product", id: "ckproduct0000000000000002" } }),
      settleAfter,
    });
    const plan = {
      baseUrl: mock.url,
      socket: bench.path,
      queue: "shop",
      memory: bench.memory,
      settleAfter,
    };
    const senders = [startProcess(plan), startProcess(plan)];
    await Promise.all(senders.map((sender) => nextMessage<string>(sender)));
    const emails: string[] = [];
    for (let killed = 0; killed < kills; killed += 1) {
      const victim = killed % senders.length;
      const sender = senders[victim];
      if (sender === undefined) throw new Error("There is no such process.");
      const ended = once(sender, "exit");
      mock.tell({
        do: "kill",
        pid: sender.pid ?? 0,
        moment: 1 + Math.floor(random() * momentsBetweenKills),
      });
      const isRunning = (): boolean => sender.exitCode === null && sender.signalCode === null;
      while (isRunning()) {
        const added = Array.from(
          { length: 1 + Math.floor(random() * mostAddedAtOnce) },
          (_, index) => `learner${emails.length + index + 1}@shop.example.com`,
        );
        await Promise.all(added.map((email) => adding.add({ email }, { reference: email })));
        emails.push(...added);
        // Not more than the processes send, which start slowly.
        await vi.waitFor(async () => {
          if (isRunning()) expect((await adding.health()).counts.pending).toBeLessThan(mostPending);
        }, patience);
      }
      await ended;
      senders[victim] = startProcess(plan);
    }
    await vi.waitFor(async () => {
      const { counts } = await adding.health();
      expect(counts).toMatchObject({ pending: 0, sending: 0 });
    }, patience);
    const { counts } = await adding.health();
    const { owners, twice } = await mock.orders();
    expect(twice).toEqual([]);
    expect(owners.toSorted()).toEqual(emails.toSorted());
    expect(counts).toMatchObject({ done: emails.length, failed: 0, unknown: 0 });
  });
});
