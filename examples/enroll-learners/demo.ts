// Enrolls `learners.csv` with the command `kelaskit`, as README.md does, in a folder of its own and against a mock.
//
//   node --conditions=kelaskit-source examples/enroll-learners/demo.ts
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";

// In a project that has installed it, the command is `npx kelaskit`.
const command = path.join(import.meta.dirname, "../../packages/cli/src/main.ts");
const mock = createMockSkilvul();
const served = await serve(mock);
const folder = await mkdtemp(path.join(tmpdir(), "enroll-learners-"));

async function kelaskit(...words: readonly string[]): Promise<void> {
  console.log(`\n$ kelaskit ${words.join(" ")}`);
  const child = spawn(process.execPath, ["--conditions=kelaskit-source", command, ...words], {
    cwd: folder,
    stdio: "inherit",
    env: {
      PATH: process.env["PATH"],
      SKILVUL_BASE_URL: served.url,
      SKILVUL_CLIENT_ID: mock.credentials.clientId,
      SKILVUL_CLIENT_SECRET: mock.credentials.clientSecret,
      // Neither reads nor changes what is saved on this machine.
      KELASKIT_CONFIG_DIR: folder,
    },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) process.exitCode = 1;
}

try {
  await copyFile(path.join(import.meta.dirname, "learners.csv"), path.join(folder, "learners.csv"));
  const task = ["enroll", "skilvul-orders", "learners.csv", "--product", "ckproduct0000000000000001"];
  await kelaskit(...task, "--dry-run", "--output", "text");
  await kelaskit(...task, "--output", "text");
  const orders = mock.requests.filter(({ operation }) => operation === "orders.create");
  console.log(`\nThe mock received ${orders.length} orders.`);
} finally {
  await served.close();
  await rm(folder, { recursive: true });
}
