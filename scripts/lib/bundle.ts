import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Metafile } from "esbuild";
import { pureOperations } from "../build/pure-operations.ts";
import { workspaceRoot } from "./workspace.ts";

export type Platform = "browser" | "node";

export interface BundleSize {
  /** Bytes, minified and gzipped, of every chunk that one call loads, also those it loads lazily. */
  readonly call: number;
  /** Bytes of the chunks that are loaded only when a limiter is configured. */
  readonly limiter: number;
  /** The lazily loaded modules that are in `call`. */
  readonly lazy: readonly string[];
}

/** A lazily loaded chunk that holds this module is loaded only when a limiter is configured. */
const limiterModule = "/core/src/process-limiter.ts";

/** Bundles a program, which may import the workspace's packages by name, as a user's bundler would. */
export async function measureBundle(program: string, platform: Platform): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: workspaceRoot, sourcefile: "program.ts", loader: "ts" },
    absWorkingDir: workspaceRoot,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2023",
    platform,
    // Sources, prepared as the build does it: nothing has to be built first. esbuild adds "browser" or "node" itself.
    plugins: [pureOperations],
    conditions: ["kelaskit-source", "module"],
    outdir: "bundle",
    write: false,
    metafile: true,
    legalComments: "none",
  });
  const bytes = new Map(
    outputFiles.map((file) => [relativePath(file.path), gzipSync(file.contents, { level: 9 }).length]),
  );
  const chunks = loadedChunks(metafile);
  const sum = (names: Iterable<string>): number =>
    [...names].reduce((total, name) => total + (bytes.get(name) ?? 0), 0);
  return {
    call: sum(chunks.call),
    limiter: sum(chunks.limiter),
    lazy: [...chunks.call].flatMap((name) => {
      const { entryPoint } = metafile.outputs[name] ?? {};
      return entryPoint === undefined || entryPoint === "program.ts" ? [] : [shortName(entryPoint)];
    }),
  };
}

function relativePath(path: string): string {
  return path.slice(workspaceRoot.length + 1).replaceAll("\\", "/");
}

function shortName(entryPoint: string): string {
  return entryPoint.replace(/^.*node_modules\//, "");
}

function loadedChunks({ outputs }: Metafile): { call: Set<string>; limiter: Set<string> } {
  const entry = Object.keys(outputs).find((name) => outputs[name]?.entryPoint === "program.ts");
  if (entry === undefined) throw new Error("esbuild wrote no bundle for the program.");
  const call = staticClosure(outputs, entry);
  const limiter = new Set<string>();
  const lazyTargets = (chunks: Iterable<string>): readonly string[] =>
    [...chunks].flatMap((chunk) =>
      (outputs[chunk]?.imports ?? [])
        .filter(({ kind, external }) => kind === "dynamic-import" && external !== true)
        .map(({ path }) => path),
    );
  const waiting = [...lazyTargets(call)];
  for (let target = waiting.pop(); target !== undefined; target = waiting.pop()) {
    if (call.has(target) || limiter.has(target)) continue;
    const closure = staticClosure(outputs, target);
    const isLimiter = [...closure].some((chunk) =>
      Object.keys(outputs[chunk]?.inputs ?? {}).some((input) => input.endsWith(limiterModule)),
    );
    for (const chunk of closure) (isLimiter ? limiter : call).add(chunk);
    if (!isLimiter) waiting.push(...lazyTargets(closure));
  }
  // What a call loads anyway is not the limiter's.
  return { call, limiter: new Set([...limiter].filter((chunk) => !call.has(chunk))) };
}

function staticClosure(outputs: Metafile["outputs"], start: string): Set<string> {
  const closure = new Set<string>();
  const visit = (chunk: string): void => {
    if (closure.has(chunk)) return;
    closure.add(chunk);
    for (const { path, kind, external } of outputs[chunk]?.imports ?? []) {
      if (kind === "import-statement" && external !== true) visit(path);
    }
  };
  visit(start);
  return closure;
}
