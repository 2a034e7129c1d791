import { statSync } from "node:fs";
import { patience } from "@kelaskit/test-support/patience";
import { describe, expect, it, vi } from "vitest";
import { runEnrollment } from "../src/index.ts";
import { next, open } from "./service/support.ts";
import { manualClock } from "./support/manual-clock.ts";
import { smallDisk } from "./support/small-disk.ts";
import { learners, listOf, newJournal, newsletter } from "./support/targets.ts";

const ann = { email: "ann@example.com" };
/** More than a disk has room for. */
const tooMuch = "x".repeat(600_000);
const withNotes = newsletter({
  fields: {
    email: { required: true, description: "the address" },
    note: { required: false, description: "a note" },
  },
});

it("a run whose disk is full continues with the same journal once there is room", async () => {
  const disk = smallDisk();
  const journal = newJournal();
  const target = newsletter({
    answer: (_email, times) => {
      if (target.sent.length === 10 && times === 1) disk.fill(200_000);
      return { state: "done", detail: target.sent.length < 10 ? undefined : tooMuch };
    },
    settle: async (rows) => rows.map(() => "done"),
  });
  const source = listOf(learners(30));
  const run = runEnrollment({ target, source, journal, concurrency: 2 });
  await expect(run).rejects.toMatchObject({
    name: "RunStoppedError",
    message: expect.stringContaining("the disk is full") as string,
    journal,
  });
  disk.free();
  expect(await runEnrollment({ target, source, journal })).toMatchObject({ finished: true, done: 30 });
  expect(target.sent.toSorted()).toEqual(learners(30).toSorted());
});

describe("a service whose disk was full", () => {
  it("is ready once it has recorded by itself what was sent", async () => {
    const disk = smallDisk();
    const clock = manualClock();
    const target = newsletter({
      answer: () => {
        disk.fill(200_000);
        return { state: "done", detail: tooMuch };
      },
      settle: async (rows) => rows.map(() => "done"),
    });
    const enrollments = await open({ target }, clock);
    const { key } = await enrollments.add(ann);
    enrollments.start();
    await vi.waitFor(async () => {
      expect(await enrollments.health()).toMatchObject({
        isReady: false,
        reason: expect.stringContaining("the disk is full") as string,
      });
      expect(clock.waits).toBe(1);
    }, patience);
    disk.free();
    const done = next(enrollments, "done");
    clock.pass(10_000);
    expect(await done).toMatchObject({ key, attempts: 1 });
    expect(await enrollments.health()).toMatchObject({ isReady: true, reason: undefined });
  });

  it("is ready again although nobody adds anything, because it is not ready", async () => {
    const disk = smallDisk();
    const clock = manualClock();
    const enrollments = await open({ target: withNotes }, clock);
    enrollments.start();
    disk.fill(0);
    await expect(enrollments.add({ ...ann, note: tooMuch })).rejects.toThrow("the disk is full");
    await vi.waitFor(() => {
      expect(clock.waits).toBe(1);
    }, patience);
    expect(await enrollments.health()).toHaveProperty("isReady", false);
    disk.free();
    clock.pass(10_000);
    await vi.waitFor(async () => {
      expect(await enrollments.health()).toHaveProperty("isReady", true);
    }, patience);
  });

  it("adds and sends again once there is room", async () => {
    const disk = smallDisk();
    const journal = newJournal();
    const enrollments = await open({ target: withNotes, journal });
    const before = statSync(`${journal}-wal`).size;
    disk.fill(200_000);
    const adding = enrollments.add({ ...ann, note: tooMuch });
    await expect(adding).rejects.toThrow("the disk is full");
    expect(statSync(`${journal}-wal`).size).toBeGreaterThan(before);
    disk.free();
    expect(await enrollments.add(ann)).toMatchObject({ isNew: true });
    const done = next(enrollments, "done");
    enrollments.start();
    expect(await done).toMatchObject({ learner: ann.email });
  });
});
