/** Writes a number of rows: `1 row`, `2 rows`. */
export function rowCount(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}
