// Checks that the interfaces of every vendor's operations and their schemas say the same.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runScript } from "./lib/commands.ts";
import { workspaceRoot } from "./lib/workspace.ts";
import { resourcesOf } from "./openapi/document.ts";
import { vendors } from "./openapi/vendors.ts";
import { acceptedDifferences } from "./parity/accepted.ts";
import { loadProgram, writtenOperations } from "./parity/operations.ts";
import { parityProblems } from "./parity/parity.ts";

await runScript(async () => {
  const indexes = Object.keys(vendors).map((directory) => ({
    directory,
    index: path.join(workspaceRoot, "packages", directory, "src/index.ts"),
  }));
  const program = loadProgram(
    indexes.map(({ index }) => index),
    path.join(workspaceRoot, "tsconfig.base.json"),
  );
  const written = writtenOperations(program, workspaceRoot);
  const packages = await Promise.all(
    indexes.map(async ({ directory, index }) => {
      const exported = (await import(pathToFileURL(index).href)) as Readonly<Record<string, unknown>>;
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
