import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";
import type { WorkspacePackage } from "../lib/workspace.ts";

/**
 * The packages with very many modules that a program loads together: opening the files costs more than reading what it
 * does not need. Core is none of them, however many modules it has: pages take what they need of it.
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
 * Joins the built modules of `joinedPackages`: Node takes most of a millisecond to open each. Every
 * entry stays, as a short list of what it exports, so that bundlers still find only what a program uses.
 */
export async function joinModules(found: WorkspacePackage): Promise<void> {
  if (!joinedPackages.has(found.manifest.name ?? "")) return;
  const dist = path.join(found.folder, "dist");
  const modules = globSync("**/*.js", { cwd: dist });
  const bundle = await rolldown({
    input: entriesOf(found),
    platform: "neutral",
    // Other packages, "#zod" among them, and data stay imports.
    external: /^[^./]|\.json$/,
    plugins: [{ name: "maps-of-modules", load: withItsMap }],
  });
  const { output } = await bundle.generate({
    dir: dist,
    format: "esm",
    sourcemap: true,
    sourcemapExcludeSources: true,
    chunkFileNames: "[name].js",
    // The mock and the reader of routes are not what a program loads at its start, and neither BullMQ nor the vendors of all
    // targets are what everybody has.
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
    // An entry that only lists what it exports has nothing to map.
    if (part.map === null || !/[^;]/.test(part.map.mappings)) {
      writeFileSync(file, part.code.replace(/\n\/\/# sourceMappingURL=.*$/m, ""));
    } else {
      writeFileSync(file, part.code);
      writeFileSync(`${file}.map`, part.map.toString());
    }
  }
}

/** A built module with its map, which leads on to the source. */
function withItsMap(file: string): { readonly code: string; readonly map: string } {
  return { code: readFileSync(file, "utf8"), map: readFileSync(`${file}.map`, "utf8") };
}
