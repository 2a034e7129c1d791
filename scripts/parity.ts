// Checks that the interfaces of every vendor's operations agree with their schemas.
import { runScript } from "./lib/commands.ts";
import { vendors } from "./openapi/vendors.ts";
import { declaredResources } from "./operations/declared.ts";
import { loadSources } from "./operations/written.ts";
import { acceptedDifferences } from "./parity/accepted.ts";
import { shapedOperations } from "./parity/operations.ts";
import { parityProblems } from "./parity/parity.ts";

await runScript(async () => {
  const directories = Object.keys(vendors);
  const written = shapedOperations(loadSources(directories));
  const packages = await Promise.all(
    directories.map(async (directory) => {
      const resources = await declaredResources(directory);
      return {
        written: written.filter(({ file }) => file.startsWith(`packages/${directory}/`)),
        declarations: resources.flatMap(({ declarations }) => declarations),
      };
    }),
  );
  const problems = parityProblems(packages, acceptedDifferences);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    throw new Error(`Interfaces and schemas differ in ${problems.length} places, listed above.`);
  }
  console.log(`Parity: ${written.length} operations, ${acceptedDifferences.length} accepted differences.`);
});
