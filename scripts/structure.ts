// Checks how the repository is organized: which files each package has, and what each package.json contains.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { runScript } from "./lib/commands.ts";
import { workspaceRoot } from "./lib/workspace.ts";
import { rules } from "./structure/rules.ts";

const patterns = [
  "packages/*/{src,test}/**/*.ts",
  "packages/*/package.json",
  "packages/*/{README.md,docs/*.md}",
  "scripts/**/*.ts",
  "examples/**/*.ts",
  "docs/{,decisions/}*.md",
  "*.{config.ts,md,yaml}",
  "package.json",
];

await runScript(() => {
  const files = globSync(patterns, {
    cwd: workspaceRoot,
    exclude: (name) => /(^|\/)node_modules(\/|$)/.test(name),
  })
    .toSorted()
    .map((file) => ({
      path: file.split(path.sep).join("/"),
      text: readFileSync(path.join(workspaceRoot, file), "utf8"),
    }));
  const findings = rules.flatMap((rule) => rule(files));
  for (const { path: file, line, message } of findings) console.error(`${file}:${line} ${message}`);
  if (findings.length > 0) {
    throw new Error(`The structure rules are violated in ${findings.length} places, listed above.`);
  }
  console.log(`Structure: ${files.length} files follow ${rules.length} rules.`);
});
