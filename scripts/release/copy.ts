import { cpSync, existsSync, globSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { requireCommand } from "../lib/commands.ts";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";
import type { WorkspacePackage } from "../lib/workspace.ts";

/** What a package is packed from, besides its package.json. Tests and installed packages stay out. */
const packed = ["dist", "src", "docs", "README.md", "AGENTS.md", "CHANGELOG.md", "LICENSE"];

/** What changesets and pnpm read besides the packages. */
const shared = [
  ".changeset",
  "package.json",
  "pnpm-workspace.yaml",
  "pnpm-lock.yaml",
  "scripts/changelog",
  "examples/package.json",
  "test-support/package.json",
];

/** Copies what decides the versions and changelogs of a release into an empty folder. */
export function copyManifests(root: string, folder: string): void {
  for (const file of shared) copyIfThere(path.join(root, file), path.join(folder, file));
  for (const { directory } of listPackages(root)) {
    for (const file of ["package.json", "CHANGELOG.md"]) {
      const place = path.join("packages", directory, file);
      copyIfThere(path.join(root, place), path.join(folder, place));
    }
  }
}

/** Copies what a release consists of into an empty folder, so that it can be packed without touching the original. */
export function copyForRelease(root: string, folder: string): void {
  copyManifests(root, folder);
  const packages = listPackages(root);
  for (const { directory } of packages) {
    for (const file of packed) {
      const place = path.join("packages", directory, file);
      copyIfThere(path.join(root, place), path.join(folder, place));
    }
    linkPackages(packages, path.join(folder, "packages"), directory);
  }
  const modules = path.join(root, "node_modules");
  // The list of components takes its licenses from what is installed.
  if (existsSync(modules)) symlinkSync(modules, path.join(folder, "node_modules"), "junction");
}

function copyIfThere(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

/** `pnpm pack` replaces "workspace:^" with the version that it finds in node_modules. */
function linkPackages(packages: readonly WorkspacePackage[], folder: string, dependent: string): void {
  for (const { directory, manifest } of packages) {
    const link = path.join(folder, dependent, "node_modules", manifest.name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(folder, directory), link, "junction");
  }
}

/** Applies all changesets of a workspace: raises versions, writes changelogs, deletes the changesets. */
export function applyChangesets(folder: string): void {
  const program = path.join(workspaceRoot, "node_modules/@changesets/cli/bin.js");
  requireCommand("Applying the changesets", process.execPath, [program, "version"], { cwd: folder });
}

/** The names of the changesets that no release has taken yet. */
export function pendingChangesets(root: string): readonly string[] {
  return globSync(".changeset/*.md", { cwd: root })
    .map((file) => path.basename(file, ".md"))
    .filter((name) => name !== "README")
    .toSorted();
}
