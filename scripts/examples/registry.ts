import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { nearestName } from "@kelaskit/core/vendor";
import { workspaceRoot } from "../lib/workspace.ts";

/** An example as `examples/registry.json` describes it. */
export interface Example {
  /** What follows `pnpm example`. */
  readonly name: string;
  /** The file that is run, in `examples/`. Without arguments or credentials, it runs against mocks that it starts. */
  readonly program: string;
  /** What it shows, in one sentence. */
  readonly shows: string;
  /** The vendors that it calls, by the names of their packages. */
  readonly vendors: readonly string[];
  /** Its arguments, optional ones in brackets. */
  readonly arguments?: string;
  /** What else must be installed, such as a server. */
  readonly needs?: string;
}

export const examplesFolder = path.join(workspaceRoot, "examples");

/** All examples, in the order of the list. */
export function readExamples(): readonly Example[] {
  // Our own file: examples.test.ts compares every field with what is in the folder.
  return JSON.parse(readFileSync(path.join(examplesFolder, "registry.json"), "utf8")) as readonly Example[];
}

/** Finds an example by its name. @throws Error that suggests the nearest name when there is none. */
export function findExample(examples: readonly Example[], name: string): Example {
  const found = examples.find((example) => example.name === name);
  if (found !== undefined) return found;
  const names = examples.map((example) => example.name);
  const nearest = nearestName(name, names);
  throw new Error(
    nearest === undefined
      ? `There is no example ${name === "" ? "without a name" : name}. Choose from ${names.join(", ")}.`
      : `There is no example ${name}: did you mean ${nearest}?`,
  );
}

/** The page that explains an example, in `examples/`: the README of its folder or, without one, its program. */
export function pageOf({ program }: Example): string {
  const readme = path.posix.join(path.posix.dirname(program), "README.md");
  return program.includes("/") && existsSync(path.join(examplesFolder, readme)) ? readme : program;
}
