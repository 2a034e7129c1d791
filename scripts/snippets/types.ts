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

/** Type-checks all modules of a sandbox as one program. */
export function typeProblems({ folder }: Sandbox, modules: readonly SnippetModule[]): readonly Problem[] {
  if (modules.length === 0) return [];
  copyFileSync(path.join(import.meta.dirname, placeholders), path.join(folder, placeholders));
  const files = [placeholders, ...modules.map((module) => module.path)];
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const { output } = runCommand(installedProgram("tsc"), ["--project", folder, "--pretty", "false"], {
    cwd: folder,
  });

  const problems: Problem[] = [];
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const expected = new Map(
    modules.flatMap(({ blocks }) => blocks.map((block) => [block, new Set(block.marks.fails)] as const)),
  );
  for (const { file, line, code, text } of parseErrors(output)) {
    const module = byPath.get(file);
    const place = module && placeOf(module, line);
    if (place === undefined) {
      const source = path.relative(workspaceRoot, path.resolve(folder, file));
      const isPlaceholder = file === placeholders;
      problems.push({
        file: isPlaceholder ? `scripts/snippets/${placeholders}` : source,
        line,
        message: `${code} ${text}`.trim(),
      });
    } else if (place.block.marks.fails.includes(code)) {
      expected.get(place.block)?.delete(code);
    } else {
      problems.push({ file: place.block.file, line: place.line, message: `${code} ${text}` });
    }
  }
  for (const [{ file, line }, missing] of expected) {
    for (const code of missing) {
      problems.push({
        file,
        line,
        message: `The block is marked to fail with ${code}, but the compiler does not report it.`,
      });
    }
  }
  return problems;
}
