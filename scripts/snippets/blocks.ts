import { fromMarkdown } from "mdast-util-from-markdown";
import { type Marks, parseMarks } from "./marks.ts";
import type { Problem } from "./problem.ts";

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root["children"][number];

/** A fenced block of a document. */
export interface Block {
  /** The document, relative to the repository. */
  readonly file: string;
  /** The line of the fence; the code begins in the next one. */
  readonly line: number;
  /** The line of the closing fence. */
  readonly endLine: number;
  /** How many characters of indentation every line has, in a list for example. */
  readonly indent: number;
  /** The first word of the info string; empty if there is none. */
  readonly language: string;
  readonly marks: Marks;
  readonly code: string;
  /** The text block directly after it, which shows what it prints. */
  readonly output: Block | undefined;
}

/** A document with its blocks, in order. */
export interface Document {
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly problems: readonly Problem[];
}

const noMarks: Marks = { continues: false, runs: false, fails: [], skip: undefined };

/** Languages whose blocks are checked, and may have marks. */
const checkedLanguages = new Set(["ts", "tsx", "js", "jsx", "mjs", "sh", "bash", "console", "json", "jsonc"]);

/** Reads the fenced blocks of a document. */
export function readDocument(file: string, text: string): Document {
  const blocks: Block[] = [];
  const problems: Problem[] = [];

  const read = (node: Node, next: Node | undefined): Block | undefined => {
    if (node.type !== "code" || node.position === undefined) return undefined;
    const { start, end } = node.position;
    // Without a fence, it is code by its indentation.
    if (!/^[`~]{3}/.test(text.slice(start.offset))) return undefined;
    const language = node.lang ?? "";
    let marks = noMarks;
    try {
      if (checkedLanguages.has(language)) marks = parseMarks(language, node.meta ?? "");
    } catch (error) {
      problems.push({
        file,
        line: start.line,
        message: error instanceof Error ? error.message : String(error),
      });
    }
    const output = next?.type === "code" && next.lang === "text" ? read(next, undefined) : undefined;
    return {
      file,
      line: start.line,
      endLine: end.line,
      indent: start.column - 1,
      language,
      marks,
      code: node.value,
      output,
    };
  };
  const visit = (nodes: readonly Node[]): void => {
    for (const [index, node] of nodes.entries()) {
      const block = read(node, nodes[index + 1]);
      if (block !== undefined) blocks.push(block);
      if ("children" in node) visit(node.children);
    }
  };
  visit(fromMarkdown(text).children);
  return { file, text, blocks, problems };
}
