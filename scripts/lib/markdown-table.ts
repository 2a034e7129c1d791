/** A Markdown table, whose first row is its head. Columns are as wide as their longest cell, as the formatter requires. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/** Whether a text has a place for a table: `<!-- NAME:start -->` and `<!-- NAME:end -->`. */
export function hasPlace(text: string, name: string): boolean {
  return text.includes(`<!-- ${name}:start -->`) && text.includes(`<!-- ${name}:end -->`);
}

/** The text with another table in its place. */
export function withTable(text: string, name: string, table: string): string {
  const start = `<!-- ${name}:start -->`;
  const before = text.slice(0, text.indexOf(start) + start.length);
  return `${before}\n\n${table}\n\n${text.slice(text.indexOf(`<!-- ${name}:end -->`))}`;
}
