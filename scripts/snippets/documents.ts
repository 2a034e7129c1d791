import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { workspaceRoot } from "../lib/workspace.ts";
import { type Document, readDocument } from "./blocks.ts";

const patterns = [
  "{README,CONTRIBUTING,AGENTS,SECURITY}.md",
  "packages/*/{README,AGENTS}.md",
  "packages/*/docs/*.md",
  "docs/guides/**/*.md",
  "docs/decisions/*.md",
  "examples/**/README.md",
];

/**
 * Reads the documents whose blocks are checked.
 *
 * @param only The documents to read; all of them if there are none.
 * @throws Error when one of them does not exist.
 */
export function readDocuments(only: readonly string[]): readonly Document[] {
  const files =
    only.length > 0
      ? only.map((file) => path.relative(workspaceRoot, path.resolve(file)))
      : globSync(patterns, {
          cwd: workspaceRoot,
          exclude: (name) => /(^|\/)node_modules(\/|$)/.test(name),
        }).toSorted();
  return files.map((file) => {
    const found = path.join(workspaceRoot, file);
    if (!existsSync(found))
      throw new Error(`${file} does not exist. Name a Markdown file of the repository.`);
    return readDocument(file.split(path.sep).join("/"), readFileSync(found, "utf8"));
  });
}
