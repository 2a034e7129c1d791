import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { runtimeProgram } from "@kelaskit/test-support/runtime-programs";
import { expect, it } from "vitest";

// oxlint-disable-next-line typescript/strict-void-return -- by Node's types it also returns a process
const run = promisify(execFile);
const here = import.meta.dirname;
const bun = runtimeProgram("bun");

it("a call is taken for a promise by the expect of Bun's test runner", async () => {
  // Within the package, where the imports of its sources are found.
  const folder = await mkdtemp(path.join(here, "bun-"));
  try {
    await writeFile(
      path.join(folder, "call.test.ts"),
      `import { expect, test } from "bun:test";
       import { create, createWarung, get } from "../support/client.ts";
       test("a call", async () => {
         const refusing = createWarung({ fetch: async () => Response.json({ message: "sold out" }, { status: 409 }) });
         const giving = createWarung({ fetch: async () => Response.json({ id: 1 }) });
         await expect(create(refusing)).rejects.toThrow("sold out");
         await expect(get(giving)).resolves.toEqual({ id: 1 });
       });`,
    );
    const { stderr } = await run(bun, ["test", "--conditions=kelaskit-source", folder], { cwd: here });
    expect(stderr).toContain("1 pass");
  } finally {
    await rm(folder, { recursive: true });
  }
});
