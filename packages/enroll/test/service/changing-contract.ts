import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, it, vi } from "vitest";
import type { RowOutcome } from "../../src/index.ts";
import type { EnrollmentFilter } from "../../src/service/index.ts";
import { newsletter } from "../support/targets.ts";
import { leavable, next, type Opening } from "./support.ts";

const ann = { email: "ann@example.com" };

/** How enrollments are changed, wherever they are recorded. */
export function testChanging({ open }: Pick<Opening, "open">): void {
  describe("retry", () => {
    it("sends one that has failed again", async () => {
      const target = newsletter({
        answer: (_email, times) => (times === 1 ? { state: "failed", reason: "full" } : { state: "done" }),
      });
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "failed");
      expect(await enrollments.retry(key)).toMatchObject({ state: "pending" });
      expect(await next(enrollments, "done")).toMatchObject({ key, attempts: 2 });
    });

    it("is refused for one that is done", async () => {
      const enrollments = await open({ target: newsletter() });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "done");
      await expect(enrollments.retry(key)).rejects.toMatchObject({
        name: "EnrollmentStateError",
        state: "done",
      });
    });

    it("is refused for a key that is not known", async () => {
      const enrollments = await open({ target: newsletter() });
      await expect(enrollments.retry("[]")).rejects.toThrow("there is none with this key");
    });
  });

  describe("cancel", () => {
    it("withdraws one that is pending, until it is added again", async () => {
      const target = newsletter();
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      expect(await enrollments.cancel(key)).toMatchObject({ state: "canceled" });
      await enrollments.add({ email: "bea@example.com" });
      enrollments.start();
      await next(enrollments, "done");
      expect(target.sent).toEqual(["bea@example.com"]);
      expect((await enrollments.health()).counts).toMatchObject({ canceled: 1, failed: 0 });
      expect(await enrollments.add(ann)).toMatchObject({ key, isNew: true, state: "pending" });
      await next(enrollments, "done");
      expect(target.sent).toEqual(["bea@example.com", "ann@example.com"]);
    });

    it("is refused for one that is being sent", async () => {
      const { promise, resolve } = Promise.withResolvers<RowOutcome>();
      const enrollments = await open({ target: newsletter({ answer: () => promise }) });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await vi.waitFor(async () => {
        expect(await enrollments.get(key)).toMatchObject({ state: "sending" });
      }, patience);
      await expect(enrollments.cancel(key)).rejects.toMatchObject({ state: "sending" });
      resolve({ state: "done" });
      await next(enrollments, "done");
    });
  });

  describe("resolve", () => {
    it.each(["done", "failed"] as const)(
      "records a person's word that an unknown one is %s",
      async (state) => {
        const target = newsletter({ answer: () => ({ state: "unknown", reason: "lost" }) });
        const enrollments = await open({ target });
        const { key } = await enrollments.add(ann);
        enrollments.start();
        await next(enrollments, "unknown");
        const told = next(enrollments, state);
        expect(await enrollments.resolve(key, state, "seen in the vendor's list")).toMatchObject({ state });
        expect(await told).toMatchObject({ key, state, reason: "seen in the vendor's list" });
        await expect(enrollments.resolve(key, state)).rejects.toMatchObject({ name: "EnrollmentStateError" });
      },
    );
  });

  describe("revoke", () => {
    it("takes out a learner who was enrolled, who can then be enrolled again", async () => {
      const target = leavable();
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "done");
      expect(await enrollments.revoke(key, "refunded")).toMatchObject({
        operation: "revoke",
        state: "pending",
      });
      expect(await next(enrollments, "done")).toMatchObject({ key, operation: "revoke", state: "done" });
      expect(target.left).toEqual([ann.email]);
      expect(await enrollments.add(ann, { reference: "order 2" })).toMatchObject({
        isNew: true,
        reference: "order 2",
      });
      expect(await next(enrollments, "done")).toMatchObject({ key, operation: "enroll", state: "done" });
      expect(target.sent).toEqual([ann.email, ann.email]);
    });

    it("cancels one that is pending", async () => {
      const target = leavable();
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      expect(await enrollments.revoke(key)).toMatchObject({ operation: "enroll", state: "canceled" });
      expect(target.left).toEqual([]);
    });

    it("is withdrawn when the learner is added again before it was sent", async () => {
      const target = leavable();
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "done");
      await enrollments.stop();
      await enrollments.revoke(key);
      expect(await enrollments.add(ann)).toMatchObject({ isNew: false, operation: "enroll", state: "done" });
      enrollments.start();
      await enrollments.add({ email: "bea@example.com" });
      await next(enrollments, "done");
      expect(target.left).toEqual([]);
    });

    it("is refused at a target that cannot take anyone out", async () => {
      const enrollments = await open({ target: newsletter() });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "done");
      await expect(enrollments.revoke(key)).rejects.toThrow(
        "newsletter cannot take anyone out: do it at the vendor",
      );
      expect(await enrollments.get(key)).toMatchObject({ operation: "enroll", state: "done" });
    });

    it("is settled like any other operation when its reply is lost", async () => {
      const target = leavable({
        leave: () => ({ state: "unknown", reason: "lost" }),
        hasLeft: () => "done",
      });
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "done");
      await enrollments.revoke(key);
      expect(await next(enrollments, "done")).toMatchObject({ key, operation: "revoke", state: "done" });
      expect(target.left).toEqual([ann.email]);
    });

    it("leaves the learner enrolled when the vendor refuses, until it is retried", async () => {
      let isRefused = true;
      const target = leavable({
        leave: () => (isRefused ? { state: "failed", reason: "the class is closed" } : { state: "done" }),
      });
      const enrollments = await open({ target });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "done");
      await enrollments.revoke(key);
      expect(await next(enrollments, "failed")).toMatchObject({
        operation: "revoke",
        reason: "the class is closed",
      });
      isRefused = false;
      await enrollments.retry(key);
      expect(await next(enrollments, "done")).toMatchObject({ operation: "revoke", state: "done" });
    });

    it("is refused while the enrollment is unknown", async () => {
      const enrollments = await open({
        target: leavable({ answer: () => ({ state: "unknown", reason: "lost" }) }),
      });
      const { key } = await enrollments.add(ann);
      enrollments.start();
      await next(enrollments, "unknown");
      await expect(enrollments.revoke(key)).rejects.toMatchObject({ state: "unknown" });
    });
  });

  describe("list", () => {
    it("lists all in the order in which they were added, or those of a state or a reference", async () => {
      const target = newsletter({
        answer: (email) => (email.startsWith("b") ? { state: "failed", reason: "no" } : { state: "done" }),
      });
      const enrollments = await open({ target });
      await enrollments.add(ann, { reference: "order 1" });
      await enrollments.add({ email: "bea@example.com" }, { reference: "order 1" });
      enrollments.start();
      await next(enrollments, "failed");
      await enrollments.stop();
      await enrollments.add({ email: "cid@example.com" }, { reference: "order 2" });
      const learnersOf = async (filter: EnrollmentFilter = {}): Promise<string[]> => {
        const found: string[] = [];
        for await (const { learner } of enrollments.list(filter)) found.push(learner);
        return found;
      };
      expect(await learnersOf()).toEqual(["ann@example.com", "bea@example.com", "cid@example.com"]);
      expect(await learnersOf({ state: "failed" })).toEqual(["bea@example.com"]);
      expect(await learnersOf({ reference: "order 1" })).toEqual(["ann@example.com", "bea@example.com"]);
      expect(await learnersOf({ operation: "revoke" })).toEqual([]);
    });
  });
}
