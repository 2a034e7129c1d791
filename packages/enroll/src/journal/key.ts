import type { RowIdentity } from "../target.ts";

/** A row's key: who gets what at which target, and for which period where there may be several. */
export function keyOfRow(target: string, { learner, item, period }: RowIdentity): string {
  return JSON.stringify(period === undefined ? [target, learner, item] : [target, learner, item, period]);
}

/** The keys of a run's rows. They identify its rows beside the source's content: another item or column gives other keys. */
export interface RunKeys {
  /** A digest of all keys in their order. */
  readonly digest: string;
  /** Some of the first keys. */
  readonly first: readonly string[];
}

/** The key of a record that is not a valid row: it is identified by its line only. */
export function keyOfFlawed(target: string, line: number): string {
  return JSON.stringify([target, line]);
}

/** The parts of a key; learner and item are empty for a record that is not a valid row. */
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

/** The range of the keys with the same learner and item, whatever their period. */
export function identityRange(key: string): readonly [from: string, to: string] {
  const from = JSON.stringify((JSON.parse(key) as readonly unknown[]).slice(0, 3)).slice(0, -1);
  // The next character after the comma that precedes the period.
  return [from, `${from}-`];
}
