import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, it, vi } from "vitest";
import { newsletter } from "../support/targets.ts";
import { next, type Opening } from "./support.ts";

/** How enrollments are added, wherever they are recorded. */
export function testAdding({ open, newPlace }: Opening): void {
  describe("add", () => {
    it("has recorded the enrollment when it resolves, for a later process", async () => {
      const place = newPlace();
      const first = await open({ target: newsletter() }, place);
      const { key } = await first.add({ email: "ann@example.com" }, { reference: "order 4711" });
      await first.close();
      const second = await open({ target: newsletter() }, place);
      expect(await second.get(key)).toMatchObject({
        learner: "ann@example.com",
        item: "weekly",
        operation: "enroll",
        state: "pending",
        reference: "order 4711",
        attempts: 0,
      });
    });

    it("returns the same enrollment for the same learner and item", async () => {
      const target = newsletter();
      const enrollments = await open({ target });
      const first = await enrollments.add({ email: "ann@example.com" }, { reference: "order 1" });
      const second = await enrollments.add({ email: "ann@example.com" }, { reference: "order 2" });
      expect(first).toMatchObject({ isNew: true, isChanged: false });
      expect(second).toMatchObject({ key: first.key, isNew: false, isChanged: false, reference: "order 1" });
      enrollments.start();
      await next(enrollments, "done");
      expect(target.sent).toEqual(["ann@example.com"]);
    });

    it("says when the same enrollment comes with other values, which are not used", async () => {
      const named = newsletter({
        fields: {
          email: { required: true, description: "the address" },
          name: { required: false, description: "the name" },
        },
        parse: ({ email, name }) => ({ row: { email: String(email), name } }),
      });
      const enrollments = await open({ target: named });
      await enrollments.add({ email: "ann@example.com", name: "Ann" });
      expect(await enrollments.add({ email: "ann@example.com", name: "ANN " })).toMatchObject({
        isChanged: false,
      });
      expect(await enrollments.add({ email: "ann@example.com", name: "Bea" })).toMatchObject({
        isChanged: true,
      });
    });

    it("sends one that has failed again when it is added for another reference", async () => {
      const target = newsletter({
        answer: (_email, times) => (times === 1 ? { state: "failed", reason: "full" } : { state: "done" }),
      });
      const enrollments = await open({ target });
      const { key } = await enrollments.add({ email: "ann@example.com" }, { reference: "order 1" });
      enrollments.start();
      await next(enrollments, "failed");
      const ended = next(enrollments, "done");
      expect(await enrollments.add({ email: "ann@example.com" }, { reference: "order 2" })).toMatchObject({
        key,
        isNew: true,
        reference: "order 2",
      });
      expect(await ended).toMatchObject({ key, reference: "order 2", attempts: 2 });
    });

    it.each([
      ["the same reference", { reference: "order 1" }],
      ["none", {}],
    ])("leaves one that has failed as it is when it is added again with %s", async (_name, options) => {
      const target = newsletter({ answer: () => ({ state: "failed", reason: "full" }) });
      const enrollments = await open({ target });
      await enrollments.add({ email: "ann@example.com" }, { reference: "order 1" });
      enrollments.start();
      await next(enrollments, "failed");
      expect(await enrollments.add({ email: "ann@example.com" }, options)).toMatchObject({
        isNew: false,
        state: "failed",
        reference: "order 1",
      });
      expect(target.sent).toHaveLength(1);
    });

    it("is another enrollment for another item of the same learner", async () => {
      const target = newsletter({
        fields: {
          email: { required: true, description: "the address" },
          item: { required: true, description: "the list" },
        },
        parse: ({ email, item }) => ({ row: { email: String(email), item } }),
        keyOf: (row) => ({ learner: row.email, item: (row as unknown as { readonly item: string }).item }),
      });
      const enrollments = await open({ target });
      await enrollments.add({ email: "ann@example.com", item: "weekly" });
      expect(await enrollments.add({ email: "ann@example.com", item: "daily" })).toMatchObject({
        isNew: true,
      });
    });

    it.each([
      [
        "a record that is not a valid row",
        { email: "ann" },
        /email: expected an e-mail address, got a string/,
      ],
      [
        "a field that the target does not have",
        { emial: "ann@example.com" },
        /emial: expected the field email/,
      ],
      [
        "a value that cannot be stored",
        { email: new Date(0) },
        /email: expected a value that JSON can represent, got an object/,
      ],
      ["no object", "ann@example.com", /record: expected an object/],
    ])("refuses %s, and adds nothing", async (_name, record, message) => {
      const enrollments = await open({ target: newsletter() });
      // Programs without types may pass anything.
      const adding = enrollments.add(record as unknown as Record<string, unknown>);
      await expect(adding).rejects.toMatchObject({ name: "InvalidEnrollmentError" });
      await expect(adding).rejects.toThrow(message);
      expect((await enrollments.health()).counts.pending).toBe(0);
    });

    it("refuses a secret, which the journal would store, and does not repeat it", async () => {
      const target = newsletter({
        fields: {
          email: { required: true, description: "the address" },
          password: { required: false, secret: true, description: "the password" },
        },
      });
      const enrollments = await open({ target });
      const adding = enrollments.add({ email: "ann@example.com", password: "correct horse" });
      await expect(adding).rejects.toThrow("password: expected no value, because the journal would store it");
      await expect(adding).rejects.not.toThrow("horse");
    });

    it("refuses a reference that is no text of a sensible length", async () => {
      const enrollments = await open({ target: newsletter() });
      await expect(
        enrollments.add({ email: "a@example.com" }, { reference: "x".repeat(501) }),
      ).rejects.toThrow("reference must be a text of 1 to 500 characters, got one of 501");
    });

    it("refuses more than may wait, and takes more when some were sent", async () => {
      const target = newsletter();
      const enrollments = await open({ target, maxPending: 2 });
      const three = ["a", "b", "c"].map((name) => enrollments.add({ email: `${name}@example.com` }));
      const results = await Promise.allSettled(three);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
      expect(results[2]).toMatchObject({ reason: { name: "ServiceFullError", maxPending: 2 } });
      enrollments.start();
      await vi.waitFor(async () => {
        expect((await enrollments.health()).counts.done).toBe(2);
      }, patience);
      expect(await enrollments.add({ email: "c@example.com" })).toMatchObject({ isNew: true });
    });

    it("returns what is there already, however many wait", async () => {
      const enrollments = await open({ target: newsletter(), maxPending: 1 });
      const { key } = await enrollments.add({ email: "ann@example.com" });
      expect(await enrollments.add({ email: "ann@example.com" })).toMatchObject({ key, isNew: false });
    });

    it("refuses one that was canceled while as many wait as may", async () => {
      const enrollments = await open({ target: newsletter(), maxPending: 1 });
      const { key } = await enrollments.add({ email: "ann@example.com" });
      await enrollments.cancel(key);
      await enrollments.add({ email: "bea@example.com" });
      await expect(enrollments.add({ email: "ann@example.com" })).rejects.toMatchObject({
        name: "ServiceFullError",
      });
      expect(await enrollments.get(key)).toMatchObject({ state: "canceled" });
    });

    it("is refused after close", async () => {
      const enrollments = await open({ target: newsletter() });
      await enrollments.close();
      await expect(enrollments.add({ email: "a@example.com" })).rejects.toThrow("was closed by close()");
    });
  });
}
