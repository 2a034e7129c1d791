import { delimiter, join } from "node:path";
import { aptInstall } from "./apt-install.ts";
import { type Machine, thisMachine } from "./machine.ts";

/** A program that some tests need and that is not an npm package. */
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

/** What was found: the program, or why there is none. */
export interface FoundProgram {
  /** Its path; empty where there is none, so that tests which need it are skipped. */
  readonly path: string;
  /** Says which tests are skipped and why; undefined where there is nothing to say. */
  readonly skipped: string | undefined;
}

/** Where a program of this name may be: the folders of the environment, and where systems put what they install. */
export function usualPlaces(name: string): readonly string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders, "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map((folder) => join(folder, name));
}

/** Installs Debian's package where this process may. Gives the reason why not, or nothing when apt says that it is there. */
async function installOrReason(
  { name, purpose, debianPackage }: NeededProgram,
  machine: Machine,
): Promise<string | undefined> {
  if (!machine.exists("/usr/bin/apt-get")) return "this machine has no apt";
  if (!machine.isRoot) return "only root can install packages";
  machine.say(
    `Installing Debian's package ${debianPackage} for the tests of ${purpose}; this can take some minutes.`,
  );
  const failure = await aptInstall(debianPackage, machine);
  return failure === undefined ? undefined : `apt did not install ${name}: ${failure}`;
}

/**
 * Finds a program, or else installs Debian's package where this process may, so that on a bare machine the tests need no
 * other step. Says so in one line before it installs, and in one line when there is none.
 *
 * @throws Error in CI when there is none: what is skipped there is never looked at.
 */
export async function findProgram(
  needed: NeededProgram,
  machine: Machine = thisMachine,
): Promise<FoundProgram> {
  const { name, purpose, variable, places } = needed;
  const installed = (): string | undefined =>
    [machine.environment[variable] ?? "", ...places].find((place) => place !== "" && machine.exists(place));
  const found = installed();
  if (found !== undefined) return { path: found, skipped: undefined };
  const reason = await installOrReason(needed, machine);
  const program = installed();
  if (program !== undefined) return { path: program, skipped: undefined };
  const why = reason ?? "apt installed it somewhere else";
  if (machine.environment["CI"] !== undefined) {
    throw new Error(`CI needs ${name} for the tests of ${purpose}, and there is none: ${why}.`);
  }
  const skipped = `Tests of ${purpose} are skipped, because there is no ${name}: ${why}. Install it, or give its path in ${variable}.`;
  machine.say(skipped);
  return { path: "", skipped };
}

/** Says again at the end, below what the tests printed, what was skipped. */
export function sayAtEnd(...found: readonly FoundProgram[]): () => void {
  return () => {
    for (const { skipped } of found) if (skipped !== undefined) console.log(skipped);
  };
}
