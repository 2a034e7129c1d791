import { Help } from "commander";
import type { CommandContext } from "../context.ts";

/** The beginning of a line under which its continuation is indented: spaces, and the term of a list before its description. */
const beginning = /^ *(?:\S+(?: \S+)* {2,})?/;
/** The least width for words beside a term; with less, the words are indented by two spaces. */
const leastRoom = 20;

/** Whether a line is a command, which people copy as it is. */
function isCommand(line: string): boolean {
  return /^ +(?:\S+ \| )?kelaskit /.test(line);
}

/**
 * Wraps the lines of a text to a width and indents continuations like their line. Longer words stay whole, and so do
 * commands.
 *
 * @param width In characters; infinite if the output is not a terminal.
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

/** The width of standard output: that of the terminal; infinite elsewhere. */
export function outputWidth({ terminal }: Pick<CommandContext, "terminal">): number {
  return terminal.output ? terminal.columns : Number.POSITIVE_INFINITY;
}
