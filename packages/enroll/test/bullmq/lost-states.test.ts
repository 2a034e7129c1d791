import { beforeEach, describe, expect, inject, it } from "vitest";
import { confirmQueue } from "../../src/bullmq/index.ts";
import { name, useQueueBench } from "./support/queue-bench.ts";
import { newMemory } from "./support/sample-vendor.ts";

const program = inject("redisServer");
const rowsKey = `kelaskit:{${name}}:rows`;
const countsKey = `kelaskit:{${name}}:counts`;
const queueKey = `kelaskit:{${name}}:queue`;

describe.skipIf(program === "")("a queue that is lost", () => {
  const bench = useQueueBench(program);

  beforeEach(() => {
    // The vendor can tell what it has carried out.
    bench.vendor.onSettle = ({ email }) =>
      Promise.resolve(bench.vendor.sent.includes(email) ? "done" : "not-done");
  });

  describe("in part", () => {
    it.each([
      ["the state of every row", () => bench.connection.del(rowsKey)],
      [
        "the state of one row",
        async () => bench.connection.hdel(rowsKey, ...(await bench.connection.hkeys(rowsKey)).slice(0, 1)),
      ],
    ])("notices that %s is gone, and sends no row again", async (_what, lose) => {
      await bench.enqueue();
      await bench.sendAll();
      await lose();
      await expect(bench.report()).rejects.toMatchObject({ problem: "lost-states" });
      expect(await bench.enqueue()).toMatchObject({ doubt: "lost" });
      await bench.sendAll();
      expect(await bench.report()).toMatchObject({ total: 3, done: 3, doubt: "lost" });
      expect(bench.vendor.sent).toHaveLength(3);
    });

    it("stops a worker at a row without a state", async () => {
      await bench.enqueue();
      await bench.connection.del(rowsKey);
      expect(await bench.stopOf()).toMatch(/has lost states/);
      expect(bench.vendor.sent).toEqual([]);
      await bench.worker?.close();
      await bench.enqueue();
      await bench.sendAll();
      expect(bench.vendor.sent).toHaveLength(3);
    });

    it("counts anew if the counts are gone", async () => {
      await bench.enqueue();
      await bench.connection.del(countsKey);
      expect(await bench.report()).toMatchObject({ total: 3, pending: 3 });
      await bench.connection.del(countsKey);
      await bench.sendAll();
      expect(await bench.report()).toMatchObject({ total: 3, pending: 0, done: 3 });
    });

    it("asks if the facts of the queue itself are gone", async () => {
      await bench.enqueue();
      await bench.connection.del(queueKey);
      expect(await bench.stopOf()).toMatch(/has lost states/);
      await bench.worker?.close();
      expect(await bench.enqueue({ memory: newMemory() })).toMatchObject({
        added: 0,
        known: 3,
        doubt: "lost",
      });
      await bench.sendAll();
      expect(bench.vendor.asked).toHaveLength(3);
      expect(bench.vendor.sent).toHaveLength(3);
    });
  });

  describe("because Redis was restarted", () => {
    /** Makes the queue look as if another run of the server had written it. */
    const restart = () => bench.connection.hset(queueKey, "server", "0".repeat(40));

    it("asks before it sends, because the last writes may be lost", async () => {
      await bench.enqueue();
      await restart();
      await bench.sendAll();
      expect(bench.vendor.asked).toHaveLength(3);
      expect(bench.vendor.sent).toHaveLength(3);
      expect(await bench.report()).toMatchObject({ done: 3, doubt: "restarted" });
    });

    it("asks about a row that had been sent and released", async () => {
      await bench.enqueue({ memory: bench.memory, emails: ["ada@example.com"] });
      const [id = ""] = await bench.connection.hkeys(rowsKey);
      const back = { state: "pending", fence: 1, line: 2, repetitions: 1, at: Date.now() - 1000 };
      await bench.connection.hset(rowsKey, id, JSON.stringify(back));
      bench.vendor.sent.push("ada@example.com");
      await restart();
      await bench.sendAll();
      expect(bench.vendor.sent).toHaveLength(1);
      expect(await bench.report()).toMatchObject({ done: 1 });
    });

    it("keeps the rows if the vendor cannot be asked, until a person has confirmed them", async () => {
      await bench.enqueue({ memory: bench.memory, target: bench.vendor.muteTarget });
      await restart();
      expect(await bench.stopOf({ target: bench.vendor.muteTarget })).toMatch(
        /\(restarted\), and sample cannot be asked/,
      );
      await bench.worker?.close();
      expect(await bench.report()).toMatchObject({ pending: 3 });
      await confirmQueue({ connection: bench.connection, name });
      bench.work({ target: bench.vendor.muteTarget });
      await bench.finished();
      expect(bench.vendor.sent).toHaveLength(3);
    });
  });
});
