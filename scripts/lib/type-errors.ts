import path from "node:path";
import ts from "typescript";
import { workspaceRoot } from "./workspace.ts";

/** A module that is not on the disk. */
export interface VirtualModule {
  /** Where it would be, from the repository's root: what it can import depends on that. */
  readonly path: string;
  readonly text: string;
}

function baseOptions(): ts.CompilerOptions {
  const { config, error } = ts.readConfigFile(path.join(workspaceRoot, "tsconfig.base.json"), (file) =>
    ts.sys.readFile(file),
  ) as { readonly config?: { readonly compilerOptions: unknown }; readonly error?: ts.Diagnostic };
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
  const { options } = ts.convertCompilerOptionsFromJson(config?.compilerOptions, workspaceRoot);
  return { ...options, noEmit: true };
}

/** Type-checks modules as if they were on the disk, with the repository's own settings, and returns their errors. */
export function typeErrors(
  modules: readonly VirtualModule[],
  overrides: ts.CompilerOptions = {},
): readonly string[] {
  const options = { ...baseOptions(), ...overrides };
  const texts = new Map(modules.map((module) => [path.join(workspaceRoot, module.path), module.text]));
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => texts.has(file) || disk.fileExists(file),
    readFile: (file) => texts.get(file) ?? disk.readFile(file),
    getSourceFile: (file, languageVersion) => {
      const text = texts.get(file);
      return text === undefined
        ? disk.getSourceFile(file, languageVersion)
        : ts.createSourceFile(file, text, languageVersion);
    },
    getCurrentDirectory: () => workspaceRoot,
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    if (!source) return [`${file} was not read.`];
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start = 0, messageText }) =>
        `${path.relative(workspaceRoot, file)}:${source.getLineAndCharacterOfPosition(start).line + 1} ` +
        ts.flattenDiagnosticMessageText(messageText, "\n"),
    );
  });
}
