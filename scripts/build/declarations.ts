import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installedProgram, requireCommand } from "../lib/commands.ts";
import { listSpecifiers } from "../lib/specifiers.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import type { PackageManifest, WorkspacePackage } from "../lib/workspace.ts";

/**
 * Writes the declarations of one package into its dist folder. Build the packages that it depends on first: a package is
 * checked against what the others publish, not against their sources.
 */
export function emitDeclarations({ folder, directory, manifest }: WorkspacePackage): void {
  const cache = path.join(workspaceRoot, "node_modules", ".cache", "kelaskit");
  const configFile = path.join(cache, `declarations-${directory}.json`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    configFile,
    JSON.stringify({
      extends: path.join(workspaceRoot, "tsconfig.base.json"),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        declarationMap: true,
        emitDeclarationOnly: true,
        stripInternal: true,
        customConditions: [],
        types: ["node"],
        rootDir: path.join(folder, "src"),
        outDir: path.join(folder, "dist"),
      },
      include: [path.join(folder, "src")],
    }),
  );
  requireCommand(`Writing the declarations of ${manifest.name}`, installedProgram("tsc"), [
    "--project",
    configFile,
  ]);
  const reachable = reachableDeclarations(manifest, (file) => readFileSync(path.join(folder, file), "utf8"));
  for (const file of globSync("dist/**/*.d.ts", { cwd: folder })) {
    const absolute = path.join(folder, file);
    const text = reachable.get(path.posix.normalize(file.split(path.sep).join("/")));
    // A module that no entry leads to has no types to publish: users cannot load it.
    if (text === undefined) {
      rmSync(absolute);
      rmSync(`${absolute}.map`);
    } else writeFileSync(absolute, publishedDeclaration(`packages/${directory}/${file}`, text));
  }
}

/** The declarations that the package's entries lead to, each with its text. */
export function reachableDeclarations(
  { exports: entries = {} }: Pick<PackageManifest, "exports">,
  read: (file: string) => string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    const text = read(file);
    found.set(file, text);
    for (const { specifier } of listSpecifiers(file, text)) {
      if (!specifier.startsWith(".")) continue;
      visit(path.posix.join(path.posix.dirname(file), specifier.replace(/\.(ts|js)$/, ".d.ts")));
    }
  };
  for (const entry of Object.values(entries)) {
    if (typeof entry !== "object" || entry === null || !("types" in entry)) continue;
    if (typeof entry.types === "string") visit(path.posix.normalize(entry.types));
  }
  return found;
}

/**
 * A declaration as it is published: TypeScript keeps "./call.ts" in declarations, but only "./call.js" exists after the
 * build. Both have the same length, so the declaration's source map stays valid.
 */
export function publishedDeclaration(file: string, text: string): string {
  let published = "";
  let copied = 0;
  for (const { specifier, start, end, line } of listSpecifiers(file, text)) {
    if (specifier === "#zod" || /^zod(\/|$)/.test(specifier)) {
      throw new Error(
        `${file}:${line} imports "${specifier}": every user would load zod's types. ` +
          "Write the exported type as an interface, and keep the schema private to its module.",
      );
    }
    if (!specifier.startsWith(".") || !specifier.endsWith(".ts")) continue;
    published += text.slice(copied, start) + specifier.replace(/\.ts$/, ".js");
    copied = end;
  }
  return published + text.slice(copied);
}
