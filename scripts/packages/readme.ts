// Does what the README of the repository tells a reader who has packed the packages: installs them, and runs its snippet.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pnpmProgram, requireCommand, runCommand } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { firstSnippet } from "../readme/snippet.ts";
import { pnpmOverrides } from "./advice.ts";
import { userEnvironment } from "./installs.ts";
import type { Tarball } from "./tarball.ts";

/** Runs the README's snippet in a project that has the packages. Returns the problem if it prints something else. */
function snippetProblems(project: string, installedWith: string): readonly string[] {
  const snippet = firstSnippet(readFileSync(path.join(workspaceRoot, "README.md"), "utf8"));
  writeFileSync(path.join(project, "start.mjs"), snippet.program);
  const { output } = runCommand(process.execPath, ["start.mjs"], {
    cwd: project,
    environment: userEnvironment(),
  });
  if (output === snippet.output.trim()) return [];
  return [
    `README.md: its first snippet, with the packages installed by ${installedWith}, should print\n${snippet.output}\nbut printed\n${output}`,
  ];
}

/** What is wrong with the README's way to install the packages, with npm and with pnpm. */
export function readmeProblems(tarballs: readonly Tarball[], folder: string): readonly string[] {
  const files = tarballs
    .filter(({ name }) => ["@kelaskit/core", "@kelaskit/skilvul"].includes(name))
    .map(({ file }) => file);
  return (["npm", "pnpm"] as const).flatMap((manager) => {
    const cwd = path.join(folder, `reader-with-${manager}`);
    mkdirSync(cwd, { recursive: true });
    writeFileSync(path.join(cwd, "package.json"), "{}");
    writeFileSync(path.join(cwd, "pnpm-workspace.yaml"), pnpmOverrides(tarballs));
    const program = manager === "npm" ? "npm" : pnpmProgram();
    const words = manager === "npm" ? ["install", "--no-audit", "--no-fund"] : ["add"];
    const purpose = `Installing the packages with ${manager} as README.md says`;
    requireCommand(purpose, program, [...words, "--prefer-offline", ...files], {
      cwd,
      environment: userEnvironment(),
    });
    return snippetProblems(cwd, manager);
  });
}
