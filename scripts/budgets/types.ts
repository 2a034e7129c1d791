import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installedProgram, requireCommand } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import type { Measured } from "./budget.ts";
import {
  callProgram,
  clientProgram,
  emptyProgram,
  manyOperations,
  oneOperation,
  publishedOperations,
} from "./operation-sources.ts";

const folder = path.join(workspaceRoot, "node_modules", ".cache", "kelaskit", "instantiations");
const typeTests = path.join(workspaceRoot, "scripts", "type-tests");

/** How many types the compiler instantiates for these files. It uses one thread, because several would count some types twice. */
function instantiationsOf(name: string, files: readonly string[]): number {
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
  const printed = requireCommand(`Type-checking ${name}`, installedProgram("tsc"), [
    "--project",
    project,
    "--extendedDiagnostics",
    "--singleThreaded",
  ]);
  const [, count] = /^Instantiations:\s+(\d+)$/m.exec(printed) ?? [];
  if (count === undefined) throw new Error(`tsc did not print a number of instantiations:\n${printed}`);
  return Number(count);
}

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function instantiations(name: string, value: number, goal?: number): Measured {
  return { name: `types: ${name}`, value, unit: "instantiations", goal };
}

/** What the published declarations cost a user's compiler, and what declarations cost their author's. Requires the build. */
export function countInstantiations(): readonly Measured[] {
  if (!existsSync(path.join(workspaceRoot, "packages", "core", "dist", "index.d.ts"))) {
    throw new Error("The declarations of the packages are not built. Run: npx -y pnpm@12.21.0 build");
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = (sources: typeof manyOperations): readonly string[] =>
    sources.map(({ file, text }) => write(file, text));
  const empty = instantiationsOf("empty", [write("empty.ts", emptyProgram)]);
  const consumer = instantiationsOf("consumer", [path.join(typeTests, "consumer.ts")]);
  const one = instantiationsOf("one", [write("one.ts", oneOperation)]);
  const many = instantiationsOf("many", files(manyOperations));
  const published = files(publishedOperations);
  const bare = instantiationsOf("published", published);
  const bound = instantiationsOf("bound", [...published, write("client.ts", clientProgram)]);
  const called = instantiationsOf("called", [...published, write("call.ts", callProgram)]);
  return [
    instantiations("a consumer of all five vendors", consumer - empty, 4000),
    instantiations("operation(), for 500 declarations", many - one),
    instantiations("bind() of 500 operations", bound - bare),
    instantiations("a call of one of 500 operations", called - bound),
  ];
}
