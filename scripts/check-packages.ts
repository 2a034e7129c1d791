// Checks what users install: packs each built package and checks the tarball with publint, attw and Node.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runScript, secondsSince } from "./lib/commands.ts";
import { listPackages } from "./lib/workspace.ts";
import {
  commandProblems,
  entriesOf,
  linkDependencies,
  linkPeers,
  loadingProblems,
  needsPeers,
} from "./packages/consumers.ts";
import {
  engineProblems,
  highestDemand,
  installProblems,
  installWithNpm,
  sizeOf,
} from "./packages/installs.ts";
import { tarballProblems } from "./packages/lints.ts";
import { readmeProblems } from "./packages/readme.ts";
import { packAndUnpack } from "./packages/tarball.ts";
import type { Tarball } from "./packages/tarball.ts";

/** The most that one vendor may install: packages and megabytes. */
const vendorBudget = { count: 6, megabytes: 12 };

function installationProblems(tarballs: readonly Tarball[], temporaryFolder: string): readonly string[] {
  const start = performance.now();
  const vendor = tarballs.filter(({ name }) => ["@kelaskit/core", "@kelaskit/skilvul"].includes(name));
  const small = installWithNpm(path.join(temporaryFolder, "one-vendor"), vendor);
  const { count, bytes } = sizeOf(small);
  const megabytes = bytes / 1e6;

  const everything = installWithNpm(path.join(temporaryFolder, "everything"), tarballs);
  // Our own packages are there as tarballs already.
  const peers = Object.fromEntries(
    tarballs
      .flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}))
      .filter(([name]) => !name.startsWith("@kelaskit/")),
  );
  const withPeers = installWithNpm(path.join(temporaryFolder, "with-peers"), tarballs, peers);
  // The user chose the version of a peer, so its dependencies are not counted.
  const peersAlone = Object.fromEntries(
    Object.entries(withPeers.packages).filter(([place]) =>
      Object.hasOwn(peers, place.replace("node_modules/", "")),
    ),
  );
  const all = { ...everything.packages, ...peersAlone };
  console.log(
    `npm installs one vendor as ${count} packages of ${megabytes.toFixed(1)} MB, everything installs ` +
      `${Object.keys(everything.packages).length}; the highest demand is Node ${highestDemand(all)}: ` +
      secondsSince(start),
  );
  return [
    ...installProblems("one vendor", small),
    ...installProblems("everything", everything),
    ...installProblems("everything with all peers", withPeers),
    ...engineProblems(all),
    ...(count > vendorBudget.count || megabytes > vendorBudget.megabytes
      ? [
          `One vendor installs ${count} packages of ${megabytes.toFixed(1)} MB; the budget is ` +
            `${vendorBudget.count} packages of ${vendorBudget.megabytes} MB.`,
        ]
      : []),
  ];
}

async function checkTarballs(temporaryFolder: string): Promise<readonly string[]> {
  const modules = path.join(temporaryFolder, "node_modules");
  mkdirSync(modules);
  const tarballs = listPackages().map((found) => packAndUnpack(found, temporaryFolder, modules));
  const problems: string[] = [];
  for (const tarball of tarballs) {
    const start = performance.now();
    problems.push(...(await tarballProblems(tarball)));
    linkDependencies(tarball, modules);
    console.log(`${tarball.name}: checked the tarball in ${secondsSince(start)}`);
  }

  problems.push(...installationProblems(tarballs, temporaryFolder));
  problems.push(...readmeProblems(tarballs, temporaryFolder));

  const start = performance.now();
  const entries = tarballs.flatMap((tarball) => entriesOf(tarball));
  // First without optional peers, which most users do not have.
  problems.push(
    ...loadingProblems(
      entries.filter((entry) => !needsPeers(entry)),
      temporaryFolder,
    ),
  );
  problems.push(...tarballs.flatMap((tarball) => commandProblems(tarball)));
  for (const tarball of tarballs) linkPeers(tarball, modules);
  problems.push(
    ...loadingProblems(
      entries.filter((entry) => needsPeers(entry)),
      temporaryFolder,
    ),
  );
  console.log(`Loaded ${entries.length} entries with import and require() in ${secondsSince(start)}`);
  return problems;
}

await runScript(async () => {
  for (const { manifest, folder } of listPackages()) {
    if (!existsSync(path.join(folder, "dist"))) {
      throw new Error(`${manifest.name} is not built. Build first: npx -y pnpm@12.21.0 build`);
    }
  }
  const temporaryFolder = mkdtempSync(path.join(tmpdir(), "kelaskit-packages-"));
  try {
    const problems = await checkTarballs(temporaryFolder);
    if (problems.length > 0) throw new Error(problems.join("\n\n"));
  } finally {
    rmSync(temporaryFolder, { recursive: true, force: true });
  }
});
