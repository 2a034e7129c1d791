import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that some tests need and that is no package of npm's. */
export interface NeededProgram {
  /** What it is called in sentences. */
  readonly name: string;
  /** What is tested with it, as in `pages`. */
  readonly purpose: string;
  /** The environment variable that says where it is. */
  readonly variable: string;
  /** Where else it may be. */
  readonly places: readonly string[];
  /** Debian's package of it. */
  readonly debianPackage: string;
}

/** Where a program of this name may be: the folders of the environment, and where systems put what they install. */
export function usualPlaces(name: string): readonly string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders, "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map((folder) => join(folder, name));
}

function apt(...commandArguments: readonly string[]): void {
  execFileSync("apt-get", ["-qq", ...commandArguments], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/**
 * Finds a program, else installs Debian's package where this process may: on a bare machine the tests need no other step.
 *
 * @returns Its path, empty where there is none, so that tests which need it are skipped.
 * @throws Error in CI when there is none: what is skipped there is never looked at.
 */
export function findProgram({ name, purpose, variable, places, debianPackage }: NeededProgram): string {
  const installed = (): string | undefined =>
    [process.env[variable] ?? "", ...places].find((place) => place !== "" && existsSync(place));
  const found = installed();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log(`Installing Debian's ${name} for the tests of ${purpose}.`);
    apt("update");
    apt("install", "-y", debianPackage);
  }
  const program = installed();
  if (program !== undefined) return program;
  if (process.env["CI"] !== undefined) {
    throw new Error(`CI needs ${name} for the tests of ${purpose}, and there is none.`);
  }
  console.log(
    `There is no ${name} here: tests of ${purpose} are skipped. Name one in the environment variable ${variable}.`,
  );
  return "";
}
