import type { RowIdentity } from "../target.ts";

/** A row's key: who gets what at which target, and for which period where there may be several. */
export function keyOfRow(target: string, { learner, item, period }: RowIdentity): string {
  return JSON.stringify(period === undefined ? [target, learner, item] : [target, learner, item, period]);
}

/** The key of a record that is no row: it is known by its line only. */
export function keyOfFlawed(target: string, line: number): string {
  return JSON.stringify([target, line]);
}

/** Who and what are in a key; both are empty for a record that is no row. */
export function partsOf(key: string): {
  readonly key: string;
  readonly learner: string;
  readonly item: string;
  readonly period: string | undefined;
} {
  const [, learner, item, period] = JSON.parse(key) as readonly unknown[];
  return typeof learner === "string" && typeof item === "string"
    ? { key, learner, item, period: typeof period === "string" ? period : undefined }
    : { key, learner: "", item: "", period: undefined };
}

/** Between which texts the keys of the same learner and item are, whatever their period. */
export function identityRange(key: string): readonly [from: string, to: string] {
  const from = JSON.stringify((JSON.parse(key) as readonly unknown[]).slice(0, 3)).slice(0, -1);
  // The character behind the comma that leads to the period.
  return [from, `${from}-`];
}
