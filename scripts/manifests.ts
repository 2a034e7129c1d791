// Writes the fields that all packages share into each package.json: license, author, repository, required Node version.
// They come from the root package.json and scripts/lib/node-floor.ts; `lint` checks that they are up to date.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installedProgram, requireCommand, runScript } from "./lib/commands.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";
import { sharedFields } from "./structure/shared-fields.ts";
import type { RootManifest } from "./structure/shared-fields.ts";

function read(file: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>;
}

await runScript(() => {
  const root = read(path.join(workspaceRoot, "package.json")) as RootManifest;
  const files = listPackages().map(({ folder, directory }) => {
    const file = path.join(folder, "package.json");
    const manifest = { ...read(file), ...sharedFields(root, directory) };
    // JSON has no undefined: such a field is left out. The formatter sorts the fields.
    writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
    return file;
  });
  requireCommand("Formatting", installedProgram("oxfmt"), files);
  console.log(`Wrote ${files.length} package.json files.`);
});
