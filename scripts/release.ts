// Shows what a release would publish, and checks it: versions, changelogs, tarballs, components, settings. Sends nothing.
// `--dry-run` passes although points are open that only people can settle, such as the address of the repository; without it, they
// fail, and the workflow that publishes stops. `--json` prints the plan as JSON; `--out FOLDER` keeps tarballs and
// lists of components.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { runScript, secondsSince } from "./lib/commands.ts";
import { workspaceRoot } from "./lib/workspace.ts";
import { withNothingSent } from "./release/nothing-sent.ts";
import { planRelease } from "./release/plan.ts";
import { describePlan, refusalOf } from "./release/summary.ts";

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      "dry-run": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      out: { type: "string" },
    },
  });
  const start = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), "kelaskit-release-"));
  try {
    const { result: plan, connections } = await withNothingSent(() =>
      planRelease(workspaceRoot, folder, (line) => {
        console.error(line);
      }),
    );
    console.log(values.json ? JSON.stringify({ ...plan, connections }, undefined, 2) : describePlan(plan));
    console.error(
      `\nNothing was sent: a server in place of every registry saw ${connections} connections. ${secondsSince(start)}`,
    );
    if (values.out !== undefined) {
      for (const kept of ["tarballs", "components"]) {
        cpSync(path.join(folder, kept), path.resolve(values.out, kept), { recursive: true });
      }
    }
    const refusal = refusalOf(plan, connections, values["dry-run"]);
    if (refusal !== undefined) throw new Error(refusal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
