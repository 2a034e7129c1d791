import type { Block, Document } from "./blocks.ts";
import type { Problem } from "./problem.ts";

/** Code of a document that is one module: a block and those that continue it. */
export interface SnippetModule {
  /** The file's path in the sandbox: the document is a folder there. */
  readonly path: string;
  readonly blocks: readonly Block[];
}

const codeLanguages: Readonly<Record<string, string>> = {
  ts: "ts",
  tsx: "tsx",
  js: "js",
  mjs: "mjs",
  jsx: "jsx",
};

/** The name that a block gives itself in its first line, `// settings.ts`; others of its document may import it. */
function givenName({ code }: Block): string | undefined {
  return /^\/\/ (?<name>[\w.-]+\.[cm]?[jt]sx?)\b/.exec(code)?.groups?.["name"];
}

/** Joins the code blocks of a document to modules; those with the mark `skip` are left out. */
export function modulesOf({ file, blocks }: Document): {
  readonly modules: readonly SnippetModule[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const modules: { readonly path: string; readonly blocks: Block[] }[] = [];
  let isSkipped = false;
  for (const block of blocks) {
    const extension = codeLanguages[block.language];
    if (extension === undefined) continue;
    const before = modules.at(-1);
    if (block.marks.skip !== undefined) {
      isSkipped = true;
    } else if (block.marks.continues && (isSkipped || before === undefined)) {
      const message = isSkipped ? "The block that it continues is skipped." : "There is no block before it.";
      problems.push({ file, line: block.line, message });
    } else if (block.marks.continues && before !== undefined) {
      before.blocks.push(block);
    } else {
      isSkipped = false;
      const name = `${file}/${givenName(block) ?? `line-${block.line}.${extension}`}`;
      // A second block with the name is a later state of the file: the others import the first.
      const isTaken = modules.some((module) => module.path === name);
      modules.push({
        path: isTaken ? `${file}/line-${block.line}.${extension}` : name,
        blocks: [block],
      });
    }
  }
  return { modules, problems };
}

/** The module's text: the code of its blocks, one after the other. */
export function textOf({ blocks }: SnippetModule): string {
  return blocks.map(({ code }) => `${code}\n`).join("");
}

/** The block that a line of the module comes from, and the line of the document. */
export function placeOf(
  module: SnippetModule,
  moduleLine: number,
): { readonly block: Block; readonly line: number } | undefined {
  let first = 1;
  for (const block of module.blocks) {
    const count = block.code.split("\n").length;
    if (moduleLine < first + count) return { block, line: block.line + 1 + moduleLine - first };
    first += count;
  }
  const last = module.blocks.at(-1);
  return last === undefined ? undefined : { block: last, line: last.endLine };
}
