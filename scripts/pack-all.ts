// Packs every package into a folder and prints how to install them, as long as they are not on npm: `pnpm pack:all FOLDER`.
// It builds them first; `--no-build` packs what is built.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { requireCommand, runScript, secondsSince } from "./lib/commands.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";
import { installationAdvice } from "./packages/advice.ts";
import { pack } from "./packages/tarball.ts";

await runScript(() => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { "no-build": { type: "boolean", default: false } },
  });
  const [given] = positionals;
  if (given === undefined || positionals.length > 1)
    throw new Error("Give one folder for the packages: npx -y pnpm@12.21.0 pack:all ../kelaskit-packages");
  const folder = path.resolve(given);
  if (!values["no-build"]) {
    const start = performance.now();
    console.log("Building the packages…");
    const script = path.join(workspaceRoot, "scripts/build.ts");
    requireCommand("Building the packages", process.execPath, ["--conditions=kelaskit-source", script]);
    console.log(`Built in ${secondsSince(start)}.`);
  }
  mkdirSync(folder, { recursive: true });
  // Of an earlier version; nothing else in the folder is touched.
  for (const file of readdirSync(folder).filter((name) => /^kelaskit-.*\.tgz$/.test(name)))
    rmSync(path.join(folder, file));
  const packed = listPackages().map(({ folder: source, manifest: { name } }) => ({
    name,
    file: pack(source, name, folder),
  }));
  console.log(installationAdvice(folder, packed));
});
