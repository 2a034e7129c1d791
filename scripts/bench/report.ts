import type { Figure, Goal, GroupResult } from "./group.ts";

/** Where and with what a group was measured. */
export interface Environment {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  /** Versions of the peers, by package. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The content of docs/performance.json: the last full run of each group. */
export interface Report {
  readonly groups: readonly (GroupResult & { readonly environment: Environment })[];
}

/** Replaces the groups that were measured again and keeps the others, in the given order of names. */
export function withResults(
  { groups }: Report,
  measured: readonly GroupResult[],
  environment: Environment,
  order: readonly string[],
): Report {
  const fresh = measured.map((result) => ({ ...result, environment }));
  const kept = groups.filter(({ name }) => !fresh.some((result) => result.name === name));
  const place = ({ name }: GroupResult): number => order.indexOf(name);
  return {
    groups: [...kept, ...fresh]
      .filter(({ name }) => order.includes(name))
      .toSorted((first, second) => place(first) - place(second)),
  };
}

/** A number with its significant digits. */
export function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

function goalText({ measure, atMost, atLeast }: Goal, unit: string): string {
  const bound = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
  if (measure === "ratio") return `${bound}×`;
  return measure === "value" ? `${bound} ${unit}` : `${bound} ${unit} more`;
}

/** A figure's goal and whether it is met, as `≤ 0.3× ✓`; an empty text without a goal. */
export function goalCell({ goal, isMet }: Figure, unit: string): string {
  return goal ? `${goalText(goal, unit)} ${isMet === true ? "met" : "**not met**"}` : "";
}
