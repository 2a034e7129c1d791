import semver from "semver";
import { runCommand } from "../lib/commands.ts";
import { tagsOf } from "../lib/tags.ts";

/** A package, with the version that a release would give it. */
export interface ReleasedPackage {
  readonly name: string;
  /** The folder's name below packages/. */
  readonly directory: string;
  readonly version: string;
}

/** The highest version of a package that has a tag, so that it was published. */
function lastVersion(tags: readonly string[], name: string): string | undefined {
  const versions = tags.flatMap((tag) =>
    tag.startsWith(`${name}@`) ? (semver.valid(tag.slice(name.length + 1)) ?? []) : [],
  );
  return versions.toSorted((first, second) => semver.rcompare(first, second))[0];
}

/** Packages whose version would go down: npm would publish them, and give them to everybody as the latest. */
export function loweredVersions(root: string, packages: readonly ReleasedPackage[]): readonly string[] {
  const tags = tagsOf(root);
  return packages.flatMap(({ name, version }) => {
    const last = lastVersion(tags, name);
    return last === undefined || semver.gte(version, last)
      ? []
      : [`${name} would go down from ${last} to ${version}. Raise its version above ${last}.`];
  });
}

/** Packages whose sources or guides differ from their last release, although their version does not: nobody would get the change. */
export function forgottenChanges(root: string, packages: readonly ReleasedPackage[]): readonly string[] {
  const tags = tagsOf(root);
  return packages.flatMap(({ name, directory, version }) => {
    const tag = `${name}@${version}`;
    if (!tags.includes(tag)) return [];
    const shipped = ["src", "docs"].map((part) => `packages/${directory}/${part}`);
    const { succeeded } = runCommand("git", ["diff", "--quiet", tag, "--", ...shipped], { cwd: root });
    return succeeded
      ? []
      : [
          `${name} has changed since ${tag}, but would not be published. Add a changeset: npx -y pnpm@12.21.0 exec changeset`,
        ];
  });
}

/** What is in a clone and in no commit: a release is built from a commit that everybody can read. */
export function uncommittedFiles(root: string): readonly string[] {
  const { succeeded, output } = runCommand("git", ["status", "--porcelain"], { cwd: root });
  const lines = succeeded ? output.split("\n").filter((line) => line !== "") : [];
  if (lines.length === 0) return [];
  return [`The working tree has changes that are in no commit. Commit or remove them: ${lines.join(", ")}.`];
}
