import type { CommandContext } from "../context.ts";

/** A row of a table: a text for each column. */
export type TableRow = Readonly<Record<string, string>>;

/** Control characters could move a terminal's cursor or worse; vendors' data may hold any. */
// oxlint-disable-next-line no-control-regex -- they are what is taken out
const control = /[\u0000-\u001F\u007F-\u009F]+/g;

/** A text that is safe to show on one line of a terminal. */
export function printable(text: string): string {
  return text.replaceAll(control, " ");
}

/** Writes rows as a table whose columns are those of the first row. */
export async function tableText(rows: readonly TableRow[]): Promise<string> {
  const { Table } = await import("console-table-printer");
  const table = new Table({
    columns: Object.keys(rows[0] ?? {}).map((name) => ({ name, alignment: "left" as const })),
    // Its colours are made for dark terminals: white letters cannot be read on a white one.
    shouldDisableColors: true,
  });
  for (const row of rows) {
    table.addRow(Object.fromEntries(Object.entries(row).map(([name, text]) => [name, printable(text)])));
  }
  return table.render();
}

const longestCell = 40;

function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text;
}

/**
 * Shows records that a vendor gave as a table: as many of their columns as fit, those that hold something first, long
 * cells cut.
 */
export async function recordsTable(
  records: readonly object[],
  { terminal }: CommandContext,
): Promise<string> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = names.map((name) => {
    const cells = records.map((record) => cellText(Reflect.get(record, name)));
    return { name, cells, width: Math.max(name.length, ...cells.map((cell) => cell.length)) + 3 };
  });
  const shown: typeof columns = [];
  let room = terminal.columns - 1;
  for (const column of columns.filter(({ cells }) => cells.some((cell) => cell !== ""))) {
    if (shown.length > 0 && column.width > room) continue;
    room -= column.width;
    shown.push(column);
  }
  const rows = records.map((_, index) =>
    Object.fromEntries(shown.map(({ name, cells }) => [printable(name), cells[index] ?? ""])),
  );
  const hidden = names.filter((name) => !shown.some((column) => column.name === name));
  const note =
    hidden.length === 0 ? "" : `\nNot shown: ${printable(hidden.join(", "))}. Everything: --output json.`;
  return `${await tableText(rows)}${note}`;
}
