import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build as buildWithEsbuild, type Plugin as EsbuildPlugin } from "esbuild";
import { build as buildWithVite, type Plugin as VitePlugin } from "vite";
import { markOperations } from "../build/pure-operations.ts";
import { workspaceRoot } from "./workspace.ts";

export type Platform = "browser" | "node";

/** The files of a bundle, by name; the program itself is `program.js`. */
export type Bundle = ReadonlyMap<string, string>;

export const entryFile = "program.js";

const sourceFile = /[/\\]packages[/\\][^/\\]+[/\\]src[/\\].*\.ts$/;
const conditions = ["kelaskit-source", "module"];
const prepared = new Map<string, string>();

/** A source as the build prepares it, cached because many bundles share it. */
function preparedSource(file: string): string {
  const known = prepared.get(file) ?? markOperations(file, readFileSync(file, "utf8"));
  prepared.set(file, known);
  return known;
}

const sourcesForEsbuild: EsbuildPlugin = {
  name: "prepared-sources",
  setup(build) {
    build.onLoad({ filter: sourceFile }, ({ path: file }) => ({
      contents: preparedSource(file),
      loader: "ts",
    }));
  },
};

function sourcesForVite(program: string): VitePlugin {
  return {
    name: "prepared-sources",
    enforce: "pre",
    resolveId: (id) => (id === "program" ? path.join(workspaceRoot, "program.ts") : undefined),
    load(id) {
      if (id === path.join(workspaceRoot, "program.ts")) return program;
      return sourceFile.test(id) ? preparedSource(id) : undefined;
    },
  };
}

/**
 * Bundles a program, which may import the workspace's packages by name, with esbuild. It reads the sources,
 * prepared as the build does, so nothing has to be built first.
 */
export async function bundle(program: string, platform: Platform): Promise<Bundle> {
  const { outputFiles } = await buildWithEsbuild({
    stdin: { contents: program, resolveDir: workspaceRoot, sourcefile: "program.ts", loader: "ts" },
    absWorkingDir: workspaceRoot,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2023",
    platform,
    plugins: [sourcesForEsbuild],
    // esbuild adds "browser" or "node" itself.
    conditions,
    outdir: "bundle",
    entryNames: "program",
    write: false,
    legalComments: "none",
  });
  return new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
}

/** Bundles a program for browsers, as an unconfigured `vite build` does. */
export async function bundleForBrowser(program: string): Promise<Bundle> {
  const built = await buildWithVite({
    configFile: false,
    root: workspaceRoot,
    logLevel: "error",
    plugins: [sourcesForVite(program)],
    resolve: { conditions: [...conditions, "browser"] },
    build: {
      write: false,
      rolldownOptions: {
        input: "program",
        checks: { bundlerTimings: false },
        output: { entryFileNames: entryFile, chunkFileNames: "[name]-[hash].js" },
      },
    },
  });
  if (!("output" in built)) throw new Error("Vite did not return a single bundle.");
  return new Map(built.output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file.code]] : [])));
}

/** Bytes of some of a bundle's files, each gzipped as a server sends it. */
export function gzippedBytes(files: Bundle, names: Iterable<string> = files.keys()): number {
  let bytes = 0;
  for (const name of names) {
    const text = files.get(name);
    if (text === undefined) throw new Error(`The bundle does not contain the file ${name}.`);
    bytes += gzipSync(text, { level: 9 }).length;
  }
  return bytes;
}
