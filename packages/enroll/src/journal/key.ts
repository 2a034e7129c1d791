/** A row's key: who gets what at which target. */
export function keyOfRow(
  target: string,
  { learner, item }: { readonly learner: string; readonly item: string },
): string {
  return JSON.stringify([target, learner, item]);
}

/** The key of a record that is no row: it is known by its line only. */
export function keyOfFlawed(target: string, line: number): string {
  return JSON.stringify([target, line]);
}

/** Who and what stand in a key; both are empty for a record that is no row. */
export function partsOf(key: string): {
  readonly key: string;
  readonly learner: string;
  readonly item: string;
} {
  const parts = JSON.parse(key) as readonly unknown[];
  const [, learner, item] = parts;
  return typeof learner === "string" && typeof item === "string"
    ? { key, learner, item }
    : { key, learner: "", item: "" };
}
