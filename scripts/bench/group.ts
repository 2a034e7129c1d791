import { paired, type Spread, spreadOf } from "./statistics.ts";

/** Something that is measured beside others. */
export interface Candidate {
  readonly name: string;
  /** One call, or one task. */
  readonly run: () => Promise<unknown>;
}

/**
 * What a figure must reach: the candidate's own value, its ratio to the reference, or how far it is above the
 * reference, in the group's unit.
 */
export interface Goal {
  readonly measure: "value" | "ratio" | "difference";
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** How much work a run does; `quick` only shows that everything runs. */
type Effort = "full" | "quick";

/** Candidates whose rounds alternate, so that disturbances of the machine affect them equally. */
export interface Group {
  /** The name for `pnpm bench NAME`, and for the chart's file. */
  readonly name: string;
  readonly title: string;
  /** What one figure is, in a sentence or two. */
  readonly about: string;
  readonly unit: string;
  /** Whether more is better, as with calls a second. */
  readonly moreIsBetter?: boolean;
  /** The candidate that the others are compared with. It takes part twice: the second time shows the noise. */
  readonly reference: string;
  /** Goals by the candidate's name. */
  readonly goals: Readonly<Record<string, Goal>>;
  /** One figure for each candidate and round, in the group's unit. */
  readonly measure: (effort: Effort) => Promise<Samples>;
}

/** The figures of each candidate, one a round. */
export type Samples = ReadonlyMap<string, readonly number[]>;

/** The measurements of one candidate. */
export interface Figure extends Spread {
  readonly name: string;
  /** The median of the rounds' ratios to the reference. */
  readonly ratio: number;
  /** The median of the rounds' differences from the reference, in the group's unit. */
  readonly difference: number;
  readonly goal?: Goal;
  readonly isMet?: boolean;
}

export interface GroupResult {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly unit: string;
  readonly moreIsBetter: boolean;
  readonly reference: string;
  readonly rounds: number;
  readonly figures: readonly Figure[];
}

/** The name under which the reference takes part a second time. */
export function secondOf(reference: string): string {
  return `${reference} (again)`;
}

function isMet({ measure, atMost, atLeast }: Goal, figure: Omit<Figure, "goal" | "isMet">): boolean {
  const reached = { value: figure.median, ratio: figure.ratio, difference: figure.difference }[measure];
  return reached <= (atMost ?? Infinity) && reached >= (atLeast ?? -Infinity);
}

/** The figures of a group, with their relation to the reference and to the goals. */
export function resultOf(group: Group, samples: Samples): GroupResult {
  const { name, title, about, unit, moreIsBetter = false, reference, goals } = group;
  const base = samples.get(reference);
  if (!base) throw new Error(`The group ${name} did not measure its reference, ${reference}.`);
  const unknown = Object.keys(goals).filter((candidate) => !samples.has(candidate));
  if (unknown.length > 0)
    throw new Error(`The group ${name} has goals for unknown candidates: ${unknown.join(", ")}.`);
  const figures = [...samples].map(([candidate, own]): Figure => {
    const figure = {
      name: candidate,
      ...spreadOf(own),
      ratio: spreadOf(paired(own, base, (sample, other) => sample / other)).median,
      difference: spreadOf(paired(own, base, (sample, other) => sample - other)).median,
    };
    const goal = goals[candidate];
    return goal ? { ...figure, goal, isMet: isMet(goal, figure) } : figure;
  });
  return { name, title, about, unit, moreIsBetter, reference, rounds: base.length, figures };
}
