// Runs the demo and draws its terminal for the README: `pnpm readme:picture`.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { runScript } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { drawTerminal } from "./picture.ts";
import { recordDemo } from "./recording.ts";

await runScript(() => {
  const lines = recordDemo();
  writeFileSync(path.join(workspaceRoot, "docs/demo.svg"), drawTerminal(lines));
  console.log(`docs/demo.svg shows ${lines.length} lines.`);
});
