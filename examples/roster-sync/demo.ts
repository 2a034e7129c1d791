// Plans and applies `roster.csv` as README.md does, in a folder of its own, against mocks. Asks for no credentials, and uses none.
//
//   node --conditions=kelaskit-source examples/roster-sync/demo.ts
import { spawnSync } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const folder = await mkdtemp(path.join(tmpdir(), "roster-sync-"));

function sync(...words: readonly string[]): void {
  console.log(`\n$ sync.ts ${words.join(" ")}`);
  const { status, error } = spawnSync(
    process.execPath,
    ["--conditions=kelaskit-source", path.join(import.meta.dirname, "sync.ts"), ...words],
    { cwd: folder, stdio: "inherit", env: { PATH: process.env["PATH"] } },
  );
  if (error !== undefined) throw error;
  if (status !== 0) process.exitCode = 1;
}

try {
  await copyFile(path.join(import.meta.dirname, "roster.csv"), path.join(folder, "roster.csv"));
  sync("plan", "roster.csv", "--package", "00000000-0000-4001-8000-000000000002", "--school", "1");
  sync("apply", "roster.csv", "--max-removals", "50%");
} finally {
  await rm(folder, { recursive: true });
}
