import { statSync } from "node:fs";
import { expect, it } from "vitest";
import { runEnrollment } from "../src/index.ts";
import { type JournalError, openJournal } from "../src/index.ts";
import { open } from "./service/support.ts";
import { smallDisk } from "./support/small-disk.ts";
import { learners, listOf, newJournal, newsletter } from "./support/targets.ts";

const ann = { email: "ann@example.com" };

it("a run whose disk is full continues with the same journal once there is room", async () => {
  const disk = smallDisk();
  const journal = newJournal();
  const detail = "x".repeat(600_000);
  const target = newsletter({
    answer: (_email, times) => {
      if (target.sent.length === 10 && times === 1) disk.fill(200_000);
      return { state: "done", detail: target.sent.length < 10 ? undefined : detail };
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

it("a service whose disk was full adds and sends again once there is room", async () => {
  const disk = smallDisk();
  const journal = newJournal();
  const target = newsletter({
    fields: {
      email: { required: true, description: "the address" },
      note: { required: false, description: "a note" },
    },
  });
  const enrollments = await open({ target, journal });
  const before = statSync(`${journal}-wal`).size;
  disk.fill(200_000);
  const tooMuch = enrollments.add({ ...ann, note: "x".repeat(600_000) });
  await expect(tooMuch).rejects.toThrow("the disk is full");
  expect(statSync(`${journal}-wal`).size).toBeGreaterThan(before);
  disk.free();
  expect(await enrollments.add(ann)).toMatchObject({ isNew: true });
  enrollments.start();
  expect(await enrollments.health()).toMatchObject({ isReady: true });
});
