// Writes the tables of docs/support.md from docs/runtimes.md, which the test projects wrote, and from the packages' manifests.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installedProgram, requireCommand, runScript } from "./lib/commands.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";
import { supportPage, supportTables } from "./support/page.ts";
import { listPeers, readProofs } from "./support/proofs.ts";

await runScript(() => {
  const file = path.join(workspaceRoot, "docs/support.md");
  const proofs = readProofs(readFileSync(path.join(workspaceRoot, "docs/runtimes.md"), "utf8"));
  const peers = listPeers(listPackages().map(({ manifest }) => manifest));
  writeFileSync(file, supportPage(readFileSync(file, "utf8"), supportTables(proofs, peers)));
  requireCommand("Formatting", installedProgram("oxfmt"), [file]);
  console.log(`Wrote the tables of docs/support.md from ${proofs.length} runs of test projects.`);
});
