import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import semver from "semver";
import { runCommand } from "../lib/commands.ts";
import { supportedNode } from "../lib/node-floor.ts";
import type { Tarball } from "./tarball.ts";

/** What npm installed, as its own list in node_modules tells it. */
interface InstalledPackage {
  readonly version: string;
  readonly deprecated?: string;
  readonly engines?: Readonly<Record<string, string>>;
}

export interface Installation {
  readonly folder: string;
  /** Everything that npm said but the line that counts what it added. */
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

/** The environment without what pnpm sets for the scripts that it runs, some of which npm warns of. */
function userEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$)/i.test(name)),
  );
}

/** What a user would be warned of when installing: conflicts of peers, deprecated packages. */
export function installProblems(title: string, { complaints, packages }: Installation): readonly string[] {
  return [
    ...(complaints === "" ? [] : [`Installing ${title} with npm is not silent:\n${complaints}`]),
    ...Object.entries(packages)
      .filter(([, { deprecated }]) => deprecated !== undefined)
      .map(([place, { deprecated }]) => `${title} installs ${place}, which is deprecated: ${deprecated}`),
  ];
}

/** Installed packages that do not run on every Node that ours say they run on. */
export function engineProblems(packages: Installation["packages"]): readonly string[] {
  return Object.entries(packages).flatMap(([place, { version, engines }]) => {
    const range = engines?.["node"];
    if (range === undefined || semver.subset(supportedNode, range)) return [];
    return [
      `${place} ${version} needs Node ${range}, our packages say ${supportedNode}. Raise it in scripts/lib/node-floor.ts.`,
    ];
  });
}

/** The highest of the lowest versions of Node that the packages ask for, with those that ask for it. */
export function highestDemand(packages: Installation["packages"]): string {
  const demands = Object.entries(packages).flatMap(([place, { engines }]) => {
    const lowest = semver.minVersion(
      // Of a range with several lines, the part that is about the line of our floor.
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
