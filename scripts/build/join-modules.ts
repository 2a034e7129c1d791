import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type OutputAsset, type OutputChunk, rolldown } from "rolldown";
import type { WorkspacePackage } from "../lib/workspace.ts";

/**
 * The packages whose many modules are loaded together: opening the files costs more than reading unused code. Core is
 * not one of them, because web pages load only parts of it.
 */
const joinedPackages = new Set(["@kelaskit/academy-of-mine", "@kelaskit/enroll"]);

/** The built JavaScript files of a package's entries, by their names within dist. */
function entriesOf({ folder, manifest }: WorkspacePackage): Readonly<Record<string, string>> {
  const files = Object.values(manifest.exports ?? {}).flatMap((target) => {
    const built: unknown =
      typeof target === "object" && target !== null ? Reflect.get(target, "default") : undefined;
    return typeof built === "string" ? [built] : [];
  });
  return Object.fromEntries(
    files.map((file) => [file.replaceAll(/^\.\/dist\/|\.js$/g, ""), path.join(folder, file)]),
  );
}

/**
 * Joins the built modules of `joinedPackages`, because Node takes almost a millisecond to open each. Every entry remains
 * as a short list of exports, so that bundlers still include only what a program uses.
 */
export async function joinModules(found: WorkspacePackage): Promise<void> {
  if (!joinedPackages.has(found.manifest.name ?? "")) return;
  const dist = path.join(found.folder, "dist");
  const modules = globSync("**/*.js", { cwd: dist });
  const importsOf = new Map<string, readonly string[]>();
  const bundle = await rolldown({
    input: entriesOf(found),
    platform: "neutral",
    // Other packages, including "#zod", and data remain imports.
    external: /^[^./]|\.json$/,
    plugins: [
      { name: "maps-of-modules", load: withItsMap },
      {
        name: "imports-of-modules",
        buildEnd() {
          for (const id of this.getModuleIds()) {
            if (!path.isAbsolute(id)) continue;
            const { importedIds = [], dynamicallyImportedIds = [] } = this.getModuleInfo(id) ?? {};
            importsOf.set(id, [...importedIds, ...dynamicallyImportedIds]);
          }
        },
      },
    ],
  });
  const { output } = await bundle.generate({
    dir: dist,
    format: "esm",
    sourcemap: true,
    sourcemapExcludeSources: true,
    chunkFileNames: "[name].js",
    // A program does not load the mock and the reader of routes when it starts, not every user has installed BullMQ and the
    // vendors of all targets, and a Worker has no files.
    codeSplitting: {
      groups: [
        // Whatever a group needs is put into it, unless it is in a group before: these need nothing of Node.
        {
          name: "portable",
          test: /[/\\]dist[/\\](?:thrown|setting-checks|journal[/\\]key|reading[/\\]kind-of|run[/\\]group-commit)\.js$/,
          priority: 1,
        },
        {
          name: "operations",
          test: /[/\\]dist[/\\](?!(?:bullmq|mock|roster|routes|sales|service|targets|webhook-receiver)[/\\])/,
        },
      ],
    },
  });
  await bundle.close();
  refuseNewImports(found, importsOf, output);
  for (const file of modules.flatMap((name) => [name, `${name}.map`])) rmSync(path.join(dist, file));
  for (const part of output) {
    if (part.type !== "chunk") continue;
    const file = path.join(dist, part.fileName);
    mkdirSync(path.dirname(file), { recursive: true });
    // An entry that only re-exports has nothing to map.
    if (part.map === null || !/[^;]/.test(part.map.mappings)) {
      writeFileSync(file, part.code.replace(/\n\/\/# sourceMappingURL=.*$/m, ""));
    } else {
      writeFileSync(file, part.code);
      writeFileSync(`${file}.map`, part.map.toString());
    }
  }
}

/** Everything that a module imports, directly or through others, by names that are not in `importsOf`: other packages. */
function packagesOf(start: string, importsOf: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const imports = importsOf.get(id);
    if (imports === undefined) packages.add(id);
    else for (const imported of imports) visit(imported);
  };
  visit(start);
  return packages;
}

/**
 * Joining may put a module that needs an optional package, or Node, beside one that an entry without it needs: then that entry
 * would no longer load.
 */
function refuseNewImports(
  found: WorkspacePackage,
  importsOf: ReadonlyMap<string, readonly string[]>,
  output: readonly (OutputChunk | OutputAsset)[],
): void {
  const chunks = output.filter((part) => part.type === "chunk");
  const joined = new Map(
    chunks.map(({ fileName, imports, dynamicImports }) => [fileName, [...imports, ...dynamicImports]]),
  );
  const always = Object.keys(found.manifest.dependencies ?? {});
  for (const [name, file] of Object.entries(entriesOf(found))) {
    const before = packagesOf(file, importsOf);
    const runsOnNode = [...before].some((imported) => imported.startsWith("node:"));
    const isThere = (imported: string): boolean =>
      before.has(imported) ||
      (runsOnNode && imported.startsWith("node:")) ||
      /^#|\.json$/.test(imported) ||
      always.some((dependency) => imported === dependency || imported.startsWith(`${dependency}/`));
    const added = [...packagesOf(`${name}.js`, joined)].filter((imported) => !isThere(imported));
    if (added.length > 0)
      throw new Error(
        `Joining modules makes the entry ${name} import ${added.join(", ")}: name its folder above.`,
      );
  }
}

/** A built module with its source map. */
function withItsMap(file: string): { readonly code: string; readonly map: string } {
  return { code: readFileSync(file, "utf8"), map: readFileSync(`${file}.map`, "utf8") };
}
