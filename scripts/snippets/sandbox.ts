import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";
import { type SnippetModule, textOf } from "./modules.ts";

/** What a document's code finds beside it, such as `routes.json` and `learners.csv`. */
export const filesFolder = path.join(import.meta.dirname, "files");

/** A folder outside the repository in which the modules are a user's: they import the packages by name. */
export interface Sandbox {
  readonly folder: string;
  readonly remove: () => void;
}

/** The names of the packages in a `node_modules`, with their scopes. */
function packagesIn(modules: string): readonly string[] {
  return readdirSync(modules).flatMap((name) => {
    if (name.startsWith(".")) return [];
    if (!name.startsWith("@")) return [name];
    return readdirSync(path.join(modules, name)).map((inScope) => `${name}/${inScope}`);
  });
}

/** Links the packages of the workspace, and what any of them has installed. */
function linkPackages(folder: string): void {
  const links = new Map(listPackages().map(({ manifest, folder: target }) => [manifest.name, target]));
  const installed = globSync("{.,packages/*,examples}/node_modules", { cwd: workspaceRoot }).toSorted();
  for (const modules of installed.map((found) => path.join(workspaceRoot, found))) {
    for (const name of packagesIn(modules)) {
      if (!links.has(name)) links.set(name, realpathSync(path.join(modules, name)));
    }
  }
  for (const [name, target] of links) {
    const link = path.join(folder, "node_modules", name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(target, link, "dir");
  }
}

/** Writes the modules into a new sandbox. */
export function createSandbox(modules: readonly SnippetModule[]): Sandbox {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "kelaskit-snippets-")));
  linkPackages(folder);
  // The condition of a vendor's own package, for what authors of one write.
  const imports = { "#zod": { browser: "zod/mini", default: "zod" } };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module", imports }));
  for (const document of new Set(modules.map((module) => path.dirname(module.path)))) {
    cpSync(filesFolder, path.join(folder, document), { recursive: true });
  }
  for (const module of modules) writeFileSync(path.join(folder, module.path), textOf(module));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
