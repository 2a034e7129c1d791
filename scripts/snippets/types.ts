import { copyFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installedProgram, runCommand } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { placeOf, type SnippetModule } from "./modules.ts";
import type { Problem } from "./problem.ts";
import type { Sandbox } from "./sandbox.ts";

const placeholders = "placeholders.d.ts";

/** The settings of a strict user. The packages are read as sources, so that nothing has to be built. */
const compilerOptions = {
  target: "es2023",
  lib: ["es2024", "dom", "dom.iterable", "dom.asynciterable"],
  module: "nodenext",
  moduleDetection: "force",
  resolveJsonModule: true,
  jsx: "preserve",
  allowJs: true,
  checkJs: true,
  customConditions: ["kelaskit-source"],
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  // Node runs the blocks without compiling them.
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

interface CompilerError {
  /** As the compiler prints it, relative to the sandbox. */
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly text: string;
}

/** Reads the compiler's output: an error is a line with its place, and indented lines that belong to it. */
function parseErrors(output: string): readonly CompilerError[] {
  const errors: CompilerError[] = [];
  for (const line of output.split("\n")) {
    const found = /^(?<file>[^\s(][^(]*)\((?<line>\d+),\d+\): error (?<code>TS\d+): (?<text>.*)$/.exec(
      line,
    )?.groups;
    const last = errors.at(-1);
    if (found !== undefined) {
      const { file = "", code = "", text = "" } = found;
      errors.push({ file, line: Number(found["line"]), code, text });
    } else if (/^\s/.test(line) && last !== undefined) {
      errors[errors.length - 1] = { ...last, text: `${last.text}\n${line}` };
    } else if (line.trim() !== "") {
      errors.push({ file: "", line: 0, code: "", text: line });
    }
  }
  return errors;
}

/**
 * Compiles modules as one program. A syntax error hides the errors of meaning in all other modules, so that those without
 * one are compiled again.
 */
function compile(folder: string, modules: readonly SnippetModule[]): readonly CompilerError[] {
  const files = [placeholders, ...modules.map((module) => module.path)];
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const { succeeded, output } = runCommand(
    installedProgram("tsc"),
    ["--project", folder, "--pretty", "false"],
    { cwd: folder },
  );
  const errors = parseErrors(output);
  if (!succeeded && errors.length === 0) throw new Error("The compiler failed, but printed no error.");
  const withSyntaxErrors = new Set(
    errors.filter(({ code }) => /^TS1\d{3}$/.test(code)).map(({ file }) => file),
  );
  const others = modules.filter((module) => !withSyntaxErrors.has(module.path));
  const hidesOthers = errors.length > 0 && errors.every(({ file }) => withSyntaxErrors.has(file));
  return hidesOthers && others.length > 0 && others.length < modules.length
    ? [...errors, ...compile(folder, others)]
    : errors;
}

/** Type-checks all modules of a sandbox. */
export function typeProblems({ folder }: Sandbox, modules: readonly SnippetModule[]): readonly Problem[] {
  if (modules.length === 0) return [];
  copyFileSync(path.join(import.meta.dirname, placeholders), path.join(folder, placeholders));

  const problems: Problem[] = [];
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const missing = new Map(
    modules.flatMap(({ blocks }) => blocks.map((block) => [block, new Set(block.marks.fails)] as const)),
  );
  for (const { file, line, code, text } of compile(folder, modules)) {
    const module = byPath.get(file);
    const place = module && placeOf(module, line);
    if (place === undefined) {
      const source =
        file === placeholders ? path.join(import.meta.dirname, file) : path.resolve(folder, file);
      problems.push({ file: path.relative(workspaceRoot, source), line, message: `${code} ${text}`.trim() });
    } else if (place.block.marks.fails.includes(code)) {
      missing.get(place.block)?.delete(code);
    } else {
      problems.push({ file: place.block.file, line: place.line, message: `${code} ${text}` });
    }
  }
  for (const [{ file, line }, codes] of missing) {
    for (const code of codes) {
      problems.push({
        file,
        line,
        message: `The block is marked to fail with ${code}, but the compiler does not report it.`,
      });
    }
  }
  return problems;
}
