import path from "node:path";
import { expect, it } from "vitest";
import { runCommand } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";

it("every vendor's README lists its operations as they are declared", () => {
  const script = path.join(workspaceRoot, "scripts/operations-table.ts");
  const { succeeded, output } = runCommand(process.execPath, [
    "--conditions=kelaskit-source",
    script,
    "--check",
  ]);
  expect(output).toMatch(/^Operations: \d+ tables, all current\.$/);
  expect(succeeded).toBe(true);
});
