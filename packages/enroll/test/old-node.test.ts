import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { learners, listOf, newJournal, newsletter } from "./support/targets.ts";

beforeEach(() => {
  // SQLite is loaded once for each copy of the module.
  vi.resetModules();
});

it.each([
  ["has no SQLite", () => undefined],
  ["cannot be asked for its modules", undefined],
])("reports which Node is required when this one %s", async (_, getBuiltinModule) => {
  const own: unknown = Reflect.get(process, "getBuiltinModule");
  onTestFinished(() => {
    Reflect.set(process, "getBuiltinModule", own);
  });
  Reflect.set(process, "getBuiltinModule", getBuiltinModule);
  const { runEnrollment } = await import("../src/index.ts");
  const words: unknown = expect.stringContaining(
    `Node ${process.versions.node} does not have. Nothing was sent. Use Node 22.19 or newer.`,
  );
  const target = newsletter();
  await expect(
    runEnrollment({ target, source: listOf(learners(3)), journal: newJournal() }),
  ).rejects.toMatchObject({ name: "ConfigurationError", message: words });
  expect(target.sent).toEqual([]);
});
