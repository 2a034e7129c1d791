import { startCluster } from "@kelaskit/test-support/redis-cluster";
import { Cluster, Redis } from "ioredis";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { bullmq } from "../../../src/bullmq/index.ts";
import { openEnrollments } from "../../../src/service/index.ts";
import { next } from "../../service/support.ts";
import { newsletter } from "../../support/targets.ts";
import { useServiceBench } from "./support.ts";

const program = inject("redisServer");

it.each([
  [{ name: "" }, 'bullmq(): name must be a text without ":", "{" and "}", got "".'],
  [{ name: "a:b" }, 'got "a:b"'],
  [{ name: 7 }, "got a value of the type number"],
  [{ nmae: "shop" }, "nmae"],
  [{ memory: 7 }, "bullmq(): memory must be the path of a file, got 7."],
  [{ memory: "" }, "bullmq(): memory must be the path of a file, got an empty text."],
])("bullmq() refuses %o", (options, message) => {
  const connection = new Redis({ lazyConnect: true, maxRetriesPerRequest: null });
  const wrong = { connection, name: "shop", ...options };
  expect(() => bullmq(wrong as never)).toThrow(message);
});

it("bullmq() refuses a connection that gives up commands", () => {
  const connection = new Redis({ lazyConnect: true });
  expect(() => bullmq({ connection, name: "shop" })).toThrow("maxRetriesPerRequest: null");
});

describe.skipIf(program === "")("openEnrollments with bullmq()", () => {
  const bench = useServiceBench(program);

  it.each([
    [{ concurrency: 0 }, "openEnrollments(): concurrency must be a number of at least 1, got 0"],
    [{ maxPending: "many" }, "openEnrollments(): maxPending must be a number of at least 1"],
  ])("refuses %o", async (settings, message) => {
    const wrong = { target: newsletter(), journal: bench.backend(), ...settings };
    await expect(openEnrollments(wrong as never)).rejects.toThrow(message);
  });

  it("refuses a Redis that evicts keys", async () => {
    await bench.connection.config("SET", "maxmemory-policy", "allkeys-lru");
    onTestFinished(async () => {
      await bench.connection.config("SET", "maxmemory-policy", "noeviction");
    });
    const opening = openEnrollments({ target: newsletter(), journal: bench.backend() });
    await expect(opening).rejects.toMatchObject({ problem: "eviction" });
  });

  it("works in a Redis Cluster", async () => {
    const servers = await startCluster(program, { masters: 3, withReplicas: false });
    const connection = new Cluster([...servers.startupNodes], {
      redisOptions: { maxRetriesPerRequest: null },
    });
    onTestFinished(async () => {
      connection.disconnect();
      await servers.stop();
    });
    for (const name of ["shop", "school", "gym"]) {
      const target = newsletter();
      const memory = `${bench.memory}.${name}`;
      const service = await openEnrollments({ target, journal: bullmq({ connection, name, memory }) });
      service.start();
      const done = next(service, "done");
      await service.add({ email: "ann@example.com" });
      await done;
      expect((await service.health()).counts.done).toBe(1);
      await service.close();
    }
  });
});
