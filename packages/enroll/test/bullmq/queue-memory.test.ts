import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readMemory, writeMemory } from "../../src/bullmq/queue-memory.ts";
import { QueueError } from "../../src/bullmq/queue-error.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kelaskit-memory-"));
  writeFileSync(join(folder, "file"), "");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("remembers the id of a queue", async () => {
  const path = join(folder, "autumn.json");
  await writeMemory(path, "autumn", "1");
  expect(await readMemory(path, "autumn")).toBe("1");
});

it.each([
  ["its folder is a file", "file/autumn.json", "ENOTDIR"],
  ["its name is too long", "x".repeat(300), "ENAMETOOLONG"],
  ["its folder is missing", "nowhere/autumn.json", "ENOENT"],
])("names the file that cannot be written when %s", async (_, name, code) => {
  const path = join(folder, name);
  const error = await writeMemory(path, "autumn", "1").catch((error_: unknown) => error_);
  if (!QueueError.isInstance(error)) throw new Error("Expected a QueueError.", { cause: error });
  expect(error.message).toContain(`${path} cannot be written`);
  expect(error).toMatchObject({ problem: "memory-file", cause: { code } });
});
