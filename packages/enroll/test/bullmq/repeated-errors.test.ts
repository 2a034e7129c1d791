import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { RepeatedError } from "../../src/bullmq/index.ts";
import { RepeatedErrors } from "../../src/bullmq/repeated-errors.ts";
import { patience } from "@kelaskit/test-support/patience";
import { useQueueBench } from "./support/queue-bench.ts";

/** The waits that a worker asked for, in milliseconds. They are recorded and end at once. */
const waits = vi.hoisted((): number[] => []);

vi.mock("node:timers/promises", () => ({
  setTimeout: async (milliseconds: number) => {
    waits.push(milliseconds);
  },
}));

describe("RepeatedErrors", () => {
  let told: Error[];
  let errors: RepeatedErrors;

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    errors = new RepeatedErrors((error) => void told.push(error));
  });

  afterEach(() => {
    errors.close();
    vi.useRealTimers();
  });

  const messages = () => told.map(({ message }) => message);

  function repeat(message: string, seconds: number): void {
    for (let at = 0; at < seconds * 100; at += 1) {
      errors.add(new Error(message));
      vi.advanceTimersByTime(10);
    }
  }

  it("reports an error once, and how often it occurred when it has ended", () => {
    repeat("OOM command not allowed", 3);
    expect(messages()).toEqual(["OOM command not allowed"]);
    vi.advanceTimersByTime(5000);
    expect(messages()).toEqual([
      "OOM command not allowed",
      "The same error occurred 299 more times in 3 s: OOM command not allowed",
    ]);
    expect(told[1]).toMatchObject({ name: "RepeatedError", times: 299, duration: 2990 });
    vi.advanceTimersByTime(3_600_000);
    expect(told).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("reports nothing more about an error that occurred once", () => {
    errors.add(new Error("OOM command not allowed"));
    vi.advanceTimersByTime(3_600_000);
    expect(told).toHaveLength(1);
  });

  it("reports another error at once, but not one that differs in a number or name", () => {
    repeat("Missing lock for job 7a:1", 1);
    errors.add(new Error("Missing lock for job 7a:2"));
    errors.add(new Error("READONLY You can't write against a read only replica"));
    expect(messages()).toEqual([
      "Missing lock for job 7a:1",
      "READONLY You can't write against a read only replica",
    ]);
  });

  it("reports a lasting error less and less often, and counts every occurrence", () => {
    repeat("OOM command not allowed", 900);
    errors.close();
    expect(told.length).toBeLessThan(8);
    const counted = told.map((error) => (RepeatedError.isInstance(error) ? error.times : 1));
    expect(counted.reduce((sum, times) => sum + times, 0)).toBe(90_000);
  });

  it("tracks only a few errors that have nothing in common", () => {
    const word = (at: number): string => at.toString(2).replaceAll("0", "a").replaceAll("1", "b");
    for (let at = 0; at < 1000; at += 1) errors.add(new Error(word(at)));
    expect(vi.getTimerCount()).toBeLessThanOrEqual(100);
    expect(told).toHaveLength(1000);
  });
});

const program = inject("redisServer");

describe.skipIf(program === "")("a worker whose Redis refuses writes", () => {
  const bench = useQueueBench(program);

  const outOfMemory = [
    ["CONFIG", "SET", "maxmemory", "1"],
    ["CONFIG", "SET", "maxmemory", "0"],
    /^OOM/,
  ] as const;
  const readOnly = [["REPLICAOF", "127.0.0.1", "1"], ["REPLICAOF", "NO", "ONE"], /^READONLY/] as const;

  it.each([outOfMemory, readOnly])(
    "reports it once, asks less and less often, and continues: %s",
    async (begin, end, firstMessage) => {
      const told: Error[] = [];
      const rows: string[] = [];
      await bench.enqueue({ memory: bench.memory, emails: ["ada@example.com"] });
      await bench.connection.call(begin[0], begin.slice(1));
      waits.length = 0;
      bench.work({
        settleAfter: undefined,
        onError: (error) => void told.push(error),
        onRow: ({ state }) => void rows.push(state),
      });
      await vi.waitFor(() => {
        expect(waits.length).toBeGreaterThanOrEqual(20);
      }, patience);
      await bench.connection.call(end[0], end.slice(1));
      await vi.waitFor(() => {
        expect(rows).toEqual(["done"]);
      }, patience);
      await bench.worker?.close();

      const [first, ...others] = told;
      expect(first?.message).toMatch(firstMessage);
      const repeated = others.flatMap((error) => (RepeatedError.isInstance(error) ? [error] : []));
      expect(repeated.length).toBeGreaterThan(0);
      const kinds = told.filter((error) => !RepeatedError.isInstance(error)).map(({ message }) => message);
      expect(new Set(kinds).size).toBe(kinds.length);
      expect(repeated.length).toBeLessThanOrEqual(kinds.length);
      expect(repeated.reduce((sum, { times }) => sum + times, kinds.length)).toBeGreaterThanOrEqual(
        waits.length,
      );

      const expected = waits.map((_, at) => Math.min(1000, 50 * 2 ** at));
      for (const [at, wait] of waits.entries()) {
        expect(wait).toBeGreaterThanOrEqual((expected[at] ?? 0) / 2);
        expect(wait).toBeLessThanOrEqual(expected[at] ?? 0);
      }
    },
  );
});
