import { AuthenticationError, ConnectionError, PermissionError, RateLimitError } from "@kelaskit/core";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { enqueueRows } from "../../src/bullmq/index.ts";
import type { RowEvent } from "../../src/run-options.ts";
import { rowsOf } from "../../src/sources/index.ts";
import type { RowOutcome } from "../../src/target.ts";
import { patience } from "@kelaskit/test-support/patience";
import { name, useQueueBench } from "./support/queue-bench.ts";
import { facts } from "./support/sample-vendor.ts";

const program = inject("redisServer");

describe.skipIf(program === "")("bullmq", () => {
  const bench = useQueueBench(program);

  const enqueue = (...emails: readonly (string | undefined)[]) =>
    bench.enqueue({ memory: bench.memory, emails });

  it("refuses rows with a secret, which Redis would store", async () => {
    const fields = {
      ...bench.vendor.target.fields,
      password: { required: false, description: "a password", secret: true },
    };
    const source = rowsOf([{ email: "ann@example.com", password: "a secret" }], { name: "rows", fields });
    await expect(
      enqueueRows({ connection: bench.connection, name, target: { ...bench.vendor.target, fields }, source }),
    ).rejects.toThrow(
      "line 1, password: expected no value, because the queue would store this secret in Redis",
    );
    await expect(bench.connection.dbsize()).resolves.toBe(0);
  });

  it("sends every row once and counts the outcomes", async () => {
    bench.vendor.onSend = ({ email }) =>
      Promise.resolve(
        email.startsWith("b")
          ? { state: "failed", reason: "No seat is left." }
          : { state: "done", vendorId: "7" },
      );
    const events: RowEvent[] = [];
    expect(await enqueue("ada@example.com", "bo@example.com")).toEqual({
      total: 2,
      added: 2,
      known: 0,
      revived: 0,
    });
    expect(await bench.report()).toEqual({
      total: 2,
      pending: 2,
      sending: 0,
      done: 0,
      failed: 0,
      unknown: 0,
      finished: false,
    });
    bench.work({
      onRow(event) {
        events.push(event);
      },
    });
    await bench.finished();
    expect(bench.vendor.sent.toSorted()).toEqual(["ada@example.com", "bo@example.com"]);
    expect(await bench.report()).toMatchObject({ total: 2, done: 1, failed: 1 });
    expect(await bench.rows()).toMatchObject([
      { line: 2, state: "done", vendorId: "7" },
      { line: 3, state: "failed", reason: "No seat is left." },
    ]);
    expect(events.map(({ line }) => line).toSorted((one, other) => one - other)).toEqual([2, 3]);
  });

  it("adds a row once, even if it repeats, differs in spelling, or has ended", async () => {
    expect(await enqueue("ada@example.com", "Ada@example.com")).toEqual({
      total: 2,
      added: 1,
      known: 1,
      revived: 0,
    });
    bench.work();
    await bench.finished();
    expect(await enqueue("ada@example.com", "bo@example.com")).toMatchObject({ added: 1, known: 1 });
    await bench.finished();
    expect(bench.vendor.sent).toEqual(["ada@example.com", "bo@example.com"]);
  });

  it("adds nothing if a record is not a valid row", async () => {
    await expect(enqueue("ada@example.com", undefined)).rejects.toThrow(/line 3, email: expected a text/);
    await expect(bench.report()).rejects.toThrow(/The queue autumn does not exist/);
  });

  it("reveals no learner in the ids of jobs", async () => {
    await enqueue("ada@example.com");
    expect((await bench.connection.keys("*")).join(" ")).not.toMatch(/ada/);
  });

  it("asks the vendor about a row whose answer was lost, and does not send it again", async () => {
    bench.vendor.onSend = () =>
      Promise.reject(new ConnectionError("The connection broke.", facts, "ECONNRESET"));
    bench.vendor.onSettle = () => Promise.resolve("done");
    await enqueue("ada@example.com");
    bench.work();
    await bench.finished();
    expect(await bench.report()).toMatchObject({ done: 1 });
    expect(bench.vendor.sent).toHaveLength(1);
    expect(bench.vendor.asked).toHaveLength(1);
  });

  it("asks again about a row whose answer was lost twice", async () => {
    bench.vendor.onSend = () =>
      Promise.reject(new ConnectionError("The connection broke.", facts, "ECONNRESET"));
    bench.vendor.onSettle = () => Promise.resolve(bench.vendor.sent.length === 2 ? "done" : "not-done");
    await enqueue("ada@example.com");
    bench.work();
    await bench.finished();
    expect(await bench.rows()).toMatchObject([{ state: "done" }]);
    expect(bench.vendor.sent).toHaveLength(2);
    expect(bench.vendor.asked).toHaveLength(2);
  });

  it("sends a row three times if its answers are lost and it was never carried out", async () => {
    bench.vendor.onSend = () =>
      Promise.reject(new ConnectionError("The connection broke.", facts, "ECONNRESET"));
    bench.vendor.onSettle = () => Promise.resolve("not-done");
    await enqueue("ada@example.com");
    bench.work();
    await bench.finished();
    expect(bench.vendor.sent).toHaveLength(3);
    expect(bench.vendor.asked).toHaveLength(3);
    expect(await bench.rows()).toMatchObject([
      {
        state: "failed",
        reason:
          "The connection broke. It was sent 3 times, and each time sample reported that it was not carried out.",
      },
    ]);
  });

  describe("a rate-limited row", () => {
    const slowDown = () => {
      const details = { status: 429, retryAfter: 5 };
      return new RateLimitError("Slow down.", { ...facts, outcome: "refused" }, details);
    };
    // Without the vendor's retry-after it would wait as long as this.
    const settleAfter = 3_600_000;

    it("is sent again as soon as the vendor allows", async () => {
      bench.vendor.onSend = async () => {
        if (bench.vendor.sent.length === 1) throw slowDown();
        return { state: "done" };
      };
      await enqueue("ani@example.com");
      bench.work({ settleAfter });
      await bench.finished();
      expect(await bench.rows()).toMatchObject([{ state: "done" }]);
      expect(bench.vendor.sent).toHaveLength(2);
      expect(bench.vendor.asked).toEqual([]);
    });

    it("is also sent again if the target says so", async () => {
      bench.vendor.onSend = async () =>
        bench.vendor.sent.length === 1 ? { state: "retry", reason: "Slow down." } : { state: "done" };
      await enqueue("ani@example.com");
      bench.work({ settleAfter: 100 });
      await bench.finished();
      expect(await bench.rows()).toMatchObject([{ state: "done" }]);
      expect(bench.vendor.asked).toEqual([]);
    });

    it("fails if that never ends", async () => {
      bench.vendor.onSend = () => Promise.reject(slowDown());
      await enqueue("ani@example.com");
      bench.work({ settleAfter });
      await bench.finished();
      expect(await bench.rows()).toMatchObject([{ state: "failed", reason: "Slow down." }]);
      expect(bench.vendor.sent).toHaveLength(11);
    });
  });

  it("corrects the delay of a row that a machine with a fast clock set", async () => {
    const ahead = vi.spyOn(Date, "now");
    const offset = 7_200_000;
    ahead.mockImplementation(() => performance.timeOrigin + performance.now() + offset);
    bench.vendor.onSend = () =>
      Promise.reject(new ConnectionError("The connection broke.", facts, "ECONNRESET"));
    bench.vendor.onSettle = () => Promise.resolve("done");
    await enqueue("ada@example.com");
    bench.work();
    await vi.waitFor(async () => {
      expect(await bench.connection.zcard(`bull:${name}:delayed`)).toBe(1);
    }, patience);
    await bench.worker?.close();
    ahead.mockRestore();
    bench.work();
    await bench.finished();
    expect(await bench.report()).toMatchObject({ done: 1 });
  });

  it("leaves a row unknown if the vendor cannot tell", async () => {
    bench.vendor.onSend = () => Promise.reject(new Error("The answer made no sense."));
    await enqueue("ada@example.com");
    bench.work();
    await bench.finished();
    expect(bench.vendor.sent).toHaveLength(1);
    expect(await bench.rows()).toMatchObject([
      { state: "unknown", reason: "The answer made no sense. sample cannot tell." },
    ]);
  });

  it("asks a failing vendor a few times, and then leaves the row unknown", async () => {
    bench.vendor.onSend = () => Promise.reject(new Error("The answer made no sense."));
    bench.vendor.onSettle = () => Promise.reject(new Error("down"));
    await enqueue("ada@example.com");
    bench.work();
    await bench.finished();
    expect(bench.vendor.asked).toHaveLength(5);
    expect(bench.vendor.sent).toHaveLength(1);
    expect(await bench.report()).toMatchObject({ unknown: 1 });
  });

  it("stops if asking would fail for every row, and leaves the row as it is", async () => {
    bench.vendor.onSend = () => Promise.reject(new Error("The answer made no sense."));
    bench.vendor.onSettle = () =>
      Promise.reject(
        new AuthenticationError("The secret has ended.", { ...facts, outcome: "refused" }, { status: 401 }),
      );
    await enqueue("ada@example.com");
    const stopped = Promise.withResolvers<string>();
    bench.work({ onStop: stopped.resolve });
    expect(await stopped.promise).toBe("The secret has ended.");
    await bench.worker?.close();
    expect(bench.vendor.asked).toHaveLength(1);
    expect(await bench.report()).toMatchObject({ sending: 1, unknown: 0 });
  });

  it("stops if sending would fail for every row, and leaves the row as it is", async () => {
    const refused = new PermissionError(
      "The secret is wrong.",
      { ...facts, outcome: "refused" },
      { status: 403 },
    );
    bench.vendor.onSend = () => Promise.reject(refused);
    await enqueue("ada@example.com", "bo@example.com", "cy@example.com");
    const stopped = Promise.withResolvers<string>();
    bench.work({ concurrency: 1, onStop: stopped.resolve });
    expect(await stopped.promise).toBe("The secret is wrong.");
    await bench.worker?.close();
    expect(await bench.report()).toMatchObject({ pending: 3, failed: 0 });
    expect(bench.vendor.sent).toHaveLength(1);
  });

  describe.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new TypeError("a mistake");
      },
    ],
    ["returns a promise that rejects", () => Promise.reject(new TypeError("a mistake"))],
  ])("a function of the user that %s", (_, mistake) => {
    it("fails no row if it is onRow, and its error goes to onError", async () => {
      const errors: string[] = [];
      await enqueue("ada@example.com", "bo@example.com");
      bench.work({
        onRow: () => mistake() as Promise<void>,
        onError: ({ message }) => void errors.push(message),
      });
      await bench.finished();
      await bench.worker?.close();
      const told = "The worker's onRow function for the queue autumn failed: a mistake";
      expect(errors).toEqual([
        told,
        expect.stringMatching(new RegExp(`^The same error occurred once more in \\d+ s: ${told}$`)),
      ]);
      expect(await bench.report()).toMatchObject({ done: 2, failed: 0 });
      expect(bench.vendor.sent).toHaveLength(2);
    });

    it("is written to the console if it is onError, even after onStop failed", async () => {
      const written: unknown[] = [];
      const spy = vi.spyOn(console, "error").mockImplementation((error) => void written.push(error));
      onTestFinished(() => {
        spy.mockRestore();
      });
      bench.vendor.onSend = () =>
        Promise.reject(
          new AuthenticationError("The secret is wrong.", { ...facts, outcome: "refused" }, { status: 401 }),
        );
      await enqueue("ada@example.com");
      bench.work({ onStop: () => mistake() as Promise<void>, onError: () => mistake() as Promise<void> });
      await vi.waitFor(() => {
        expect(written).toHaveLength(1);
      }, patience);
      expect(String(written[0])).toContain(
        "The worker's onError function for the queue autumn failed: a mistake",
      );
      expect(await bench.report()).toMatchObject({ pending: 1, failed: 0, unknown: 0 });
    });
  });

  it("waits for rows in progress when it is closed, and leaves the rest", async () => {
    const answer = Promise.withResolvers<RowOutcome>();
    const underWay = Promise.withResolvers<undefined>();
    bench.vendor.onSend = () => {
      underWay.resolve(undefined);
      return answer.promise;
    };
    await enqueue("ada@example.com", "bo@example.com");
    bench.work({ concurrency: 1, settleAfter: 60_000 });
    await underWay.promise;
    const closing = bench.worker?.close();
    answer.resolve({ state: "done" });
    await closing;
    expect(await bench.report()).toMatchObject({ done: 1, pending: 1 });
  });
});
