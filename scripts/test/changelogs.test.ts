import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getDependencyReleaseLine, getReleaseLine } from "../changelog/lines.ts";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";
import { applyChangesets, copyManifests, pendingChangesets } from "../release/copy.ts";

const parent = mkdtempSync(path.join(tmpdir(), "kelaskit-changelogs-"));

afterAll(() => {
  rmSync(parent, { recursive: true });
});

function versionsOf(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listPackages(root).map(({ directory, manifest }) => [directory, manifest.version]),
  );
}

function changelogOf(root: string, directory: string): string {
  return readFileSync(path.join(root, "packages", directory, "CHANGELOG.md"), "utf8");
}

function addChangeset(root: string, name: string, bump: string, text: string): void {
  writeFileSync(
    path.join(root, ".changeset", `${name}.md`),
    `---\n"@kelaskit/core": ${bump}\n---\n\n${text}\n`,
  );
}

describe("a line of a changelog", () => {
  it("is the text of a changeset, without a commit", () => {
    expect(getReleaseLine({ summary: "Lists by cursor.\n\nA pager may end early.  " })).toBe(
      "- Lists by cursor.\n\n  A pager may end early.",
    );
  });

  it.each([
    ["Breaking: `refused` is new.", "- **Breaking:** `refused` is new."],
    ["Breaking renames, old → new:", "- **Breaking renames, old → new:**"],
  ])("says first that it breaks programs: %s", (summary, line) => {
    expect(getReleaseLine({ summary })).toBe(line);
  });

  it("names all packages of the same release at once", () => {
    const releases = [
      { name: "@kelaskit/core", newVersion: "0.2.0" },
      { name: "@kelaskit/skilvul", newVersion: "0.1.1" },
    ];
    expect(getDependencyReleaseLine([{ summary: "one" }, { summary: "two" }], releases)).toBe(
      "- Requires `@kelaskit/core` 0.2.0, `@kelaskit/skilvul` 0.1.1",
    );
    expect(getDependencyReleaseLine([], [])).toBe("");
  });
});

const next = path.join(parent, "next");

beforeAll(() => {
  mkdirSync(next);
  copyManifests(workspaceRoot, next);
  applyChangesets(next);
});

describe("the next release of this repository", () => {
  const before = versionsOf(workspaceRoot);

  it("takes all changesets", () => {
    expect(pendingChangesets(next)).toEqual([]);
  });

  it("stays below 1.0", () => {
    for (const version of Object.values(versionsOf(next))) expect(version).toMatch(/^0\./);
  });

  it("writes what changed for each package whose version changes, without commits and repetitions", () => {
    for (const [directory, version] of Object.entries(versionsOf(next))) {
      if (version === before[directory]) continue;
      const text = changelogOf(next, directory);
      expect(text).toMatch(new RegExp(String.raw`^# @kelaskit/${directory}\n\n## ${version}\n`));
      expect(text).not.toMatch(/^- [0-9a-f]{7}:|Updated dependencies/m);
      expect(text).not.toMatch(/[ \t]$/m);
    }
  });

  it("does not touch the original", () => {
    expect(versionsOf(workspaceRoot)).toEqual(before);
  });
});

describe("releases after it", () => {
  function released(name: string, bump: string, text: string): string {
    const root = path.join(parent, name);
    cpSync(next, root, { recursive: true });
    addChangeset(root, "later", bump, text);
    applyChangesets(root);
    return root;
  }

  it("raise all packages that need a minor version of core, whose ranges exclude it below 1.0", () => {
    const root = released("minor", "minor", "Breaking: `retry` is `retries`.");
    const first = versionsOf(next);
    const { core, ...dependents } = versionsOf(root);
    expect(core).toBe(`0.${Number(first["core"]?.split(".")[1]) + 1}.0`);
    for (const [directory, version] of Object.entries(dependents)) {
      // Not even a package with peers leaves 0.x, or its own minor version.
      expect(version).toMatch(/^0\.\d+\.\d+$/);
      expect(version).not.toBe(first[directory]);
      expect(version.split(".")[1]).toBe(first[directory]?.split(".")[1]);
      expect(changelogOf(root, directory)).toContain(`- Requires \`@kelaskit/core\` ${core}`);
    }
    expect(changelogOf(root, "core")).toContain("### Minor Changes\n\n- **Breaking:** `retry` is `retries`.");
  });

  it("leave them alone after a fix of core, which their ranges include", () => {
    const root = released("patch", "patch", "A redirect without an address is an error.");
    const first = versionsOf(next);
    const changed = Object.entries(versionsOf(root)).filter(
      ([directory, version]) => version !== first[directory],
    );
    expect(changed.map(([directory]) => directory)).toEqual(["core"]);
  });
});
