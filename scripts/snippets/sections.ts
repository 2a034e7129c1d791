/** A part of a document that shows output, with the output. */
export interface Section {
  readonly file: string;
  /** The line of the block or command that prints it. */
  readonly line: number;
  /** What the document shows; undefined if it shows nothing. */
  readonly expected: string | undefined;
  readonly actual: string;
  /** Which lines of the document are replaced by new output: from `from`, up to but without `to`. */
  readonly from: number;
  readonly to: number;
  readonly indent: number;
}

/** Output without what nobody sees: spaces at the ends of lines, empty lines at its beginning and end. */
function trimmed(output: string): string {
  return output.replaceAll(/[ \t\r]+$/gm, "").replaceAll(/^\n+|\n+$/g, "");
}

/** Whether a line stands for any number of lines. */
function isOpen(line: string): boolean {
  return line.trim() === "…";
}

/**
 * Whether an output is what a document shows. There, `…` stands for any text of a line, and a line with nothing else for any
 * number of lines.
 */
function matches(expected: string, actual: string): boolean {
  const pattern = trimmed(expected)
    .split("\n")
    .map((line) => {
      if (isOpen(line)) return String.raw`(?:[^\n]*\n)*?`;
      const parts = line.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
      return `${parts.join(String.raw`[^\n]*`)}\n`;
    })
    .join("");
  return new RegExp(`^${pattern}$`).test(`${trimmed(actual)}\n`);
}

/** What is wrong with a section; undefined if it is right. */
export function sectionProblem({ expected, actual }: Section): string | undefined {
  const printed = trimmed(actual);
  if (expected === undefined) {
    return printed === "" ? undefined : `No text block follows, but the block prints:\n${indented(printed)}`;
  }
  if (printed === "" && trimmed(expected) === "") return undefined;
  return matches(expected, actual)
    ? undefined
    : `The block prints something else. Expected:\n${indented(trimmed(expected))}\nIt prints:\n${indented(printed)}`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}

/** New output in the form of the old: what a line with `…` leaves out stays left out. */
function inFormOf(expected: string, printed: readonly string[]): readonly string[] {
  const before = trimmed(expected).split("\n");
  const first = before.findIndex(isOpen);
  if (first === -1) return printed;
  const last = before.length - 1 - before.findLastIndex(isOpen);
  if (printed.length <= first + last) return printed;
  return [...printed.slice(0, first), "…", ...printed.slice(printed.length - last)];
}

/** The lines of a document with the output of its sections. */
export function withOutput(text: string, sections: readonly Section[]): string {
  const lines = text.split("\n");
  // From the end, so that the lines before keep their numbers.
  const inReverse = sections.toSorted((one, other) => other.from - one.from);
  for (const { expected, actual, from, to, indent } of inReverse) {
    const all = trimmed(actual) === "" ? [] : trimmed(actual).split("\n");
    const printed = expected === undefined ? ["", "```text", ...all, "```"] : inFormOf(expected, all);
    const margin = " ".repeat(indent);
    lines.splice(from - 1, to - from, ...printed.map((line) => (line === "" ? "" : margin + line)));
  }
  return lines.join("\n");
}
