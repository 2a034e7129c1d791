// Draws a terminal as SVG: text, not shapes, so that it can be selected and searched, and is sharp at every size.
import { type Piece, recordedCommand } from "./recording.ts";

/** The advance of a character and of a line, and the space around, in pixels. */
const cell = { width: 8, height: 19, size: 13.2 };
const margin = { side: 18, top: 46, bottom: 16 };

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (mark) => marks[mark] ?? mark);
}

function drawnPiece({ text, bold, dim, color }: Piece, column: number): string {
  const classes = [bold ? "bold" : "", dim ? "dim" : "", color ?? ""].filter(Boolean).join(" ");
  // With its length, each piece has its place in whatever font the reader has.
  const place = `x="${margin.side + column * cell.width}" textLength="${text.length * cell.width}" lengthAdjust="spacingAndGlyphs"`;
  return `<tspan ${place}${classes === "" ? "" : ` class="${classes}"`}>${escaped(text)}</tspan>`;
}

function drawnLine(pieces: readonly Piece[], index: number): string {
  let column = 0;
  const drawn: string[] = [];
  for (const piece of pieces) {
    // Of several spaces, XML keeps one: each group of words has a place of its own.
    for (const found of piece.text.matchAll(/\S+(?: \S+)*/g))
      drawn.push(drawnPiece({ ...piece, text: found[0] }, column + found.index));
    column += piece.text.length;
  }
  const y = margin.top + (index + 1) * cell.height - 5;
  return drawn.length === 0 ? "" : `  <text y="${y}">${drawn.join("")}</text>\n`;
}

/** Draws the lines of a terminal, for light and dark pages. */
export function drawTerminal(lines: readonly (readonly Piece[])[]): string {
  const columns = Math.max(...lines.map((pieces) => pieces.reduce((sum, { text }) => sum + text.length, 0)));
  const width = columns * cell.width + 2 * margin.side;
  const height = lines.length * cell.height + margin.top + margin.bottom;
  const buttons = ["#e5534b", "#c69026", "#57ab5a"]
    .map((fill, index) => `<circle cx="${24 + index * 20}" cy="22" r="6" fill="${fill}"/>`)
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
  <title id="title">A terminal in which the demo has run</title>
  <desc id="description">${escaped(recordedCommand)} prints a line for each step: what it does, and how it ended. All are as expected.</desc>
  <style>
    .window { fill: #161b22; stroke: #3d444d }
    text { font: ${cell.size}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #e6edf3 }
    .bold { font-weight: 700; fill: #ffffff }
    .dim { fill: #9198a1 }
    .green { fill: #56d364 }
    @media (prefers-color-scheme: light) {
      .window { fill: #f6f8fa; stroke: #d1d9e0 }
      text { fill: #1f2328 }
      .bold { fill: #000000 }
      .dim { fill: #59636e }
      .green { fill: #116329 }
    }
  </style>
  <rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>
  ${buttons}
${lines.map(drawnLine).join("")}</svg>
`;
}
