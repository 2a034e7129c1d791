import { readFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../lib/commands.ts";
import { tagsOf } from "../lib/tags.ts";

/** A breaking change that is wanted. */
export interface AcceptedBreak {
  /** A piece of the compiler's message. */
  readonly message: string;
  /** Why it is wanted, or what its users do instead. */
  readonly reason: string;
}

/** What scripts/breaking/accepted.json says. */
export interface Accepted {
  /** The commit to compare with as long as nothing is released. */
  readonly base: string;
  readonly accepted: readonly AcceptedBreak[];
}

export function readAccepted(root: string): Accepted {
  const file = path.join(root, "scripts/breaking/accepted.json");
  return JSON.parse(readFileSync(file, "utf8")) as Accepted;
}

/** A tag of a release: changesets creates `@kelaskit/core@0.1.0`. */
const release = /^@kelaskit\/[\w-]+@\d+\.\d+\.\d+$/;

/** The commit whose tests are the usage to keep: the last release, or the recorded one. */
export function baseOf(root: string, recorded: string): string {
  return tagsOf(root).find((tag) => release.test(tag)) ?? recorded;
}

/** Whether a clone has a commit; a shallow one may not. */
export function hasCommit(root: string, reference: string): boolean {
  return runCommand("git", ["rev-parse", "--verify", "--quiet", `${reference}^{commit}`], { cwd: root })
    .succeeded;
}
