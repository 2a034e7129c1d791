import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";
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
  const bundle = await rolldown({
    input: entriesOf(found),
    platform: "neutral",
    // Other packages, including "#zod", and data remain imports.
    external: /^[^./]|\.json$/,
    plugins: [{ name: "maps-of-modules", load: withItsMap }],
  });
  const { output } = await bundle.generate({
    dir: dist,
    format: "esm",
    sourcemap: true,
    sourcemapExcludeSources: true,
    chunkFileNames: "[name].js",
    // A program does not load the mock and the reader of routes when it starts, and not every user has installed BullMQ
    // and the vendors of all targets.
    codeSplitting: {
      groups: [{ name: "operations", test: /[/\\]dist[/\\](?!(?:bullmq|mock|routes|targets)[/\\])/ }],
    },
  });
  await bundle.close();
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

/** A built module with its source map. */
function withItsMap(file: string): { readonly code: string; readonly map: string } {
  return { code: readFileSync(file, "utf8"), map: readFileSync(`${file}.map`, "utf8") };
}
