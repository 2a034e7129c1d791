import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { requireCommand } from "../lib/commands.ts";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";
import type { Measured } from "./budget.ts";

const runner = fileURLToPath(new URL("loaded-modules.ts", import.meta.url));

function countOf(file: string, ...more: readonly string[]): number {
  return Number(requireCommand(`Importing ${file}`, process.execPath, [runner, file, ...more]));
}

/** How many files Node reads to import each built package, and until a first call is answered. Requires the build. */
export function countModules(): readonly Measured[] {
  const built = listPackages().flatMap(({ manifest, folder }) => {
    const target = manifest.exports?.["."];
    if (typeof target !== "object" || target === null || !("default" in target)) return [];
    return [{ name: manifest.name, file: path.join(folder, String(target.default)) }];
  });
  const missing = built.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (missing.length > 0)
    throw new Error(`${missing.join(", ")} are not built. Run: npx -y pnpm@12.21.0 build`);
  const imported = built.map(({ name, file }): Measured => ({
    name: `modules: import of ${name}`,
    value: countOf(file),
    unit: "modules",
  }));
  const skilvul = path.join(workspaceRoot, "packages", "skilvul", "dist", "index.js");
  return [
    ...imported,
    {
      name: "modules: import and first call of @kelaskit/skilvul",
      value: countOf(skilvul, "call"),
      unit: "modules",
    },
  ];
}
