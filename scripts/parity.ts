// Checks that the interfaces of every vendor's operations and their schemas say the same.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runScript } from "./lib/commands.ts";
import { workspaceRoot } from "./lib/workspace.ts";
import { resourcesOf } from "./openapi/document.ts";
import { vendors } from "./openapi/vendors.ts";
import { loadSources } from "./operations/written.ts";
import { acceptedDifferences } from "./parity/accepted.ts";
import { shapedOperations } from "./parity/operations.ts";
import { parityProblems } from "./parity/parity.ts";

await runScript(async () => {
  const directories = Object.keys(vendors);
  const written = shapedOperations(loadSources(directories));
  const packages = await Promise.all(
    directories.map(async (directory) => {
      const index = pathToFileURL(path.join(workspaceRoot, "packages", directory, "src/index.ts"));
      const exported = (await import(index.href)) as Readonly<Record<string, unknown>>;
      return {
        written: written.filter(({ file }) => file.startsWith(`packages/${directory}/`)),
        declarations: resourcesOf(exported).flatMap(({ declarations }) => declarations),
      };
    }),
  );
  const problems = parityProblems(packages, acceptedDifferences);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    throw new Error(`Interfaces and schemas differ in ${problems.length} places, listed above.`);
  }
  console.log(
    `Parity: ${written.length} operations, differences that are meant: ${acceptedDifferences.length}.`,
  );
});
