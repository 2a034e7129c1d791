import path from "node:path";
import { build, type Plugin } from "esbuild";
import { describe, expect, it } from "vitest";
import * as core from "@kelaskit/core";
import * as mitrabunso from "@kelaskit/mitrabunso";
import * as scalev from "@kelaskit/scalev";
import * as skilvul from "@kelaskit/skilvul";
import * as toolzz from "@kelaskit/toolzz";
import { workspaceRoot } from "../lib/workspace.ts";

const packages = { core, mitrabunso, scalev, skilvul, toolzz };

/** Programs of one export each, which tell its type. */
const programs = (name: string): Plugin => ({
  name: "programs",
  setup(bundler) {
    bundler.onResolve({ filter: /.*/ }, ({ kind, path: exported }) =>
      kind === "entry-point" ? { path: exported, namespace: "program" } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: "program" }, ({ path: exported }) => ({
      contents: `import { ${exported} } from "@kelaskit/${name}"; export default typeof ${exported};`,
      resolveDir: path.join(workspaceRoot, "scripts/test"),
    }));
  },
});

/** The types of a package's exports, each bundled by itself into one file as for an edge function. */
async function typesInBundles(name: string, exports: readonly string[]): Promise<readonly unknown[]> {
  const { outputFiles } = await build({
    entryPoints: [...exports],
    outdir: "unused",
    plugins: [programs(name)],
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["kelaskit-source"],
    write: false,
  });
  const types = new Map<string, unknown>();
  for (const { path: file, contents } of outputFiles) {
    const address = `data:text/javascript;base64,${Buffer.from(contents).toString("base64")}`;
    const loaded = (await import(address)) as { readonly default: unknown };
    types.set(path.basename(file, ".js"), loaded.default);
  }
  return exports.map((exported) => types.get(exported));
}

describe.each(Object.entries(packages))("an export of %s", (name, entry) => {
  it("is what it is when a bundle takes nothing else of the package", async () => {
    const exports = Object.keys(entry);
    const types = await typesInBundles(name, exports);
    expect(exports.map((exported, index) => [exported, types[index]])).toEqual(
      Object.entries(entry).map(([exported, value]) => [exported, typeof value]),
    );
  });
});
