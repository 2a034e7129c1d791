// How changesets become lines of CHANGELOG.md; .changeset/config.json names this file. The format of changesets itself
// begins each line with a commit that the reader of a tarball cannot open, and repeats "Updated dependencies" for each.

interface Change {
  /** The text of the changeset, in Markdown. */
  readonly summary: string;
}

interface Release {
  readonly name: string;
  readonly newVersion: string;
}

/** Whether a change breaks programs: below 1.0, such a change is a minor one, so its text says so first. */
const breaking = /^breaking(?<what>[^:\n]*): */i;

/** The item of a list for one changeset. */
export function getReleaseLine({ summary }: Change): string {
  const text = summary.trim().replace(breaking, (_found, what: string) => `**Breaking${what}:** `);
  const [first = "", ...rest] = text.split("\n").map((line) => line.trimEnd());
  return [`- ${first}`, ...rest.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}

/** One line for all dependencies of the same repository that have new versions. */
export function getDependencyReleaseLine(
  _changes: readonly Change[],
  dependencies: readonly Release[],
): string {
  if (dependencies.length === 0) return "";
  const names = dependencies.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`);
  return `- Requires ${names.join(", ")}`;
}

export default { getReleaseLine, getDependencyReleaseLine };
