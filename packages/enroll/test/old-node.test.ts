import { beforeEach, expect, it, vi } from "vitest";
import { learners, listOf, newJournal, newsletter } from "./support/targets.ts";

beforeEach(() => {
  // SQLite is loaded once for each copy of the module.
  vi.resetModules();
});

it.each([
  ["has no SQLite", () => undefined],
  ["cannot be asked for its modules", undefined],
])("says which Node is needed where this one %s", async (_, getBuiltinModule) => {
  using _replaced = replaced(process, "getBuiltinModule", getBuiltinModule);
  const { runEnrollment } = await import("../src/index.ts");
  const words = expect.stringContaining(
    `Node ${process.versions.node} does not have. Use Node 22.13 or newer. Nothing was sent.`,
  );
  const target = newsletter();
  await expect(
    runEnrollment({ target, source: listOf(learners(3)), journal: newJournal() }),
  ).rejects.toMatchObject({ name: "ConfigurationError", message: words });
  expect(target.sent).toEqual([]);
});

/** Another value for a property, until the end. */
function replaced(object: object, name: string, value: unknown): Disposable {
  const before: unknown = Reflect.get(object, name);
  Reflect.set(object, name, value);
  return {
    [Symbol.dispose]() {
      Reflect.set(object, name, before);
    },
  };
}
