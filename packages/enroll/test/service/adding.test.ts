import { renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openEnrollments } from "../../src/service/index.ts";
import { newJournal, newsletter } from "../support/targets.ts";
import { open } from "./support.ts";

describe("the journal of a service", () => {
  it("is locked for one process", async () => {
    const journal = newJournal();
    await open({ target: newsletter(), journal });
    await expect(openEnrollments({ target: newsletter(), journal })).rejects.toMatchObject({
      problem: "in-use",
    });
  });

  it("belongs to one target", async () => {
    const journal = newJournal();
    const first = await open({ target: newsletter(), journal });
    await first.close();
    const other = openEnrollments({ target: newsletter({ name: "magazine" }), journal });
    await expect(other).rejects.toMatchObject({ problem: "other-target" });
  });

  it("is not that of a run, and the reverse", async () => {
    const { runEnrollment } = await import("../../src/index.ts");
    const { listOf } = await import("../support/targets.ts");
    const ofRun = newJournal();
    await runEnrollment({ target: newsletter(), source: listOf(["a@example.com"]), journal: ofRun });
    await expect(openEnrollments({ target: newsletter(), journal: ofRun })).rejects.toMatchObject({
      problem: "other-use",
    });
    const ofService = newJournal();
    await (await open({ target: newsletter(), journal: ofService })).close();
    const run = runEnrollment({
      target: newsletter(),
      source: listOf(["a@example.com"]),
      journal: ofService,
      acceptOtherSource: true,
    });
    await expect(run).rejects.toMatchObject({ problem: "other-use" });
  });
});

it.each([
  [{ concurrency: 0 }, "openEnrollments(): concurrency must be a number of at least 1, got 0"],
  [
    { settleAfter: "1" },
    "openEnrollments(): settleAfter must be a number of at least 0, got a value of the type string",
  ],
  [{ journal: "" }, "openEnrollments(): journal must be the path of a file"],
  [{ jurnal: "x" }, "jurnal"],
])("openEnrollments refuses %o", async (options, message) => {
  const wrong = { target: newsletter(), journal: newJournal(), ...options };
  await expect(openEnrollments(wrong as never)).rejects.toThrow(message);
});

it("a journal that can be neither found nor rescued is closed all the same, and close() says so", async () => {
  const journal = newJournal();
  const enrollments = await open({ target: newsletter(), journal });
  const { key } = await enrollments.add({ email: "ann@example.com" });
  const folder = dirname(journal);
  const moved = `${folder}-moved`;
  renameSync(folder, moved);
  onTestFinished(() => {
    rmSync(moved, { recursive: true });
  });
  vi.stubEnv("TMPDIR", join(folder, "missing"));
  await expect(enrollments.close()).rejects.toMatchObject({ name: "JournalError" });
  vi.unstubAllEnvs();
  const found = await open({ target: newsletter(), journal: join(moved, basename(journal)) });
  expect(await found.get(key)).toMatchObject({ state: "pending" });
});
