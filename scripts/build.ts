// Builds every package into its dist folder: JavaScript by tsup, declarations by TypeScript, the OpenAPI
// documents of the vendors, and the licence beside them.
import { copyFileSync, globSync } from "node:fs";
import path from "node:path";
import { emitDeclarations } from "./build/declarations.ts";
import { installedProgram, requireCommand, runScript, secondsSince } from "./lib/commands.ts";
import { joinModules } from "./build/join-modules.ts";
import { writeOpenApi } from "./openapi/write.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";

await runScript(async () => {
  for (const { folder, manifest, directory } of listPackages()) {
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
    // npm puts a licence into a tarball only from the package's own folder.
    copyFileSync(path.join(workspaceRoot, "LICENSE"), path.join(folder, "LICENSE"));
    await writeOpenApi({ folder, manifest, directory });
    console.log(`${manifest.name} built in ${secondsSince(start)}`);
  }
});
