import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

// oxlint-disable-next-line typescript/strict-void-return -- by Node's types it also returns a process
const run = promisify(execFile);

it("works with the oldest API that the peer range allows", async () => {
  const program = fileURLToPath(new URL("support/older-api-program.ts", import.meta.url));

  const { stdout } = await run(process.execPath, ["--conditions=kelaskit-source", program]);

  expect(JSON.parse(stdout)).toEqual(["warung items.get", "GET /items/1"]);
});
