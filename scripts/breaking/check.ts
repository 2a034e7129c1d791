import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installedProgram, requireCommand, runCommand } from "../lib/commands.ts";
import { listPackages } from "../lib/workspace.ts";
import type { AcceptedBreak } from "./base.ts";
import { surfaceFolder } from "./surface.ts";
import type { UsageFile } from "./usage.ts";

/** Something that old usage could do and new sources no longer allow. */
export interface BreakingChange {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Writes the tests and manifests of a commit into an empty folder. */
export function checkOut(root: string, reference: string, folder: string): void {
  const archive = path.join(folder, "tests.tar");
  // Those that an older commit does not have are an error of git.
  const helpers = ["test-support", "scripts/test-setup"].filter(
    (place) => runCommand("git", ["cat-file", "-e", `${reference}:${place}`], { cwd: root }).succeeded,
  );
  const paths = [
    "packages/*/test/**",
    "packages/*/src/**",
    "packages/*/package.json",
    "tsconfig.base.json",
    ...helpers.map((place) => `${place}/**`),
  ];
  requireCommand(
    `Reading the tests of ${reference}`,
    "git",
    [
      "archive",
      "--format=tar",
      `--output=${archive}`,
      reference,
      "--",
      ...paths.map((glob) => `:(glob)${glob}`),
    ],
    { cwd: root },
  );
  requireCommand("Unpacking the tests", "tar", ["-xf", archive, "-C", folder]);
}

function linkAll(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === "@kelaskit" || name.startsWith(".")) continue;
    if (!existsSync(path.join(to, name))) symlinkSync(path.join(from, name), path.join(to, name), "junction");
  }
}

/** Links what is installed into the tree of a commit, so that the types of its sources are known. */
export function linkInstalled(root: string, base: string): void {
  const modules = path.join(base, "node_modules");
  linkAll(path.join(root, "node_modules"), modules);
  mkdirSync(path.join(modules, "@kelaskit"), { recursive: true });
  for (const { directory, folder } of listPackages(base)) {
    linkAll(path.join(root, "packages", directory, "node_modules"), path.join(folder, "node_modules"));
    symlinkSync(folder, path.join(modules, "@kelaskit", directory), "junction");
  }
}

/** A workspace with the new sources and the old tests. Everything else that they import is what is installed. */
function writeWorkspace(root: string, base: string, usage: readonly UsageFile[], folder: string): void {
  const packages = listPackages(root);
  for (const { directory, folder: source } of packages) {
    const place = path.join(folder, "packages", directory);
    cpSync(path.join(source, "src"), path.join(place, "src"), { recursive: true });
    cpSync(path.join(source, "package.json"), path.join(place, "package.json"));
    linkAll(path.join(source, "node_modules"), path.join(place, "node_modules"));
  }
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  const modules = path.join(folder, "node_modules");
  linkAll(path.join(root, "node_modules"), modules);
  mkdirSync(path.join(modules, "@kelaskit"), { recursive: true });
  for (const { directory } of packages) {
    symlinkSync(
      path.join(folder, "packages", directory),
      path.join(modules, "@kelaskit", directory),
      "junction",
    );
  }
  const support = path.join(base, "test-support");
  if (existsSync(support)) {
    cpSync(support, path.join(folder, "test-support"), { recursive: true });
    linkAll(path.join(root, "test-support/node_modules"), path.join(folder, "test-support/node_modules"));
    symlinkSync(path.join(folder, "test-support"), path.join(modules, "@kelaskit/test-support"), "junction");
  }
  // It declares what the test runner provides to tests.
  const setup = path.join(base, "scripts/test-setup");
  if (existsSync(setup)) cpSync(setup, path.join(folder, "scripts/test-setup"), { recursive: true });
  for (const file of usage) {
    const place = path.join(folder, file.path);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, file.text);
  }
  const config = {
    extends: path.join(root, "tsconfig.base.json"),
    compilerOptions: { types: ["node"], noUnusedLocals: false, noUnusedParameters: false },
    files: usage.map((file) => file.path),
    include: ["scripts/test-setup"],
  };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
}

/** Codes of errors that are not about users: an expected error that is gone, and a module of the tests that is not installed any more. */
function isAboutUsers(code: string, message: string): boolean {
  if (code === "TS2578") return false;
  return !(code === "TS2307" && !/module '(?:@kelaskit\/|\.)/.test(message));
}

/**
 * Type-checks usage from an earlier commit against the sources of a workspace.
 *
 * @param base The unpacked commit, see `checkOut`.
 * @param folder An empty folder for what is compiled.
 */
export function breakingChanges(
  root: string,
  base: string,
  usage: readonly UsageFile[],
  folder: string,
): readonly BreakingChange[] {
  writeWorkspace(root, base, usage, folder);
  const { succeeded, output } = runCommand(
    installedProgram("tsc"),
    ["--project", folder, "--pretty", "false", "--noEmit"],
    { cwd: folder },
  );
  if (succeeded) return [];
  const errors = [
    ...output.matchAll(/^(?<path>[^\s(][^(]*)\((?<line>\d+),\d+\): error (?<code>TS\d+): (?<message>.*)$/gm),
  ].map(({ groups = {} }) => ({
    path: groups["path"] ?? "",
    line: Number(groups["line"]),
    code: groups["code"] ?? "",
    message: groups["message"] ?? "",
  }));
  const usagePaths = new Set(usage.map((file) => file.path));
  const elsewhere = errors.filter(
    (error) => !usagePaths.has(error.path) && !error.path.startsWith("test-support/"),
  );
  if (errors.length === 0 || elsewhere.length > 0) {
    throw new Error(`The sources themselves do not type-check. Run typecheck first. tsc printed:\n${output}`);
  }
  return errors
    .filter(({ path: file, code, message }) => usagePaths.has(file) && isAboutUsers(code, message))
    .map(({ path: file, line, message }) => {
      // Nobody has these files: what they say is part of the message.
      const text = file.includes(`/${surfaceFolder}/`)
        ? usage.find((one) => one.path === file)?.text
        : undefined;
      const statement = text === undefined ? "" : ` In: ${text.split("\n")[line - 1] ?? ""}`;
      return { path: file, line, message: `${message}${statement}` };
    });
}

/** Breaking changes that nobody has accepted, and accepted ones that are not there any more. */
export function judge(
  changes: readonly BreakingChange[],
  accepted: readonly AcceptedBreak[],
): readonly string[] {
  const unexpected = changes.filter(({ message }) => !accepted.some((one) => message.includes(one.message)));
  const gone = accepted.filter((one) => !changes.some(({ message }) => message.includes(one.message)));
  return [
    ...unexpected.map(({ path: file, line, message }) => `${file}:${line} ${message}`),
    ...gone.map(
      ({ message }) => `"${message}" does not occur any more: remove it from scripts/breaking/accepted.json.`,
    ),
  ];
}
