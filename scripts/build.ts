// Builds every package into its dist folder: JavaScript by tsup, declarations by TypeScript, the vendors' OpenAPI
// documents, the command's guides, and the license.
import { copyFileSync, globSync } from "node:fs";
import path from "node:path";
import { emitDeclarations } from "./build/declarations.ts";
import { copyGuides } from "./build/guides.ts";
import { installedProgram, requireCommand, runScript, secondsSince } from "./lib/commands.ts";
import { joinModules } from "./build/join-modules.ts";
import { writeOpenApi } from "./openapi/write.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";

await runScript(async () => {
  const packages = listPackages();
  for (const { folder, manifest, directory } of packages) {
    const start = performance.now();
    requireCommand(
      `Building the JavaScript of ${manifest.name}`,
      installedProgram("tsup"),
      ["--config", path.join(workspaceRoot, "tsup.config.ts")],
      { cwd: folder },
    );
    await joinModules({ folder, manifest, directory });
    emitDeclarations({ folder, manifest, directory });
    for (const file of globSync("**/*.json", { cwd: path.join(folder, "src") })) {
      copyFileSync(path.join(folder, "src", file), path.join(folder, "dist", file));
    }
    if (directory === "cli") copyGuides(path.join(folder, "dist/guides"));
    // npm packs a license only from the package's own folder.
    copyFileSync(path.join(workspaceRoot, "LICENSE"), path.join(folder, "LICENSE"));
    console.log(`${manifest.name} built in ${secondsSince(start)}`);
  }
  const start = performance.now();
  await writeOpenApi(packages);
  console.log(`OpenAPI documents written in ${secondsSince(start)}`);
});
