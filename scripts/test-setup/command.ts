// Runs before all tests: bundles the command from its sources, and tells the tests where it is. They start it hundreds of
// times, and a start from a bundle takes half as long.
import { copyFile, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";
import { copyGuides } from "../build/guides.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of the bundled `kelaskit` command, to be started with Node. */
    readonly command: string;
  }
}

const cli = path.join(import.meta.dirname, "../../packages/cli");
/** Within the package, so that the command finds the packages of the vendors. */
const folder = path.join(cli, "node_modules/.cache/kelaskit");

async function bundle(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(cli, "src/main.ts")],
    outdir: path.join(folder, "dist"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    conditions: ["kelaskit-source"],
    keepNames: true,
    logLevel: "warning",
    // It is CommonJS and imported when it is needed: a bundle would export it under `default` only.
    external: ["yaml"],
    // Some dependencies call `require`.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  copyGuides(path.join(folder, "dist/guides"));
  // The command reads its version from the package.json one folder above itself.
  await copyFile(path.join(cli, "package.json"), path.join(folder, "package.json"));
}

export default async function bundleCommand(project: TestProject): Promise<void> {
  await bundle();
  project.provide("command", path.join(folder, "dist/main.js"));
  project.onTestsRerun(bundle);
}
