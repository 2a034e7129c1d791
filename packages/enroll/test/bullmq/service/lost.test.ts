import { rm } from "node:fs/promises";
import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, inject, it, vi } from "vitest";
import { confirmEnrollments } from "../../../src/bullmq/index.ts";
import type { Settlement } from "../../../src/index.ts";
import type { Enrollments } from "../../../src/service/index.ts";
import { next } from "../../service/support.ts";
import { newsletter, type RecordingTarget } from "../../support/targets.ts";
import { useServiceBench } from "./support.ts";

const program = inject("redisServer");
const ann = { email: "ann@example.com" };
const lost = { name: "QueueError", problem: "lost-states" };

/** A newsletter that knows what it was sent, and remembers whom it was asked about. */
function honest(): RecordingTarget & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  const target: RecordingTarget = newsletter({
    settle: async (rows) =>
      rows.map(({ email }): Settlement => {
        asked.push(email);
        return target.sent.includes(email) ? "done" : "not-done";
      }),
  });
  return Object.assign(target, { asked });
}

async function everyMethod(service: Enrollments, key: string): Promise<void> {
  const list = async (): Promise<void> => {
    for await (const { state } of service.list()) expect(state).toBeDefined();
  };
  const calls = [
    service.add(ann),
    service.get(key),
    list(),
    service.retry(key),
    service.cancel(key),
    service.resolve(key, "done"),
    service.revoke(key),
  ];
  for (const call of await Promise.allSettled(calls)) expect(call).toMatchObject({ reason: lost });
}

describe.skipIf(program === "")("when Redis loses enrollments", () => {
  const bench = useServiceBench(program);

  it("every method says so, the service is not ready, and nothing is sent", async () => {
    const target = honest();
    const service = await bench.open({ target });
    const { key } = await service.add(ann);
    await bench.connection.flushall();
    await everyMethod(service, key);
    service.start();
    expect(await service.health()).toMatchObject({
      isReady: false,
      reason: expect.stringContaining("The enrollments of the queue shop are lost") as string,
    });
    await service.stop();
    expect(target.sent).toEqual([]);
  });

  it("says so when only some of them are lost", async () => {
    const service = await bench.open({ target: honest() });
    const { key } = await service.add(ann);
    await service.add({ email: "bea@example.com" });
    const [row = ""] = await bench.connection.hkeys("kelaskit:{shop}:enrollments:rows");
    await bench.connection.hdel("kelaskit:{shop}:enrollments:rows", row);
    await everyMethod(service, key);
    await expect(bench.open({ target: honest() })).rejects.toThrow("Redis has lost 1 of the enrollments");
  });

  it("reports the outcome of a call that was in progress", async () => {
    const answered = Promise.withResolvers<{ readonly state: "done"; readonly vendorId: string }>();
    const service = await bench.open({
      target: newsletter({ answer: () => answered.promise }),
      settleAfter: 60_000,
    });
    await service.add(ann);
    service.start();
    await vi.waitFor(async () => {
      expect((await service.health()).counts.sending).toBe(1);
    }, patience);
    await bench.connection.flushall();
    answered.resolve({ state: "done", vendorId: "order-7" });
    await vi.waitFor(() => {
      expect(service.errors.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/^An enrollment .* only record of its outcome: done.*order-7/),
      );
    }, patience);
  });

  it("a later process refuses to continue, until that is accepted: then the vendor is asked first", async () => {
    const target = honest();
    const first = await bench.open({ target });
    await first.add(ann);
    first.start();
    await next(first, "done");
    await first.close();
    await bench.connection.flushall();
    await expect(bench.open({ target })).rejects.toMatchObject(lost);
    const second = await bench.open({ target }, { acceptLoss: true });
    second.start();
    const ends = [next(second, "done")];
    await second.add(ann);
    await Promise.all(ends);
    const end = next(second, "done");
    await second.add({ email: "bea@example.com" });
    await end;
    expect(target.sent).toEqual(["ann@example.com", "bea@example.com"]);
    expect(target.asked).toContain("bea@example.com");
  });

  it("a queue without a memory file may have been lost: the vendor is asked, until a person has confirmed it", async () => {
    const target = honest();
    const service = await bench.open({ target }, { memory: undefined });
    service.start();
    const first = next(service, "done");
    await service.add(ann);
    await first;
    expect(target.asked).toEqual([ann.email]);
    await confirmEnrollments({ connection: bench.connection, name: "shop" });
    const second = next(service, "done");
    await service.add({ email: "bea@example.com" });
    await second;
    expect(target.asked).toEqual([ann.email]);
  });

  it("an enrollment that the vendor cannot tell about is held back, until a person has confirmed the queue", async () => {
    const target = newsletter({ settle: async (rows) => rows.map(() => "cannot-tell") });
    const service = await bench.open({ target }, { memory: undefined });
    service.start();
    const held = next(service, "unknown");
    const { key } = await service.add(ann);
    expect(await held).toMatchObject({
      reason: expect.stringContaining("call confirmEnrollments") as string,
    });
    await service.stop();
    await confirmEnrollments({ connection: bench.connection, name: "shop" });
    service.start();
    expect(await next(service, "done")).toMatchObject({ key });
    expect(target.sent).toEqual([ann.email]);
  });

  it("a target that cannot be asked needs a memory file", async () => {
    await expect(bench.open({ target: newsletter() }, { memory: undefined })).rejects.toMatchObject({
      problem: "cannot-ask",
    });
    await bench.open({ target: newsletter() });
    await rm(bench.memory);
    const again = await bench.open({ target: newsletter() });
    expect(await again.add(ann)).toMatchObject({ isNew: true });
  });

  it("does not confirm a queue that is not there", async () => {
    await expect(confirmEnrollments({ connection: bench.connection, name: "shop" })).rejects.toMatchObject({
      problem: "unknown-queue",
    });
  });

  it("a queue belongs to one target", async () => {
    await bench.open({ target: newsletter() });
    await expect(bench.open({ target: newsletter({ name: "magazine" }) })).rejects.toMatchObject({
      problem: "other-target",
    });
  });
});
