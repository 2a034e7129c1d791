import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";
import type { Block } from "./blocks.ts";
import { kelaskitProblem } from "./kelaskit-line.ts";
import type { Problem } from "./problem.ts";
import { isShell, readShell } from "./shell-commands.ts";

/** Commands of pnpm itself that documents use. */
const pnpmCommands = new Set([
  "add",
  "create",
  "dlx",
  "exec",
  "i",
  "install",
  "pack",
  "publish",
  "remove",
  "update",
]);

/** Options of pnpm that come before its command and have a value. */
const pnpmValues = new Set(["--dir", "-C", "--filter", "-F"]);

const packageNames = new Set(listPackages().map(({ manifest }) => manifest.name));

function scriptsOf(folder: string): ReadonlySet<string> {
  const file = path.join(workspaceRoot, folder, "package.json");
  if (!existsSync(file)) return new Set();
  const { scripts = {} } = JSON.parse(readFileSync(file, "utf8")) as { readonly scripts?: object };
  return new Set(Object.keys(scripts));
}

async function pnpmProblem(words: readonly string[]): Promise<string | undefined> {
  let folder = ".";
  let at = 0;
  for (let word = words[at]; word?.startsWith("-") === true; word = words[at]) {
    if (word === "--dir" || word === "-C") folder = words[at + 1] ?? folder;
    at += pnpmValues.has(word) ? 2 : 1;
  }
  const [command, ...rest] = words.slice(at);
  if (command === undefined || command === "…") return undefined;
  if (command === "exec" || command === "dlx") return commandProblem(rest);
  const script = command === "run" ? (rest[0] ?? "") : command;
  if (scriptsOf(folder).has(script) || (command !== "run" && pnpmCommands.has(command))) return undefined;
  return `${path.join(folder, "package.json")} has no script "${script}".`;
}

/** What is wrong with a command: an unknown command, option or operation of `kelaskit`, script of pnpm, or package. */
async function commandProblem(words: readonly string[]): Promise<string | undefined> {
  const [program = "", ...given] = words;
  const unknown = given
    .map((word) => /^@kelaskit\/[\w-]+/.exec(word)?.[0])
    .find((name) => name !== undefined && !packageNames.has(name));
  if (unknown !== undefined) return `There is no package ${unknown}.`;
  if (program === "kelaskit") return kelaskitProblem(given);
  if (program === "pnpm") return pnpmProblem(given);
  if (program === "npx") {
    const [started = "", ...rest] = given.filter((word, index) => index > 0 || !/^(-y|--yes)$/.test(word));
    return commandProblem([started.replace(/^@kelaskit\/cli/, "kelaskit").replace(/@[\d.]+$/, ""), ...rest]);
  }
  return undefined;
}

/** Checks the commands of the shell blocks; nothing is executed. */
export async function commandProblems(blocks: readonly Block[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const block of blocks.filter(isShell)) {
    const { file, marks } = block;
    if (marks.skip !== undefined) continue;
    const { commands, errors } = readShell(block);
    problems.push(...errors.map((error) => ({ file, ...error })));
    for (const { words, line } of commands) {
      const message = await commandProblem(words);
      if (message !== undefined) problems.push({ file, line, message: `${words.join(" ")}: ${message}` });
    }
  }
  return problems;
}
