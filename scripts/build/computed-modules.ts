import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";

/**
 * Replaces each module named `*.computed.ts` with the values that it exports. They are computed once, at build: users load
 * data, not all the modules that it is derived from. The packages that the module imports must be built already.
 */
export const computedModules: Plugin = {
  name: "computed-modules",
  setup(build) {
    build.onLoad({ filter: /\.computed\.ts$/ }, async ({ path: file }) => ({
      contents: valuesOf((await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>),
      loader: "js",
    }));
  },
};

function valuesOf(module: Readonly<Record<string, unknown>>): string {
  return Object.entries(module)
    .map(([name, value]) => `export const ${name} = /* @__PURE__ */ JSON.parse(${quoted(value)});\n`)
    .join("");
}

/** JSON in a string: engines parse it faster than a literal, and bundlers leave it in one line. */
function quoted(value: unknown): string {
  return `'${JSON.stringify(value).replaceAll(/[\\']/g, "\\$&")}'`;
}
