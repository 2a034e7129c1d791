import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, inject, it, vi } from "vitest";
import { EnrollmentStates } from "../../../src/bullmq/service/enrollment-states.ts";
import type { StoredEnrollment } from "../../../src/bullmq/service/stored-enrollment.ts";
import { jobIdOf } from "../../../src/bullmq/row-job.ts";
import type { RowOutcome } from "../../../src/index.ts";
import type { Enrollment } from "../../../src/service/index.ts";
import { leavable, next } from "../../service/support.ts";
import { newsletter } from "../../support/targets.ts";
import { useServiceBench } from "./support.ts";

const program = inject("redisServer");
const ann = { email: "ann@example.com" };
const base = "kelaskit:{shop}:enrollments";

describe.skipIf(program === "")("a service of several processes", () => {
  const bench = useServiceBench(program);

  it("adds an enrollment once, whichever processes add it at once", async () => {
    const target = newsletter();
    const [one, other] = await Promise.all([bench.open({ target }), bench.open({ target })]);
    const added = await Promise.all([one, other, one, other].map((service) => service.add(ann)));
    expect(added.filter(({ isNew }) => isNew)).toHaveLength(1);
    one.start();
    other.start();
    await vi.waitFor(async () => {
      expect((await other.health()).counts).toMatchObject({ done: 1, pending: 0, sending: 0 });
    }, patience);
    expect(target.sent).toEqual([ann.email]);
  });

  it("tells each end once, in the process that has ended it", async () => {
    const target = newsletter();
    const [one, other] = [await bench.open({ target }), await bench.open({ target })];
    const services = [one, other];
    const told: string[] = [];
    for (const service of services) service.on("done", ({ learner }) => void told.push(learner));
    const emails = Array.from({ length: 20 }, (_, index) => `l${index}@example.com`);
    await Promise.all(emails.map((email, index) => (index % 2 === 0 ? one : other).add({ email })));
    for (const service of services) service.start();
    await vi.waitFor(() => {
      expect(told.toSorted()).toEqual(emails.toSorted());
    }, patience);
  });

  it("never sends what was canceled, however close the other process was to sending it", async () => {
    const target = newsletter();
    const [sender, other] = await Promise.all([bench.open({ target }), bench.open({ target })]);
    sender.start();
    const canceled: string[] = [];
    for (let index = 0; index < 40; index += 1) {
      const { key, learner } = await other.add({ email: `l${index}@example.com` });
      const cancellation = await other.cancel(key).catch((error: unknown) => {
        expect(error).toMatchObject({ name: "EnrollmentStateError" });
      });
      if (cancellation !== undefined) canceled.push(learner);
    }
    await vi.waitFor(async () => {
      const { counts } = await other.health();
      expect(counts).toMatchObject({ canceled: canceled.length, done: 40 - canceled.length });
    }, patience);
    expect(target.sent.filter((email) => canceled.includes(email))).toEqual([]);
  });

  it("refuses more than may wait in all of them together", async () => {
    const target = newsletter();
    const one = await bench.open({ target, maxPending: 3 });
    const other = await bench.open({ target, maxPending: 3 });
    const adding = Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? one : other).add({ email: `l${index}@example.com` }),
    );
    const results = await Promise.allSettled(adding);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  });

  describe("sends an enrollment whose job is missing", () => {
    it("because its process was killed after recording it", async () => {
      const target = newsletter();
      const service = await bench.open({ target });
      const states = new EnrollmentStates(bench.connection, "shop");
      await states.find();
      const key = JSON.stringify(["newsletter", ann.email, "weekly"]);
      await states.add(jobIdOf(key), { key, text: JSON.stringify(ann), content: "00" }, Infinity);
      service.start();
      expect(await next(service, "done")).toMatchObject({ key });
    });

    it("because Redis has lost the lists of jobs", async () => {
      const target = newsletter();
      const service = await bench.open({ target });
      await service.add(ann);
      await bench.connection.del(`${base}:jobs:shop:wait`);
      service.start();
      await next(service, "done");
      expect(target.sent).toEqual([ann.email]);
    });

    it("because Redis has lost all that BullMQ keeps", async () => {
      const target = newsletter();
      const service = await bench.open({ target });
      await service.add(ann);
      await bench.connection.del(await bench.connection.keys(`${base}:jobs:*`));
      service.start();
      await next(service, "done");
      expect(target.sent).toEqual([ann.email]);
    });
  });

  it("counts and lists again after Redis has lost the rows of a state", async () => {
    const service = await bench.open({ target: newsletter() });
    await service.add(ann);
    await bench.connection.del(`${base}:pending`);
    expect((await service.health()).counts.pending).toBe(1);
    const listed: Enrollment[] = [];
    for await (const enrollment of service.list({ state: "pending" })) listed.push(enrollment);
    expect(listed).toMatchObject([{ learner: ann.email }]);
  });

  it("asks about an unknown enrollment again at the next start, and tells only of news", async () => {
    let isKnown = false;
    const target = newsletter({
      answer: () => ({ state: "unknown", reason: "the reply was lost" }),
      settle: async (rows) => rows.map(() => (isKnown ? "done" : "cannot-tell")),
    });
    const first = await bench.open({ target });
    const { key } = await first.add(ann);
    first.start();
    const unknown = await next(first, "unknown");
    await first.stop();
    const second = await bench.open({ target, settleAfter: 1 });
    const told: Enrollment[] = [];
    second.on("unknown", (enrollment) => void told.push(enrollment));
    second.start();
    // Its job has ended when nothing is left in the queue.
    await vi.waitFor(async () => {
      const [at, jobs] = await Promise.all([
        bench.connection.hget(`${base}:rows`, jobIdOf(key)),
        bench.connection.keys(`${base}:jobs:shop:row-*`),
      ]);
      expect((JSON.parse(at ?? "{}") as { at: number }).at).toBeGreaterThan(unknown.endedAt?.getTime() ?? 0);
      expect(jobs).toEqual([]);
    }, patience);
    expect(await second.get(key)).toMatchObject({ state: "unknown", reason: unknown.reason });
    expect(told).toEqual([]);
    await second.stop();
    isKnown = true;
    second.start();
    expect(await next(second, "done")).toMatchObject({ key, attempts: 1 });
    expect(target.sent).toEqual([ann.email]);
  });

  it("believes a late reply only about the operation that it belongs to", async () => {
    const late = Promise.withResolvers<RowOutcome>();
    const target = leavable({ answer: (_email, times) => (times === 1 ? late.promise : { state: "done" }) });
    const settled = { ...target, settle: async (rows: readonly object[]) => rows.map(() => "done" as const) };
    const [frozen, other] = await Promise.all([
      bench.open({ target, settleAfter: 60_000 }),
      bench.open({ target: settled }),
    ]);
    const { key } = await frozen.add(ann);
    frozen.start();
    await vi.waitFor(() => {
      expect(target.sent).toHaveLength(1);
    }, patience);
    // As if the first process had been frozen: the other one takes the enrollment over, and then takes it back.
    const row = jobIdOf(key);
    const states = new EnrollmentStates(bench.connection, "shop");
    await states.find();
    const seen = await states.look(row);
    if (seen === undefined) throw new Error("The enrollment is not in Redis.");
    const { stored } = seen;
    await states.replace([
      { row, seen: stored, next: { state: "done", fence: stored.fence, line: 0 }, since: undefined },
    ]);
    expect(await other.revoke(key)).toMatchObject({ operation: "revoke", state: "pending" });
    late.resolve({ state: "done", vendorId: "late" });
    await frozen.stop();
    expect(await other.get(key)).toMatchObject({ operation: "revoke", state: "pending" });
    other.start();
    expect(await next(other, "done")).toMatchObject({ operation: "revoke" });
    expect(target.left).toEqual([ann.email]);
  });

  it("does not count an attempt if an enrollment was taken and given back unsent", async () => {
    const service = await bench.open({ target: newsletter() });
    const { key } = await service.add(ann);
    const states = new EnrollmentStates(bench.connection, "shop");
    await states.find();
    const row = jobIdOf(key);
    const write = async (seen: StoredEnrollment, state: "sending" | "pending", fence: number) => {
      const [written] = await states.replace([
        { row, seen, next: { state, fence, line: 0 }, since: undefined },
      ]);
      if (written?.stored === undefined) throw new Error("It was not written.");
      return written.stored;
    };
    const seen = await states.look(row);
    if (seen === undefined) throw new Error("The enrollment is not in Redis.");
    const taken = await write(seen.stored, "sending", 1);
    const sending = await service.get(key);
    expect(sending).toMatchObject({ attempts: 1 });
    expect(sending?.sentAt).toBeInstanceOf(Date);
    await write(taken, "pending", 1);
    expect(await service.get(key)).toMatchObject({ state: "pending", attempts: 0, sentAt: undefined });
  });

  it("ends an enrollment that the target can no longer read, without sending it", async () => {
    const before = await bench.open({ target: newsletter() });
    await before.add(ann);
    const stricter = newsletter({
      parse: () => ({ issues: [{ field: "email", expected: "a company's address", received: "another" }] }),
    });
    const after = await bench.open({ target: stricter });
    after.start();
    expect(await next(after, "failed")).toMatchObject({
      reason: expect.stringContaining(
        "its record is no longer valid: email: expected a company's address",
      ) as string,
    });
    expect(stricter.sent).toEqual([]);
  });

  it("does not show the learner in the keys of Redis", async () => {
    const service = await bench.open({ target: newsletter() });
    await service.add(ann);
    expect((await bench.connection.keys("*")).join(" ")).not.toContain("ann");
  });
});
