import { rename } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { patience } from "@kelaskit/test-support/patience";
import { Redis } from "ioredis";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { enrollWorker } from "../../src/bullmq/index.ts";
import { name, useQueueBench } from "./support/queue-bench.ts";

const program = inject("redisServer");

/** Collects the rejections that nothing handles, each of which ends a process. */
function collectUnhandled(): unknown[] {
  const unhandled: unknown[] = [];
  const collect = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", collect);
  onTestFinished(() => void process.off("unhandledRejection", collect));
  return unhandled;
}

describe.skipIf(program === "")("a worker that is closed while it connects", () => {
  const bench = useQueueBench(program);

  it("neither reports an error nor leaves a rejection behind, at whichever step it is closed", async () => {
    const unhandled = collectUnhandled();
    const onError = vi.fn<(error: Error) => void>();
    const { connection, vendor } = bench;
    await bench.enqueue();
    for (let turns = 0; turns < 80; turns += 1) {
      const worker = enrollWorker({ connection, name, target: vendor.target, onError });
      for (let turn = 0; turn < turns % 20; turn += 1) await nextTurn();
      await worker.close();
    }
    expect(onError.mock.calls).toEqual([]);
    expect(unhandled).toEqual([]);
  });

  it("ends although Redis was never there, and leaves none when its connection is given up", async () => {
    const unhandled = collectUnhandled();
    const connection = new Redis({ path: `${bench.socket}.absent`, maxRetriesPerRequest: null });
    connection.on("error", () => undefined);
    const onError = vi.fn<(error: Error) => void>();
    const worker = enrollWorker({ connection, name, target: bench.vendor.target, onError });
    await worker.close();
    onError.mockClear();
    connection.disconnect();
    await nextTurn();
    expect(unhandled).toEqual([]);
    expect(onError.mock.calls).toEqual([]);
  });

  it("ends although Redis cannot be reached for a connection of its own", async () => {
    const { connection, socket, vendor } = bench;
    const onError = vi.fn<(error: Error) => void>();
    await rename(socket, `${socket}.away`);
    onTestFinished(() => rename(`${socket}.away`, socket));
    const worker = enrollWorker({ connection, name, target: vendor.target, onError });
    await vi.waitFor(() => {
      expect(onError.mock.calls).not.toEqual([]);
    }, patience);
    await expect(worker.close()).resolves.toBeUndefined();
  });
});
