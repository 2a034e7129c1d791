// A recorded run of the demo, as lines of colored pieces.
import { runCommand } from "../lib/commands.ts";

/** How a terminal shows a piece of text. */
interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly color: "green" | undefined;
}

/** A piece of a line in one style. */
export interface Piece extends Style {
  readonly text: string;
}

/** The command of the picture, as the README gives it. */
export const recordedCommand = "npx -y pnpm@12.21.0 demo skilvul";

const plain: Style = { bold: false, dim: false, color: undefined };

/** What the escape sequences of `styleText` change. */
const changes: Readonly<Record<string, Partial<Style>>> = {
  "0": plain,
  "1": { bold: true },
  "2": { dim: true },
  "22": { bold: false, dim: false },
  "32": { color: "green" },
  "39": { color: undefined },
};

/** How a terminal's escape sequences begin. */
const escape = "\u{1B}";

/** A sequence that sets a color or a weight; `styleText` writes no other. */
const sequence = new RegExp(String.raw`(${escape}\[\d+m)`, "u");

function lengthOf(text: string): number {
  return text.split(sequence).reduce((sum, part) => sum + (part.startsWith(escape) ? 0 : part.length), 0);
}

/** What differs from one run to the next: times are left out, addresses and numbers of processes are always the same. */
function withoutChance(text: string): string {
  return text
    .replaceAll(new RegExp(String.raw` +${escape}\[2m +\d+ ms${escape}\[22m`, "gu"), "\t")
    .replaceAll(/ in [\d.]+ s\b/g, "")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:4000")
    .replaceAll(/\(process \d+\)/g, "(process 4100)");
}

/** Puts the results below each other, after the longest title. */
function aligned(lines: readonly string[]): readonly string[] {
  const titles = lines.filter((line) => line.includes("\t")).map((line) => line.split("\t")[0] ?? "");
  const width = Math.max(0, ...titles.map(lengthOf));
  return lines.map((line) => {
    const [title = "", result] = line.split("\t");
    return result === undefined ? line : `${title}${" ".repeat(width - lengthOf(title))}${result}`;
  });
}

/** Reads a line with the escape sequences of colors. @throws Error for one that the picture cannot show. */
function piecesOf(line: string): readonly Piece[] {
  let style = plain;
  return line.split(sequence).flatMap((part) => {
    if (!part.startsWith(escape)) return part === "" ? [] : [{ text: part, ...style }];
    const code = part.slice(escape.length + 1, -1);
    const change = changes[code];
    if (change === undefined)
      throw new Error(
        `The demo uses the escape sequence ${code}, which scripts/readme/recording.ts does not know.`,
      );
    style = { ...style, ...change };
    return [];
  });
}

/** Runs the demo, and returns its lines after the command that a reader would type. @throws Error when it fails. */
export function recordDemo(): readonly (readonly Piece[])[] {
  const { succeeded, output } = runCommand(
    process.execPath,
    ["--conditions=kelaskit-source", "scripts/demo/main.ts", ...recordedCommand.split(" ").slice(4)],
    { environment: { ...process.env, FORCE_COLOR: "1", NO_COLOR: undefined } },
  );
  if (!succeeded) throw new Error(`The demo has failed:\n${output}`);
  const typed: readonly Piece[] = [
    { ...plain, dim: true, text: "$ " },
    { ...plain, bold: true, text: recordedCommand },
  ];
  return [typed, [], ...aligned(withoutChance(output).split("\n")).map(piecesOf)];
}
