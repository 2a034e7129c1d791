// Runs before all tests: finds the shells whose completion is tested beside bash's, and tells the tests where they are.
import type { TestProject } from "vitest/node";
import { findProgram, usualPlaces } from "./find-program.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where zsh is; empty where there is none, so that tests which need it are skipped. */
    readonly zsh: string;
    /** Where fish is; empty where there is none, so that tests which need it are skipped. */
    readonly fish: string;
  }
}

export default function findShells({ provide }: TestProject): void {
  for (const name of ["zsh", "fish"] as const) {
    const shell = findProgram({
      name,
      purpose: "its completion",
      variable: name.toUpperCase(),
      places: usualPlaces(name),
      debianPackage: name,
    });
    provide(name, shell);
  }
}
