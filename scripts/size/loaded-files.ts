import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Bundle, entryFile } from "../lib/bundle.ts";
import { requireCommand } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";

const runner = path.join(import.meta.dirname, "run-bundle.ts");
const cache = path.join(workspaceRoot, "node_modules", ".cache", "kelaskit");

/**
 * The files of a bundle that are loaded when a program has its first answer. The program is run against a stub of a
 * vendor, so that the files are observed rather than deduced from imports.
 */
export function loadedFiles(
  files: Bundle,
  options: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "bundle-"));
  try {
    for (const [name, text] of files) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
    const printed = requireCommand("The bundled program", process.execPath, [
      runner,
      path.join(folder, entryFile),
      JSON.stringify(options),
    ]);
    const loaded = JSON.parse(printed) as readonly string[];
    return loaded.map((file) => path.relative(folder, file).split(path.sep).join("/"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
