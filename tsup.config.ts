import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";
import { defineConfig } from "tsup";
import { computedModules } from "./scripts/build/computed-modules.ts";
import { pureOperations } from "./scripts/build/pure-operations.ts";

/**
 * Leaves every import as an import, so that each source module becomes one output module. Sources import each
 * other by their real names ("./call.ts"); what is published must name the built files ("./call.js").
 */
const oneOutputPerModule: Plugin = {
  name: "one-output-per-module",
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ kind, path }) => {
      if (kind === "entry-point") return undefined;
      return { path: path.startsWith(".") ? path.replace(/\.ts$/, ".js") : path, external: true };
    });
  },
};

/** The version of the package in whose folder the build runs. */
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };

/** The JavaScript of every package is built with this, in the package's folder. `scripts/build.ts` adds the declarations. */
export default defineConfig({
  entry: ["src/**/*.ts"],
  outDir: "dist",
  format: ["esm"],
  target: "es2023",
  bundle: true,
  splitting: false,
  clean: true,
  dts: false,
  sourcemap: true,
  silent: true,
  removeNodeProtocol: false,
  // Read by core's user-agent.
  define: { kelaskitVersion: JSON.stringify(version) },
  esbuildOptions(options) {
    // Node asks for `with { type: "json" }`, which esbuild drops for this target although every Node that we support has it.
    options.supported = { "import-attributes": true };
    // The sources are in the package, where the maps point.
    options.sourcesContent = false;
  },
  esbuildPlugins: [oneOutputPerModule, computedModules, pureOperations],
});
