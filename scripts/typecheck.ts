// Type-checks everything with TypeScript 7: each package as portable code and as browser code, then the whole
// repository with Node's types, then small programs that use the packages as an installed dependency.
import { readdirSync } from "node:fs";
import path from "node:path";
import { emitDeclarations } from "./build/declarations.ts";
import { installedProgram, runCommand, runScript, secondsSince } from "./lib/commands.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";

interface Check {
  readonly title: string;
  readonly commandArguments: readonly string[];
}

const consumerFolder = "scripts/type-tests";

await runScript(() => {
  const packages = listPackages();
  const failed: string[] = [];
  const measure = (title: string, check: () => boolean): void => {
    const start = performance.now();
    const passed = check();
    console.log(`${passed ? "ok    " : "FAILED"} ${title}: ${secondsSince(start)}`);
    if (!passed) failed.push(title);
  };
  const compile = ({ title, commandArguments }: Check): void => {
    measure(title, () => {
      const { succeeded, output } = runCommand(installedProgram("tsc"), commandArguments);
      if (!succeeded) console.error(output);
      return succeeded;
    });
  };

  for (const { manifest, directory } of packages) {
    const project = path.join("packages", directory);
    compile({ title: `${manifest.name}, portable`, commandArguments: ["--project", project] });
    // Under this condition, "#zod" is zod/mini: methods that only the full zod has are errors.
    compile({
      title: `${manifest.name}, browser`,
      commandArguments: ["--project", project, "--customConditions", "kelaskit-source,browser"],
    });
  }
  compile({ title: "tests, scripts and examples", commandArguments: ["--project", "."] });

  measure("declarations of every package", () => {
    try {
      for (const found of packages) emitDeclarations(found);
      return true;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return false;
    }
  });
  for (const file of readdirSync(path.join(workspaceRoot, consumerFolder)).filter((name) =>
    /^tsconfig\..*\.json$/.test(name),
  )) {
    compile({ title: `consumer, ${file}`, commandArguments: ["--project", path.join(consumerFolder, file)] });
  }

  if (failed.length > 0) throw new Error(`Type-check failed: ${failed.join("; ")}. The errors are above.`);
});
