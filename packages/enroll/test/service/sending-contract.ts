import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, it, vi } from "vitest";
import type { RowOutcome } from "../../src/index.ts";
import { newsletter } from "../support/targets.ts";
import { countingBatches, enrollMany, leavable, next, type Opening } from "./support.ts";

const ann = { email: "ann@example.com" };
const bea = { email: "bea@example.com" };

/** How enrollments are sent, wherever they are recorded. */
export function testSending({ open, newPlace }: Opening): void {
  describe("a service that was started", () => {
    it("sends what was added before and what is added later", async () => {
      const target = newsletter();
      const enrollments = await open({ target });
      await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "done");
      await enrollments.add({ email: "bea@example.com" });
      await next(enrollments, "done");
      expect(target.sent).toEqual(["ann@example.com", "bea@example.com"]);
      expect(await enrollments.health()).toMatchObject({ isReady: true, counts: { done: 2, pending: 0 } });
    });

    it("tells of those that the vendor refuses, with the reason", async () => {
      const target = newsletter({ answer: () => ({ state: "failed", reason: "no such list" }) });
      const enrollments = await open({ target });
      const failed = next(enrollments, "failed");
      await enrollments.add(ann, { reference: "order 1" });
      enrollments.start();
      expect(await failed).toMatchObject({
        state: "failed",
        reason: "no such list",
        reference: "order 1",
        attempts: 1,
      });
    });

    it("sends several in one call to a target that takes them", async () => {
      const { target, sizes } = countingBatches();
      await enrollMany(await open({ target }));
      expect(sizes.reduce((sum, size) => sum + size)).toBe(25);
      expect(sizes.length).toBeLessThan(25);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
    });

    it("reports a listener that fails, and goes on", async () => {
      const enrollments = await open({ target: newsletter() });
      enrollments.on("done", () => {
        throw new Error("the mail server is down");
      });
      enrollments.start();
      await enrollments.add(ann);
      await next(enrollments, "done");
      await enrollments.add({ email: "bea@example.com" });
      await next(enrollments, "done");
      expect(enrollments.errors.map(({ message }) => message)).toEqual([
        expect.stringMatching(/"done" listener of the enrollments in .* failed: the mail server is down/),
        expect.stringMatching(/"done" listener/),
      ]);
    });
  });

  describe("when a reply is lost", () => {
    const lost = (): RowOutcome => ({ state: "unknown", reason: "the reply was lost" });

    it("asks the vendor at once, and believes that it was carried out", async () => {
      const target = newsletter({ answer: lost, settle: async (rows) => rows.map(() => "done") });
      const enrollments = await open({ target });
      await enrollments.add(ann);
      enrollments.start();
      expect(await next(enrollments, "done")).toMatchObject({ attempts: 1 });
      expect(target.sent).toHaveLength(1);
    });

    it("is unknown if the vendor cannot tell, and is never sent again by itself", async () => {
      const target = newsletter({ answer: lost, settle: async (rows) => rows.map(() => "cannot-tell") });
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      expect(await next(enrollments, "unknown")).toMatchObject({ key, state: "unknown" });
      await enrollments.stop();
      enrollments.start();
      await enrollments.add({ email: "bea@example.com" });
      expect(target.sent.filter((email) => email === ann.email)).toHaveLength(1);
    });
  });

  describe("when a reply is lost and the vendor cannot be asked", () => {
    it("is unknown for the reason of that time, and told of once, also after another start", async () => {
      const target = newsletter({
        answer: (email) =>
          email === ann.email ? { state: "unknown", reason: "the socket hung up" } : { state: "done" },
      });
      const enrollments = await open({ target });
      const told: (string | undefined)[] = [];
      enrollments.on("unknown", ({ reason }) => void told.push(reason));
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "unknown");
      await enrollments.stop();
      enrollments.start();
      await enrollments.add(bea);
      await next(enrollments, "done");
      expect(told).toEqual(["the socket hung up"]);
      expect(await enrollments.get(key)).toMatchObject({ state: "unknown", reason: "the socket hung up" });
    });
  });

  describe("the oldest pending enrollment", () => {
    it("waits since it was added, however often it was sent without an answer of its own", async () => {
      const target = newsletter({ answer: () => ({ state: "retry", reason: "busy" }) });
      const enrollments = await open({ target });
      const { key, addedAt } = await enrollments.add(ann);
      enrollments.start();
      await vi.waitFor(async () => {
        expect(await enrollments.get(key)).toMatchObject({ state: "pending", reason: "busy" });
      }, patience);
      expect(await enrollments.health()).toHaveProperty("oldestPending", addedAt);
    });

    it("waits since it was taken back, whenever it was added", async () => {
      const enrollments = await open({ target: leavable() });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      const { endedAt } = await next(enrollments, "done");
      await enrollments.stop();
      await vi.waitFor(() => {
        expect(Date.now()).toBeGreaterThan(Number(endedAt));
      }, patience);
      await enrollments.revoke(key);
      const { oldestPending } = await enrollments.health();
      expect(Number(oldestPending)).toBeGreaterThan(Number(endedAt));
    });

    it("is one that was added before another was retried", async () => {
      const target = newsletter({
        answer: (email) => (email === ann.email ? { state: "failed", reason: "full" } : { state: "done" }),
      });
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "failed");
      await enrollments.stop();
      const { addedAt } = await enrollments.add(bea);
      await vi.waitFor(() => {
        expect(Date.now()).toBeGreaterThan(Number(addedAt));
      }, patience);
      await enrollments.retry(key);
      expect(await enrollments.health()).toHaveProperty("oldestPending", addedAt);
    });
  });

  describe("stop", () => {
    it("waits for what is in progress, and leaves the rest", async () => {
      const { promise, resolve } = Promise.withResolvers<RowOutcome>();
      const target = newsletter({ answer: () => promise });
      const enrollments = await open({ target, concurrency: 1 });
      const first = await enrollments.add(ann);
      const second = await enrollments.add({ email: "bea@example.com" });
      enrollments.start();
      await vi.waitFor(() => {
        expect(target.sent).toHaveLength(1);
      }, patience);
      const stopped = enrollments.stop();
      resolve({ state: "done" });
      expect(await stopped).toEqual({ abandoned: 0 });
      expect(await enrollments.get(first.key)).toMatchObject({ state: "done" });
      expect(await enrollments.get(second.key)).toMatchObject({ state: "pending" });
      expect(await enrollments.health()).toMatchObject({ isReady: false });
    });

    it("abandons calls that take longer: they are asked about before they are sent again", async () => {
      const place = newPlace();
      const hanging = newsletter({ answer: () => Promise.withResolvers<RowOutcome>().promise });
      const first = await open({ target: hanging }, place);
      const { key } = await first.add(ann);
      first.start();
      await vi.waitFor(() => {
        expect(hanging.sent).toHaveLength(1);
      }, patience);
      expect(await first.stop({ within: 0 })).toEqual({ abandoned: 1 });
      expect(await first.get(key)).toMatchObject({ state: "sending" });
      await first.close();
      const settled = newsletter({ settle: async (rows) => rows.map(() => "done") });
      const second = await open({ target: settled }, place);
      second.start();
      expect(await next(second, "done")).toMatchObject({ key, attempts: 1 });
      expect(settled.sent).toEqual([]);
    });

    it("is over when it was followed by a start before its end", async () => {
      const { promise, resolve } = Promise.withResolvers<RowOutcome>();
      const target = newsletter({ answer: () => promise });
      const enrollments = await open({ target });
      await enrollments.add(ann);
      enrollments.start();
      await vi.waitFor(() => {
        expect(target.sent).toHaveLength(1);
      }, patience);
      const stopped = enrollments.stop();
      enrollments.start();
      resolve({ state: "done" });
      await stopped;
      await enrollments.add({ email: "bea@example.com" });
      await next(enrollments, "done");
      expect(target.sent).toEqual([ann.email, "bea@example.com"]);
    });

    it("can be followed by another start", async () => {
      const target = newsletter();
      const enrollments = await open({ target });
      enrollments.start();
      await enrollments.stop();
      await enrollments.add(ann);
      expect(target.sent).toEqual([]);
      enrollments.start();
      await next(enrollments, "done");
      expect(target.sent).toEqual([ann.email]);
    });
  });

  describe("a target that returns what it must not", () => {
    it.for([
      ["an error as the reason", { state: "failed", reason: new Error("no such list") }, "failed"],
      ["a truth as the id", { state: "done", vendorId: true }, "done"],
      ["an object as the detail", { state: "done", detail: { was: "there" } }, "done"],
      ["a state that is none", { state: "ok" }, "unknown"],
      ["nothing", null, "unknown"],
    ] as const)("(%s) spoils neither its enrollment nor those of others", async ([, outcome, state]) => {
      const target = newsletter({
        answer: (email) => (email === ann.email ? (outcome as never) : { state: "done" }),
      });
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      const other = await enrollments.add(bea);
      enrollments.start();
      await vi.waitFor(async () => {
        expect(await enrollments.get(key)).toHaveProperty("state", state);
        expect(await enrollments.get(other.key)).toHaveProperty("state", "done");
      }, patience);
      expect(enrollments.errors).toEqual([]);
      expect(target.sent).toHaveLength(2);
    });

    it('as the vendor\'s answer is not taken for "not-done", after which it would be sent again', async () => {
      const target = newsletter({
        answer: () => ({ state: "unknown", reason: "the reply was lost" }),
        settle: async () => ["not done" as never],
      });
      const enrollments = await open({ target, settleAfter: 10 });
      const unknown = next(enrollments, "unknown");
      await enrollments.add(ann);
      enrollments.start();
      await unknown;
      expect(target.sent).toHaveLength(1);
    });
  });
}
