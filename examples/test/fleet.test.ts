import { startRedis } from "@kelaskit/test-support/redis";
import { Redis } from "ioredis";
import { expect, inject, it, onTestFinished } from "vitest";
import { runExample } from "./run-example.ts";

const program = inject("redisServer");

it.skipIf(program === "")(
  "a fleet orders once for each learner with one token, although a worker is killed, and leaves no queue behind",
  async () => {
    const server = await startRedis(program);
    onTestFinished(() => server.stop());
    const { exitCode, output } = await runExample("fleet/demo.ts", [], { REDIS_URL: server.path });
    expect(output).toContain("[producer] 60 rows added, 0 were in the queue already.");
    expect(output).toContain("[worker 1] killed, while 25 orders have arrived");
    expect(output).toMatch(/\[worker 2\] \d+ rows ended here\./);
    expect(output).toContain("[report] 60 rows: 0 open, 60 done, 0 failed, 0 unknown");
    expect(output).toContain("Skilvul has 60 orders for 60 learners, and has issued 1 token.");
    expect(exitCode).toBe(0);

    const redis = new Redis({ path: server.path });
    onTestFinished(() => {
      redis.disconnect();
    });
    // Only what the account shares with other queues is left: the token, which expires, and the number of its renewals.
    const left = await redis.keys("*");
    expect(left.filter((key) => !/:(tokens|fence)$/.test(key))).toEqual([]);
  },
);

it("says what a worker needs when its environment is incomplete", async () => {
  const { exitCode, problems } = await runExample("fleet/producer.ts", ["learners.csv"], {});
  expect(problems).toContain("REDIS_URL: expected the address of Redis, such as redis://127.0.0.1:6379.");
  expect(exitCode).toBe(1);
});

it("says how to get a Redis when there is none", async () => {
  const { exitCode, problems } = await runExample("fleet/demo.ts", [], { PATH: "" });
  expect(problems).toContain("redis-server could not be started. Install it");
  expect(exitCode).toBe(1);
});

it("says that no Redis is at the given address, instead of waiting for it", async () => {
  const { exitCode, problems } = await runExample("fleet/demo.ts", [], {
    REDIS_URL: "redis://:secret@127.0.0.1:1",
  });
  expect(problems).toContain("REDIS_URL: no Redis answers there.");
  expect(problems).not.toContain("secret");
  expect(exitCode).toBe(1);
});
