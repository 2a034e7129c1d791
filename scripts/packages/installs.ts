import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import semver from "semver";
import { runCommand } from "../lib/commands.ts";
import { supportedNode } from "../lib/node-floor.ts";
import type { Tarball } from "./tarball.ts";

/** What npm installed, from its list in node_modules. */
interface InstalledPackage {
  readonly version: string;
  readonly deprecated?: string;
  readonly engines?: Readonly<Record<string, string>>;
}

export interface Installation {
  readonly folder: string;
  /** Everything that npm printed except the line that counts added packages. */
  readonly complaints: string;
  /** By the path of each: `node_modules/ky`. */
  readonly packages: Readonly<Record<string, InstalledPackage>>;
}

/** Installs tarballs and other packages in an empty folder, as a user of npm would. */
export function installWithNpm(
  folder: string,
  tarballs: readonly Tarball[],
  others: Readonly<Record<string, string>> = {},
): Installation {
  mkdirSync(folder, { recursive: true });
  const dependencies = {
    ...Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`])),
    ...others,
  };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  const { succeeded, output } = runCommand(
    "npm",
    ["install", "--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--prefer-offline"],
    { cwd: folder, environment: userEnvironment() },
  );
  if (!succeeded)
    throw new Error(`npm could not install ${Object.keys(dependencies).join(", ")}:\n${output}`);
  const complaints = output.replace(/^added \d+ packages in .*$/m, "").trim();
  const lock = JSON.parse(readFileSync(path.join(folder, "node_modules/.package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, InstalledPackage>>;
  };
  return { folder, complaints, packages: lock.packages };
}

/** The environment without pnpm's variables for scripts, some of which npm warns about. */
export function userEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$)/i.test(name)),
  );
}

/** What users would be warned about when installing: conflicting peers, deprecated packages. */
export function installProblems(title: string, { complaints, packages }: Installation): readonly string[] {
  return [
    ...(complaints === "" ? [] : [`npm prints warnings when it installs ${title}:\n${complaints}`]),
    ...Object.entries(packages)
      .filter(([, { deprecated }]) => deprecated !== undefined)
      .map(([place, { deprecated }]) => `${title} installs ${place}, which is deprecated: ${deprecated}`),
  ];
}

/** Installed packages that do not support every Node version that ours support. */
export function engineProblems(packages: Installation["packages"]): readonly string[] {
  return Object.entries(packages).flatMap(([place, { version, engines }]) => {
    const range = engines?.["node"];
    if (range === undefined || semver.subset(supportedNode, range)) return [];
    return [
      `${place} ${version} requires Node ${range}, but our packages support ${supportedNode}. Raise the floor in scripts/lib/node-floor.ts.`,
    ];
  });
}

/** The highest minimum version of Node that the packages require, with those that require it. */
export function highestDemand(packages: Installation["packages"]): string {
  const demands = Object.entries(packages).flatMap(([place, { engines }]) => {
    const lowest = semver.minVersion(
      // Of a range with several major versions, the part for the major version of our floor.
      (engines?.["node"] ?? "*").split("||").find((part) => semver.intersects(part, "22")) ?? "*",
    );
    return lowest && !place.includes("@kelaskit/") ? [{ place, lowest }] : [];
  });
  const [highest] = demands.toSorted((one, other) => semver.rcompare(one.lowest, other.lowest));
  if (highest === undefined) return "none";
  const asking = demands.filter(({ lowest }) => semver.eq(lowest, highest.lowest));
  return `${highest.lowest.version} by ${asking.map(({ place }) => place.replace(/^.*node_modules\//, "")).join(", ")}`;
}

/** How many packages were installed, and their bytes. */
export function sizeOf({ folder, packages }: Installation): {
  readonly count: number;
  readonly bytes: number;
} {
  const bytes = globSync("node_modules/**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
  return { count: Object.keys(packages).length, bytes };
}
