// Bundles the page with one bundler, with as few settings as possible: `node bundle.mjs BUNDLER`.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const entry = path.resolve("page.mjs");
const bundler = process.argv[2];
const folder = path.resolve("dist", bundler);

/** webpack and rspack have the same interface. */
async function runCompiler(compiler) {
  const statistics = await promisify(compiler.run.bind(compiler))();
  if (statistics.hasErrors() || statistics.hasWarnings()) throw new Error(statistics.toString());
}

const compilerSettings = { mode: "production", entry, output: { path: folder, filename: "page.js" } };

const bundlers = {
  async esbuild() {
    const { build } = await import("esbuild");
    await build({
      entryPoints: [entry],
      outdir: folder,
      bundle: true,
      splitting: true,
      format: "esm",
      minify: true,
    });
  },
  async rolldown() {
    const { build } = await import("rolldown");
    await build({ input: entry, platform: "browser", output: { dir: folder, minify: true } });
  },
  async rollup() {
    const { rollup } = await import("rollup");
    const { nodeResolve } = await import("@rollup/plugin-node-resolve");
    const warnings = [];
    const bundle = await rollup({
      input: entry,
      plugins: [nodeResolve({ browser: true })],
      onwarn({ code, message }) {
        // zod causes its own warnings.
        if (code === "UNRESOLVED_IMPORT" || message.includes("@kelaskit")) warnings.push(message);
      },
    });
    await bundle.write({ dir: folder });
    if (warnings.length > 0) throw new Error(warnings.join("\n"));
  },
  async rspack() {
    const { rspack } = await import("@rspack/core");
    await runCompiler(rspack(compilerSettings));
  },
  async vite() {
    const { build } = await import("vite");
    const root = path.resolve("vite-root");
    await mkdir(root, { recursive: true });
    await writeFile(
      path.join(root, "index.html"),
      '<!doctype html><script type="module" src="../page.mjs"></script>',
    );
    await build({ root, logLevel: "warn", build: { outDir: folder } });
  },
  async webpack() {
    const { default: webpack } = await import("webpack");
    await runCompiler(webpack(compilerSettings));
  },
};

await bundlers[bundler]();
