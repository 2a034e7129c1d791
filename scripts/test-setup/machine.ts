import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** How a program ended. */
export interface ProgramEnd {
  readonly succeeded: boolean;
  /** What it wrote to standard error. */
  readonly errors: string;
}

/** What looking for programs needs of the machine, so that tests can give it another. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether this process may install packages. */
  readonly isRoot: boolean;
  exists(path: string): boolean;
  run(program: string, programArguments: readonly string[]): Promise<ProgramEnd>;
  /** Waits so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
  say(line: string): void;
}

/** The machine that the tests run on. */
export const thisMachine: Machine = {
  environment: process.env,
  isRoot: process.getuid?.() === 0,
  exists: existsSync,
  run(program, programArguments) {
    const options = {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
      maxBuffer: Number.POSITIVE_INFINITY,
    };
    return new Promise((resolve) => {
      execFile(program, programArguments, options, (error, _output, errors) => {
        resolve({ succeeded: error === null, errors: errors === "" ? (error?.message ?? "") : errors });
      });
    });
  },
  pause: (milliseconds) => setTimeout(milliseconds),
  say(line) {
    console.log(line);
  },
};
