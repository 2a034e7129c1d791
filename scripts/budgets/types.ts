import { execFile } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { installedProgram } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import type { Measured } from "./budget.ts";
import {
  callProgram,
  clientProgram,
  emptyProgram,
  manyOperations,
  oneOperation,
} from "./operation-sources.ts";

const run = promisify(execFile);
const folder = path.join(workspaceRoot, "node_modules", ".cache", "kelaskit", "instantiations");
const typeTests = path.join(workspaceRoot, "scripts", "type-tests");

/**
 * How many types the compiler instantiates for a program of these files. On one thread: several would count some twice,
 * and so the programs are checked side by side.
 */
async function instantiationsOf(name: string, files: readonly string[]): Promise<number> {
  const project = path.join(folder, `tsconfig.${name}.json`);
  const config = {
    extends: path.join(typeTests, "tsconfig.node.json"),
    compilerOptions: {
      typeRoots: [path.join(workspaceRoot, "node_modules", "@types")],
      rootDir: workspaceRoot,
    },
    include: [],
    files,
  };
  writeFileSync(project, JSON.stringify(config));
  const compilerOptions = ["--project", project, "--extendedDiagnostics", "--singleThreaded"];
  const { stdout } = await run(installedProgram("tsc"), compilerOptions);
  const [, count] = /^Instantiations:\s+(\d+)$/m.exec(stdout) ?? [];
  if (count === undefined) throw new Error(`tsc says no number of instantiations:\n${stdout}`);
  return Number(count);
}

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** What the published declarations cost a user's compiler, and what declaring costs an author's. Needs the build. */
export async function countInstantiations(): Promise<readonly Measured[]> {
  if (!existsSync(path.join(workspaceRoot, "packages", "core", "dist", "index.d.ts"))) {
    throw new Error("The declarations of the packages are not built. Run: npx -y pnpm@12.21.0 build");
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const operations = manyOperations.map(({ file, text }) => write(file, text));
  const programs = {
    empty: [write("empty.ts", emptyProgram)],
    consumer: [path.join(typeTests, "consumer.ts")],
    one: [write("one.ts", oneOperation)],
    many: operations,
    bound: [...operations, write("client.ts", clientProgram)],
    called: [...operations, write("call.ts", callProgram)],
  };
  const counted = await Promise.all(
    Object.entries(programs).map(
      async ([name, files]) => [name, await instantiationsOf(name, files)] as const,
    ),
  );
  const { empty, consumer, one, many, bound, called } = Object.fromEntries(counted) as Record<
    keyof typeof programs,
    number
  >;
  const counts = {
    "types: a consumer of all five vendors": consumer - empty,
    "types: operation(), for 500 declarations": many - one,
    "types: bind() of 500 operations": bound - many,
    "types: a call of one of 500 operations": called - bound,
  };
  return Object.entries(counts).map(([name, value]) => ({ name, value, unit: "instantiations" }));
}
