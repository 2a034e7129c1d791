import { type ChildProcess, fork } from "node:child_process";
import { onTestFinished } from "vitest";

/** Starts lock-worker.ts in a process of its own, which ends with the test at the latest. */
export function startWorker(folder: string, ...parameters: readonly string[]): ChildProcess {
  const child = fork(new URL("lock-worker.ts", import.meta.url), [folder, ...parameters], {
    execPath: process.execPath,
    execArgv: ["--conditions=kelaskit-source", "--no-warnings"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}
