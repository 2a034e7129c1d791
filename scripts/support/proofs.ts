import semver from "semver";
import type { PackageManifest } from "../lib/workspace.ts";

/** A row of docs/runtimes.md, which a run of a test project wrote. */
export interface Proof {
  /** The heading above it: `Runtimes`. */
  readonly group: string;
  /** The runtime or tool: `Node`. */
  readonly tool: string;
  readonly version: string;
  /** Whether a call, pages and a caught error worked. */
  readonly works: boolean;
}

/** Rows of the oldest Node, and of each Yarn, are rows of one tool; what follows a colon is how it was set up. */
function toolOf(title: string): string {
  return title.replace(/[:,].*$/, "").replace(/'s$| \d+$/, "");
}

/** What the test projects proved, from the text of docs/runtimes.md. */
export function readProofs(page: string): readonly Proof[] {
  const proofs: Proof[] = [];
  let group = "";
  for (const line of page.split("\n")) {
    group = /^## (?<group>.+)$/.exec(line)?.groups?.["group"] ?? group;
    const [, title = "", version = "", call, pages, caughtError] = line.split("|").map((cell) => cell.trim());
    if (!/^\d+\.\d+/.test(version)) continue;
    proofs.push({
      group,
      tool: toolOf(title),
      version,
      works: [call, pages, caughtError].every((cell) => cell === "yes"),
    });
  }
  return proofs;
}

/** A package of the user's own that some of ours work with. */
export interface SupportedPeer {
  readonly name: string;
  /** Each alternative of the range, such as `^5.11.1` and `^6.0.0`. */
  readonly ranges: readonly string[];
  /** Versions that tests install. */
  readonly tested: readonly string[];
}

/** The peers of all packages, with the versions that their tests use: `ioredis`, and `ioredis-5` for an older major. */
export function listPeers(manifests: readonly PackageManifest[]): readonly SupportedPeer[] {
  const peers = new Map<string, { ranges: Set<string>; tested: Set<string> }>();
  for (const { peerDependencies = {}, dependencies = {}, devDependencies = {} } of manifests) {
    const installed = Object.entries({ ...dependencies, ...devDependencies });
    for (const [name, range] of Object.entries(peerDependencies)) {
      if (name.startsWith("@kelaskit/")) continue;
      const peer = peers.get(name) ?? { ranges: new Set(), tested: new Set() };
      peers.set(name, peer);
      for (const part of range.split(" || ")) peer.ranges.add(part);
      for (const [alias, version] of installed) {
        const exact = alias === name ? version : version.replace(`npm:${name}@`, "");
        if (semver.valid(exact) !== null && (alias === name || version.startsWith(`npm:${name}@`))) {
          peer.tested.add(exact);
        }
      }
    }
  }
  return [...peers]
    .map(([name, { ranges, tested }]) => ({
      name,
      ranges: [...ranges].toSorted(),
      tested: [...tested].toSorted((first, second) => semver.compare(first, second)),
    }))
    .toSorted((first, second) => first.name.localeCompare(second.name));
}

/** Ranges of peers that no test installs a version of. */
export function unprovenRanges(peers: readonly SupportedPeer[]): readonly string[] {
  return peers.flatMap(({ name, ranges, tested }) =>
    ranges
      .filter((range) => !tested.some((version) => semver.satisfies(version, range)))
      .map((range) => `${name} ${range}: no test installs such a version`),
  );
}
