import stringWidth from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";
import type { CommandContext } from "../context.ts";
import { outputWidth } from "./fitted-text.ts";
import { oneLine } from "./printable.ts";

/** A row of a table: a text for each column. */
export type TableRow = Readonly<Record<string, string>>;

/** The least width of a column of text: with less, the list is easier to read than two words per line. */
const narrowest = 24;

interface Column {
  readonly name: string;
  readonly cells: readonly string[];
  /** The width of its longest cell. */
  readonly natural: number;
  /** The least width that does not break a word. */
  readonly least: number;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, stringWidth(text)), 0);
}

function columnOf(name: string, rows: readonly TableRow[]): Column {
  const cells = rows.map((row) => oneLine(row[name] ?? ""));
  const texts = [oneLine(name), ...cells];
  const natural = widest(texts);
  const longestWord = widest(texts.flatMap((text) => text.split(" ")));
  return { name: oneLine(name), cells, natural, least: Math.max(longestWord, Math.min(natural, narrowest)) };
}

/** Wraps a text to a width; only words that are longer are broken. */
function linesOf(text: string, room: number): readonly string[] {
  return stringWidth(text) <= room ? [text] : wrapAnsi(text, room, { hard: true }).split("\n");
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

/** The width of the edges of a row, and of what is between two cells. */
const edge = 4;
const between = 3;

/** The widths at which the columns fit without breaking a word; undefined if they do not fit. */
function fittingWidths(columns: readonly Column[], room: number): readonly number[] | undefined {
  const forCells = room - edge - between * (columns.length - 1);
  const widths = columns.map(({ natural }) => natural);
  let excess = widths.reduce((sum, width) => sum + width, 0) - forCells;
  while (excess > 0) {
    const shrinkable = columns.map(({ least }, index) =>
      (widths[index] ?? 0) > least ? (widths[index] ?? 0) : 0,
    );
    const most = Math.max(...shrinkable);
    if (most === 0) return undefined;
    widths[shrinkable.indexOf(most)] = most - 1;
    excess -= 1;
  }
  return widths;
}

function gridText(columns: readonly Column[], widths: readonly number[]): string {
  const rule = (left: string, middle: string, right: string): string =>
    `${left}${widths.map((width) => "─".repeat(width + 2)).join(middle)}${right}`;
  const rowLines = (texts: readonly string[]): string[] => {
    const cells = texts.map((text, index) => linesOf(text, widths[index] ?? 0));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => {
      const parts = cells.map((lines, index) => padded(lines[line] ?? "", widths[index] ?? 0));
      return `│ ${parts.join(" │ ")} │`;
    });
  };
  const count = columns[0]?.cells.length ?? 0;
  return [
    rule("┌", "┬", "┐"),
    ...rowLines(columns.map(({ name }) => name)),
    rule("├", "┼", "┤"),
    ...Array.from({ length: count }, (_, row) =>
      rowLines(columns.map(({ cells }) => cells[row] ?? "")),
    ).flat(),
    rule("└", "┴", "┘"),
  ].join("\n");
}

/** Writes each row as a paragraph: its first cell, then the others with the names of their columns. */
function listText([first, ...others]: readonly Column[], room: number): string {
  const indent = "  ";
  const names = Math.min(widest(others.map(({ name }) => name)), Math.floor(room / 3));
  const forCells = Math.max(2, room - indent.length - names - 2);
  const cellLines = (name: string, cell: string): string[] => {
    const nameLines = linesOf(name, names);
    const lines = linesOf(cell, forCells);
    return Array.from({ length: Math.max(nameLines.length, lines.length) }, (_, line) =>
      `${indent}${padded(nameLines[line] ?? "", names)}  ${lines[line] ?? ""}`.trimEnd(),
    );
  };
  return (first?.cells ?? [])
    .map((heading, row) =>
      [
        ...linesOf(heading, room),
        ...others.flatMap(({ name, cells: { [row]: cell = "" } }) =>
          cell === "" ? [] : cellLines(name, cell),
        ),
      ].join("\n"),
    )
    .join("\n\n");
}

/**
 * Writes rows so that they fit on a terminal: as a table with the columns of the first row, or as a list if a table would
 * break words. If the output is not a terminal, the table is as wide as it needs to be.
 */
export function tableText(rows: readonly TableRow[], context: Pick<CommandContext, "terminal">): string {
  const columns = Object.keys(rows[0] ?? {}).map((name) => columnOf(name, rows));
  const room = outputWidth(context);
  const widths = fittingWidths(columns, room);
  return widths === undefined ? listText(columns, room) : gridText(columns, widths);
}

const longestCell = 40;

function cellText(value: unknown, room: number): string {
  if (value === undefined || value === null) return "";
  const text = oneLine(typeof value === "string" ? value : JSON.stringify(value));
  if (stringWidth(text) <= room) return text;
  const [start = ""] = wrapAnsi(text, room - 1, { hard: true, wordWrap: false, trim: false }).split("\n");
  return `${start}…`;
}

/**
 * Writes a vendor's records as a table with as many columns as fit. Empty columns are left out and long cells are cut.
 */
export function recordsTable(records: readonly object[], context: Pick<CommandContext, "terminal">): string {
  const room = outputWidth(context);
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = names.map((name) => {
    const cells = records.map((record) =>
      cellText(Reflect.get(record, name), Math.min(longestCell, room - edge)),
    );
    return { name, cells, width: widest([oneLine(name), ...cells]) };
  });
  const shown: typeof columns = [];
  let left = room - edge + between;
  for (const column of columns.filter(({ cells }) => cells.some((cell) => cell !== ""))) {
    if (shown.length > 0 && column.width + between > left) continue;
    left -= column.width + between;
    shown.push(column);
  }
  const rows = records.map((_, index) =>
    Object.fromEntries(shown.map(({ name, cells }) => [name, cells[index] ?? ""])),
  );
  const hidden = names.filter((name) => !shown.some((column) => column.name === name));
  const table = tableText(rows, context);
  if (hidden.length === 0) return table;
  const note = `Not shown: ${oneLine(hidden.join(", "))}. To see everything, add --output json.`;
  return [table, ...linesOf(note, room)].join("\n");
}
