import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../lib/commands.ts";
import type { Tarball } from "./tarball.ts";

/** Makes a tarball's dependencies resolvable, from what is installed in this repository. */
export function linkDependencies({ name, manifest, source }: Tarball, modules: string): void {
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    // Our own packages are already unpacked from their tarballs.
    if (dependency.startsWith("@kelaskit/")) continue;
    linkInstalled(name, source.folder, dependency, modules);
  }
}

/** Makes the optional peer dependencies resolvable too, such as for a user who tests with the mocks. */
export function linkPeers({ name, manifest, source }: Tarball, modules: string): void {
  for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
    linkInstalled(name, source.folder, peer, modules);
  }
}

function linkInstalled(name: string, folder: string, dependency: string, modules: string): void {
  const link = path.join(modules, dependency);
  if (existsSync(link)) return;
  const installed = path.join(folder, "node_modules", dependency);
  if (!existsSync(installed)) {
    throw new Error(`${name} needs ${dependency}, which is not installed: npx -y pnpm@12.21.0 install`);
  }
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync(realpathSync(installed), link, "junction");
}

/** The specifiers of a tarball's JavaScript entries: `@kelaskit/core`, `@kelaskit/core/node`. */
export function entriesOf({ name, manifest }: Tarball): readonly string[] {
  return Object.keys(manifest.exports ?? {})
    .filter((entry) => !entry.endsWith(".json"))
    .map((entry) => path.posix.join(name, entry));
}

/** Whether an entry needs a package that most users do not have: msw for the mocks, BullMQ for fleets, OpenTelemetry, undici. */
export function needsPeers(entry: string): boolean {
  return /\/(mock|testing|bullmq|otel|undici)(\/|$)/.test(entry);
}

/** Runs each command of a tarball as a user would, and returns what failed. */
export function commandProblems({ name, folder, manifest }: Tarball): readonly string[] {
  return Object.entries(manifest.bin ?? {}).flatMap(([command, file]) => {
    const environment = { ...process.env, NODE_OPTIONS: "" };
    const { succeeded, output } = runCommand(process.execPath, [file, "--version"], {
      cwd: folder,
      environment,
    });
    return succeeded && output.trim() === manifest.version
      ? []
      : [`${command} of ${name} does not print its version:\n${output}`];
  });
}

/** Loads each entry with plain Node, as an ES module and with `require()`, and returns what failed. */
export function loadingProblems(entries: readonly string[], projectFolder: string): readonly string[] {
  const programs = {
    "esm.mjs": (entry: string) => `import * as entry from "${entry}"; report(entry);`,
    "cjs.cjs": (entry: string) => `report(require("${entry}"));`,
  };
  const report =
    'function report(entry) { if (Object.keys(entry).length === 0) throw new Error("It has no exports."); }\n';
  // Without the scripts' own options: users do not have our conditions or loaders.
  const environment = { ...process.env, NODE_OPTIONS: "" };
  return Object.entries(programs).flatMap(([file, program]) =>
    entries.flatMap((entry) => {
      writeFileSync(path.join(projectFolder, file), report + program(entry));
      const { succeeded, output } = runCommand(process.execPath, [file], { cwd: projectFolder, environment });
      return succeeded ? [] : [`${file} could not load ${entry}:\n${output}`];
    }),
  );
}
