import { forEachChild, parse, type SyntaxNode } from "unbash";
import type { Block } from "./blocks.ts";

/** A simple command of a shell block: a program and its arguments. */
interface ShellCommand {
  readonly words: readonly string[];
  /** The line of the document. */
  readonly line: number;
}

/** A block's commands, and where it is not a shell's language. */
export interface ShellBlock {
  readonly commands: readonly ShellCommand[];
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

/** Whether a block shows commands: a script, or a transcript whose commands begin with `$ `. */
export function isShell({ language, code }: Block): boolean {
  return language === "sh" || language === "bash" || isTranscript({ language, code });
}

function isTranscript({ language, code }: Pick<Block, "language" | "code">): boolean {
  return language === "console" || (language === "" && /^\$ \S/m.test(code));
}

/** A transcript's commands, with empty lines where it shows what they print. */
function typedLines(code: string): string {
  let isContinued = false;
  return code
    .split("\n")
    .map((line) => {
      const typed = isContinued ? line : (/^\$ (?<typed>.*)$/.exec(line)?.groups?.["typed"] ?? "");
      isContinued = typed.endsWith("\\");
      return typed;
    })
    .join("\n");
}

/** Reads the commands of a block, those in pipes and substitutions too. */
export function readShell(block: Block): ShellBlock {
  const source = isTranscript(block) ? typedLines(block.code) : block.code;
  const lineAt = (position: number): number => block.line + source.slice(0, position).split("\n").length;
  const commands: ShellCommand[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === "Command" && node.name !== undefined) {
      const given = node.suffix.flatMap((part) => (part.type === "Word" ? [part.value] : []));
      commands.push({ words: [node.name.value, ...given], line: lineAt(node.pos) });
    }
    forEachChild(node, visit);
  };
  const script = parse(source);
  visit(script);
  const errors = (script.errors ?? []).map(({ message, pos }) => ({ line: lineAt(pos), message }));
  return { commands, errors };
}
