import { runCommand } from "./commands.ts";

/** The tags of a repository, newest first; none outside of one. changesets tags each published package as `name@version`. */
export function tagsOf(root: string): readonly string[] {
  const { succeeded, output } = runCommand("git", ["tag", "--list", "--sort=-creatordate"], { cwd: root });
  return succeeded ? output.split("\n").filter((tag) => tag !== "") : [];
}
