import { Help } from "commander";
import type { CommandContext } from "../context.ts";

/** What a line begins with below which its other lines are indented: spaces, and the term of a list before its words. */
const beginning = /^ *(?:\S+(?: \S+)* {2,})?/;
/** Room for words beside a term; with less, the words are indented by two spaces. */
const leastRoom = 20;

/** A line that is typed or copied as it is. */
function isCommand(line: string): boolean {
  return /^ +(?:\S+ \| )?kelaskit /.test(line);
}

/**
 * Breaks the lines of a text between words so that they fit into a width; what follows is indented as its line is. A word
 * that is longer stays whole, and so do the lines of commands.
 *
 * @param width In characters; infinite for what is not shown on a terminal.
 */
export function fittedText(text: string, width: number): string {
  const help = new Help();
  help.minWidthToWrap = 1;
  return text
    .split("\n")
    .flatMap((line) => {
      if (line.length <= width || isCommand(line)) return [line];
      const [term = ""] = beginning.exec(line) ?? [];
      const start = width - term.length >= leastRoom ? term : (/^ */.exec(line)?.[0] ?? "");
      const indent = start === term ? " ".repeat(term.length) : `${start}  `;
      const lines = help.boxWrap(line.slice(start.length), width - indent.length).split("\n");
      return lines.map((part, index) => `${index === 0 ? start : indent}${part}`);
    })
    .join("\n");
}

/** The width of what is printed to standard output: that of the terminal, and no limit elsewhere. */
export function outputWidth({ terminal }: Pick<CommandContext, "terminal">): number {
  return terminal.output ? terminal.columns : Number.POSITIVE_INFINITY;
}
