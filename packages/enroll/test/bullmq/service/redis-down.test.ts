import { AuthenticationError } from "@kelaskit/core";
import { patience } from "@kelaskit/test-support/patience";
import { type RestartableRedis, startRedisWith } from "@kelaskit/test-support/redis";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { confirmEnrollments } from "../../../src/bullmq/index.ts";
import type { RowOutcome } from "../../../src/index.ts";
import { next } from "../../service/support.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { newsletter } from "../../support/targets.ts";
import { facts } from "../support/sample-vendor.ts";
import { useServiceBench } from "./support.ts";

const program = inject("redisServer");
const ann = { email: "ann@example.com" };

describe.skipIf(program === "")("when Redis is down", () => {
  const bench = useServiceBench(program);
  let server: RestartableRedis;
  let connection: Redis;

  beforeEach(async () => {
    server = await startRedisWith(program, ["--appendonly", "yes", "--appendfsync", "always"]);
    connection = new Redis({ path: server.path, maxRetriesPerRequest: null });
    // Errors of the connection are part of these tests.
    connection.on("error", () => undefined);
  });

  afterEach(async () => {
    connection.disconnect();
    await server.stop();
  });

  async function restart(): Promise<void> {
    const ready = Promise.withResolvers<unknown>();
    connection.once("ready", ready.resolve);
    await server.restart();
    await ready.promise;
  }

  it("refuses at once, and continues when Redis is back", async () => {
    const target = newsletter({
      settle: async (rows) => rows.map(({ email }) => (target.sent.includes(email) ? "done" : "not-done")),
    });
    const service = await bench.open({ target }, { connection });
    await service.add(ann);
    const closed = Promise.withResolvers<unknown>();
    connection.once("close", closed.resolve);
    await server.kill();
    await closed.promise;
    await expect(service.add({ email: "bea@example.com" })).rejects.toMatchObject({
      problem: "redis-failed",
      message: expect.stringContaining(
        "Nothing was added: Redis cannot be reached for the queue shop",
      ) as string,
    });
    expect(await service.health()).toMatchObject({
      isReady: false,
      reason: expect.stringContaining("Redis cannot be reached") as string,
    });
    await restart();
    service.start();
    expect(await next(service, "done")).toMatchObject({ learner: ann.email });
    expect(await service.health()).toMatchObject({ isReady: true, reason: undefined });
    expect(target.sent).toEqual([ann.email]);
  });

  it("stops all the same, and says what it leaves behind", async () => {
    const hanging = newsletter({ answer: () => Promise.withResolvers<RowOutcome>().promise });
    const service = await bench.open({ target: hanging }, { connection });
    await service.add(ann);
    service.start();
    await vi.waitFor(() => {
      expect(hanging.sent).toHaveLength(1);
    }, patience);
    await server.kill();
    expect(await service.stop({ within: 0 })).toEqual({ abandoned: 1 });
    await restart();
    expect((await service.health()).counts).toMatchObject({ sending: 1 });
  });

  it("sends nothing after a restart to a vendor that cannot be asked, until a person has confirmed the queue", async () => {
    const target = newsletter();
    const service = await bench.open({ target }, { connection });
    await service.add(ann);
    await server.kill();
    await restart();
    service.start();
    await vi.waitFor(async () => {
      expect(await service.health()).toMatchObject({
        isReady: false,
        reason: expect.stringMatching(
          /may have been sent .*\(restarted\).* newsletter cannot be asked/,
        ) as string,
      });
    }, patience);
    await vi.waitFor(() => {
      expect(service.errors.map(({ message }) => message).join("\n")).toContain("call confirmEnrollments");
    }, patience);
    expect(target.sent).toEqual([]);
    await service.stop();
    await confirmEnrollments({ connection, name: "shop" });
    service.start();
    await next(service, "done");
    expect(target.sent).toEqual([ann.email]);
  });
});

describe.skipIf(program === "")("when every enrollment would fail in the same way", () => {
  const bench = useServiceBench(program);

  it("rests, says why, and tries again", async () => {
    const clock = manualClock();
    let isRight = false;
    const target = newsletter({
      answer: () => {
        if (isRight) return { state: "done" };
        throw new AuthenticationError(
          "The credential was refused.",
          { ...facts, outcome: "refused" },
          { status: 401 },
        );
      },
    });
    const service = await bench.open({ target, concurrency: 1 }, {}, clock);
    const emails = ["a@example.com", "b@example.com", "c@example.com"];
    for (const email of emails) await service.add({ email });
    service.start();
    await vi.waitFor(async () => {
      expect(await service.health()).toMatchObject({
        isReady: false,
        reason: "The credential was refused.",
        counts: { pending: 3 },
      });
    }, patience);
    expect((await service.health()).pausedUntil?.getTime()).toBeGreaterThan(Date.now());
    expect(target.sent).toHaveLength(1);
    expect(service.errors.map(({ message }) => message)).toEqual(["The credential was refused."]);
    isRight = true;
    await vi.waitFor(async () => {
      clock.pass(10_000);
      expect(await service.health()).toMatchObject({ isReady: true, counts: { done: 3 } });
    }, patience);
  });
});
