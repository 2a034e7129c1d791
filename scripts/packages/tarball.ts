import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { pnpmProgram, requireCommand } from "../lib/commands.ts";
import { readManifest } from "../lib/workspace.ts";
import type { PackageManifest, WorkspacePackage } from "../lib/workspace.ts";

/** A packed package, as a user installs it. */
export interface Tarball {
  readonly name: string;
  readonly file: string;
  /** Where it is unpacked. */
  readonly folder: string;
  readonly manifest: PackageManifest;
  readonly source: WorkspacePackage;
}

/** Packs a package with pnpm, which applies publishConfig. Returns the path of the tarball. */
export function pack(source: string, name: string, destination: string): string {
  const before = new Set(readdirSync(destination));
  requireCommand(`Packing ${name}`, pnpmProgram(), ["pack", "--pack-destination", destination], {
    cwd: source,
  });
  const file = readdirSync(destination).find((packed) => packed.endsWith(".tgz") && !before.has(packed));
  if (file === undefined) throw new Error(`Packing ${name} did not write a new tarball into ${destination}.`);
  return path.join(destination, file);
}

/** Packs a package and unpacks it below `modules`. */
export function packAndUnpack(source: WorkspacePackage, temporaryFolder: string, modules: string): Tarball {
  const { name } = source.manifest;
  const destination = path.join(temporaryFolder, "tarballs", source.directory);
  mkdirSync(destination, { recursive: true });
  const tarball = pack(source.folder, name, destination);
  const folder = path.join(modules, name);
  mkdirSync(folder, { recursive: true });
  requireCommand(`Unpacking ${name}`, "tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
  return { name, file: tarball, folder, manifest: readManifest(path.join(folder, "package.json")), source };
}
