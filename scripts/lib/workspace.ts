import { globSync, readFileSync } from "node:fs";
import path from "node:path";

export const workspaceRoot = path.resolve(import.meta.dirname, "../..");

/** The fields of a package.json that the scripts read. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly private?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string };
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean };
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface WorkspacePackage {
  /** The folder's name below packages/, such as `skilvul`. */
  readonly directory: string;
  /** The folder's absolute path. */
  readonly folder: string;
  readonly manifest: PackageManifest;
}

export function readManifest(file: string): PackageManifest {
  // These are our own package.json files: a wrong shape shows at once in the script that reads it.
  return JSON.parse(readFileSync(file, "utf8")) as PackageManifest;
}

/** All packages below packages/ of a workspace, each after its dependencies. */
export function listPackages(root: string = workspaceRoot): readonly WorkspacePackage[] {
  const packages = globSync("packages/*/package.json", { cwd: root })
    .toSorted()
    .map((file): WorkspacePackage => {
      const folder = path.join(root, path.dirname(file));
      return { directory: path.basename(folder), folder, manifest: readManifest(path.join(root, file)) };
    });
  return inDependencyOrder(packages);
}

function inDependencyOrder(packages: readonly WorkspacePackage[]): readonly WorkspacePackage[] {
  const byName = new Map(packages.map((found) => [found.manifest.name, found]));
  const ordered = new Set<WorkspacePackage>();
  const visit = (visited: WorkspacePackage, dependents: readonly string[]): void => {
    const { name, dependencies, peerDependencies } = visited.manifest;
    if (dependents.includes(name)) {
      throw new Error(`The packages depend on each other in a cycle: ${[...dependents, name].join(" → ")}.`);
    }
    for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
      const found = byName.get(dependency);
      if (found) visit(found, [...dependents, name]);
    }
    ordered.add(visited);
  };
  for (const found of packages) visit(found, []);
  return [...ordered];
}
