import { spawnSync } from "node:child_process";
import path from "node:path";
import { workspaceRoot } from "./workspace.ts";

export interface CommandResult {
  readonly succeeded: boolean;
  /** Standard output followed by standard error. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Runs a program and returns its output. @throws Error when the program cannot be started. */
export function runCommand(
  program: string,
  commandArguments: readonly string[],
  options: CommandOptions = {},
): CommandResult {
  const result = spawnSync(program, commandArguments, {
    cwd: options.cwd ?? workspaceRoot,
    env: options.environment ?? process.env,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error) throw new Error(`Could not run ${program}: ${result.error.message}`);
  return { succeeded: result.status === 0, output: `${result.stdout}${result.stderr}`.trim() };
}

/** Runs a program that must succeed. @throws Error with the purpose and the program's output when it fails. */
export function requireCommand(
  purpose: string,
  program: string,
  commandArguments: readonly string[],
  options: CommandOptions = {},
): string {
  const { succeeded, output } = runCommand(program, commandArguments, options);
  if (!succeeded) {
    throw new Error(`${purpose} failed. \`${path.basename(program)}\` printed:\n${output}`);
  }
  return output;
}

const foundPnpm: { program?: string } = {};

/** The pnpm that started this script, else the repository's, which npx installs if it is missing. */
export function pnpmProgram(): string {
  const starter = process.env["npm_execpath"];
  if (starter !== undefined && path.basename(starter).includes("pnpm")) return starter;
  foundPnpm.program ??= requireCommand("Looking for pnpm", "npx", [
    "-y",
    "--package",
    "pnpm@12.21.0",
    "-c",
    "command -v pnpm",
  ]);
  return foundPnpm.program;
}

/** The path of a program that one of the root devDependencies installs. */
export function installedProgram(name: string): string {
  return path.join(workspaceRoot, "node_modules", ".bin", name);
}

export function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/** Runs the body of a script. Prints the message of an error and sets the exit code to 1. */
export async function runScript(body: () => void | Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
