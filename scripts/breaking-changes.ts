// Type-checks the tests of the last release, which are usage as users have it, and statements about everything that it exports,
// against the sources of the working tree: what does not compile breaks programs. Without a release, the commit in scripts/breaking/accepted.json is compared with; that file also lists
// breaking changes that are wanted. `--base REFERENCE` compares with another commit, and ignores the list.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { baseOf, hasCommit, readAccepted } from "./breaking/base.ts";
import { breakingChanges, checkOut, judge, linkInstalled } from "./breaking/check.ts";
import { listSurface } from "./breaking/surface.ts";
import { listUsage } from "./breaking/usage.ts";
import { runScript, secondsSince } from "./lib/commands.ts";
import { workspaceRoot } from "./lib/workspace.ts";

await runScript(() => {
  const { values } = parseArgs({ options: { base: { type: "string" } } });
  const { base: recorded, accepted } = readAccepted(workspaceRoot);
  const base = values.base ?? baseOf(workspaceRoot, recorded);
  if (!hasCommit(workspaceRoot, base)) {
    const message = `${base} is not in this clone. Fetch it to find breaking changes: git fetch --unshallow --tags`;
    if (values.base !== undefined) throw new Error(message);
    console.log(`Not checked: ${message}`);
    return;
  }
  const start = performance.now();
  const parent = mkdtempSync(path.join(realpathSync(tmpdir()), "kelaskit-breaking-"));
  try {
    const [old, compiled] = [path.join(parent, "base"), path.join(parent, "workspace")];
    for (const folder of [old, compiled]) mkdirSync(folder);
    checkOut(workspaceRoot, base, old);
    const usage = listUsage(old);
    const tests = usage.filter((file) => file.path.endsWith(".test.ts")).length;
    linkInstalled(workspaceRoot, old);
    const changes = breakingChanges(workspaceRoot, old, [...usage, ...listSurface(old)], compiled);
    const problems = judge(changes, values.base === undefined ? accepted : []);
    console.log(
      `${tests} tests of ${base}, and what it exports, against these sources: ${changes.length} breaking changes, ${secondsSince(start)}`,
    );
    if (problems.length > 0) {
      throw new Error(
        `${problems.join("\n")}\n\nThese programs compiled before. Keep them working, for example with a deprecated name. If a ` +
          "break is wanted, add it with its reason to scripts/breaking/accepted.json, and a changeset that begins with " +
          '"Breaking: ".',
      );
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
});
