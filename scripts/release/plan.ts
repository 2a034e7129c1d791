import { existsSync, globSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { tagsOf } from "../lib/tags.ts";
import { listPackages } from "../lib/workspace.ts";
import { filesOf } from "../packages/contents.ts";
import { tarballProblems } from "../packages/lints.ts";
import { packAndUnpack } from "../packages/tarball.ts";
import type { Tarball } from "../packages/tarball.ts";
import { componentProblems, writeComponents } from "./components.ts";
import { applyChangesets, copyForRelease } from "./copy.ts";
import { forgottenChanges, loweredVersions, uncommittedFiles } from "./history.ts";
import { openPoints, settingsProblems } from "./settings.ts";

/** A package as it would be published. */
export interface PlannedPackage {
  readonly name: string;
  /** The version in the tree. */
  readonly from: string;
  readonly version: string;
  /** The name of the tarball. */
  readonly tarball: string;
  /** Of the tarball. */
  readonly bytes: number;
  readonly unpackedBytes: number;
  /** How many files each folder has; `.` is the package's own. */
  readonly files: Readonly<Record<string, number>>;
  /** Ranges of our own packages. */
  readonly requires: Readonly<Record<string, string>>;
  /** The name of its list of components, and how many there are. */
  readonly components: { readonly file: string; readonly count: number };
}

/** What a release would publish, in this order. */
export interface ReleasePlan {
  readonly packages: readonly PlannedPackage[];
  /** Packages whose version has a tag, so that it was published. */
  readonly unchanged: readonly string[];
  /** Why these packages must not be published. */
  readonly problems: readonly string[];
  /** What people must do before. */
  readonly openPoints: readonly string[];
}

function bytesBelow(folder: string): number {
  return globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

function filesByFolder(tarball: Tarball): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const file of filesOf(tarball)) {
    const folder = file.includes("/") ? (file.split("/")[0] ?? ".") : ".";
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].toSorted(([first], [second]) => first.localeCompare(second)));
}

function ownRequirements(
  { manifest }: Tarball,
  names: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries({ ...manifest.peerDependencies, ...manifest.dependencies }).filter(([name]) =>
      names.has(name),
    ),
  );
}

/**
 * Does to a copy of a workspace what a release does, except publishing: applies changesets, packs every package, checks tarballs
 * and settings, lists components.
 *
 * @param root The workspace; it must be built.
 * @param folder An empty folder. It then contains `tarballs`, `components`, and the workspace as it would be, in `workspace`.
 * @param report Receives a line after each step.
 */
export async function planRelease(
  root: string,
  folder: string,
  report: (line: string) => void = () => undefined,
): Promise<ReleasePlan> {
  const before = new Map(listPackages(root).map(({ manifest }) => [manifest.name, manifest.version]));
  for (const { manifest, folder: place } of listPackages(root)) {
    if (!existsSync(path.join(place, "dist"))) {
      throw new Error(`${manifest.name} is not built. Build first: npx -y pnpm@12.21.0 build`);
    }
  }
  const workspace = path.join(folder, "workspace");
  const modules = path.join(folder, "unpacked");
  for (const made of [workspace, modules, path.join(folder, "components")])
    mkdirSync(made, { recursive: true });
  copyForRelease(root, workspace);
  applyChangesets(workspace);
  report("Applied the changesets to a copy.");

  const names = new Set(before.keys());
  const tarballs = listPackages(workspace).map((found) => packAndUnpack(found, folder, modules));
  report(`Packed ${tarballs.length} packages.`);
  const problems: string[] = [];
  for (const tarball of tarballs) {
    problems.push(...settingsProblems(tarball.manifest), ...(await tarballProblems(tarball)));
    report(`Checked ${tarball.name} ${tarball.manifest.version}.`);
  }

  const lists = writeComponents(workspace, path.join(folder, "components"));
  for (const list of lists) problems.push(...(await componentProblems(list)));
  report(`Wrote ${lists.length} lists of components.`);

  const released = tarballs.map(({ name, source: { directory }, manifest: { version } }) => ({
    name,
    directory,
    version,
  }));
  problems.push(...loweredVersions(root, released));

  const tags = new Set(tagsOf(root));
  const isNew = ({ name, version }: PlannedPackage): boolean => !tags.has(`${name}@${version}`);
  const planned = tarballs.map((tarball): PlannedPackage => {
    const { name, file, manifest } = tarball;
    const list = lists.find(
      ({ content: { metadata } }) => `${metadata.component.group ?? ""}/${metadata.component.name}` === name,
    );
    if (list === undefined) throw new Error(`pnpm wrote no list of components for ${name}.`);
    return {
      name,
      from: before.get(name) ?? manifest.version,
      version: manifest.version,
      tarball: path.basename(file),
      bytes: statSync(file).size,
      unpackedBytes: bytesBelow(tarball.folder),
      files: filesByFolder(tarball),
      requires: ownRequirements(tarball, names),
      components: { file: list.file, count: list.content.components.length },
    };
  });
  return {
    packages: planned.filter(isNew),
    unchanged: planned.filter((one) => !isNew(one)).map(({ name }) => name),
    problems,
    openPoints: [...openPoints(root), ...forgottenChanges(root, released), ...uncommittedFiles(root)],
  };
}
