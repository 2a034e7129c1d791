// Runs before all tests: finds the shells whose completion is tested beside bash's, and tells the tests where they are.
import type { TestProject } from "vitest/node";
import { findProgram, type FoundProgram, sayAtEnd, usualPlaces } from "./find-program.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where zsh is; empty where there is none, so that tests which need it are skipped. */
    readonly zsh: string;
    /** Where fish is; empty where there is none, so that tests which need it are skipped. */
    readonly fish: string;
  }
}

export default async function findShells({ provide }: TestProject): Promise<() => void> {
  const found: FoundProgram[] = [];
  for (const name of ["zsh", "fish"] as const) {
    const shell = await findProgram({
      name,
      purpose: `completion in ${name}`,
      variable: name.toUpperCase(),
      places: usualPlaces(name),
      debianPackage: name,
    });
    provide(name, shell.path);
    found.push(shell);
  }
  return sayAtEnd(...found);
}
