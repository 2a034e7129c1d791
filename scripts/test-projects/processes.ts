import { spawn } from "node:child_process";

export interface ProcessOptions {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** In milliseconds; then the program and all its child processes are stopped. */
  readonly timeout: number;
}

export interface EndedProcess {
  readonly succeeded: boolean;
  /** What it printed on both streams, as it arrived, and why it did not start or was stopped, if so. */
  readonly output: string;
}

/** Running process groups, by the id of their first process: stopped when this script ends. */
const running = new Set<number>();

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // It has ended by itself in the meantime.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

process.once("exit", () => {
  for (const pid of running) endGroup(pid);
});
// By default, these signals end the process without its event "exit", and the groups would go on.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    process.exit(1);
  });
}

/** Runs a program to its end, then stops all processes that it left running. */
export async function runProcess(
  [program = "", ...programArguments]: readonly string[],
  { cwd, environment, timeout }: ProcessOptions,
): Promise<EndedProcess> {
  const command = [program, ...programArguments].join(" ");
  return new Promise((resolve) => {
    // A group of its own, so that all of it can be stopped.
    const child = spawn(program, programArguments, {
      cwd,
      env: environment,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    let output = "";
    let isTooLate = false;
    const keep = (text: string): void => {
      output += text;
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    const timer = setTimeout(() => {
      isTooLate = true;
      if (pid !== undefined) endGroup(pid);
    }, timeout);
    child.once("error", (error) => {
      clearTimeout(timer);
      resolve({ succeeded: false, output: `\`${command}\` did not start: ${error.message}` });
    });
    child.once("exit", () => {
      // Processes that it left running would keep its streams open.
      if (pid !== undefined) endGroup(pid);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      if (pid !== undefined) running.delete(pid);
      if (isTooLate) output += `\n\`${command}\` was stopped after ${timeout / 1000} s.`;
      resolve({ succeeded: code === 0 && !isTooLate, output: output.trim() });
    });
  });
}
