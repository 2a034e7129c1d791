export interface PlatformSize {
  /** Gzipped bytes of one operation with a client, lazily loaded chunks included. */
  readonly oneOperation: number;
  /** Gzipped bytes that a configured limiter loads on top. */
  readonly limiter: number;
  /** Gzipped bytes that each further operation adds, on average and at most. */
  readonly extraOperationAverage: number;
  readonly extraOperationMost: number;
  /** Gzipped bytes that one operation of Academy of Mine adds to a program that uses core alike. */
  readonly academyOperation: number;
}

export type Sizes = Readonly<Record<"browser" | "node", PlatformSize>>;

const kibibyte = 1024;

/** What a further operation may never pass, whatever the baseline says: it is what hundreds of operations multiply. */
const extraOperationGoal = kibibyte;

/** What one operation with its client should come down to. Said with every run; docs/decisions/004 says why it is missed. */
const oneOperationGoals = { browser: 20 * kibibyte, node: 38 * kibibyte } as const;

/** What one of Academy of Mine's operations may add to core, whatever the baseline says. */
const academyOperationGoal = 2 * kibibyte;

const tolerance = 1.05;

/** Tiny figures change by more than 5 % with every edit. */
const ignoredGrowth = 32;

/** How far one operation is from its goal, as sentences; none when it is reached. */
export function missedGoals(sizes: Sizes): readonly string[] {
  return (["browser", "node"] as const).flatMap((platform) => {
    const bytes = sizes[platform].oneOperation;
    const goal = oneOperationGoals[platform];
    return bytes > goal
      ? [`${platform}: one operation is ${bytes - goal} bytes over the goal of ${goal}.`]
      : [];
  });
}

/** What is too big, as sentences; none when all is well. */
export function sizeProblems(sizes: Sizes, baseline: Sizes): readonly string[] {
  const problems: string[] = [];
  for (const platform of ["browser", "node"] as const) {
    const most = sizes[platform].extraOperationMost;
    if (most > extraOperationGoal) {
      problems.push(
        `${platform}, extraOperationMost: ${most} bytes are over the goal of ${extraOperationGoal}. Find what became big.`,
      );
    }
    const academy = sizes[platform].academyOperation;
    if (academy > academyOperationGoal) {
      problems.push(
        `${platform}, academyOperation: ${academy} bytes are over the goal of ${academyOperationGoal}. Find what became big.`,
      );
    }
    for (const figure of [
      "oneOperation",
      "limiter",
      "extraOperationAverage",
      "extraOperationMost",
      "academyOperation",
    ] as const) {
      const bytes = sizes[platform][figure];
      const before = baseline[platform][figure];
      if (bytes > before * tolerance && bytes - before > ignoredGrowth) {
        const growth = (100 * (bytes / before - 1)).toFixed(1);
        problems.push(
          `${platform}, ${figure}: ${bytes} bytes, ${growth} % more than the baseline's ${before}. Make it smaller, ` +
            "or accept the growth with `npx -y pnpm@12.21.0 size --update` and say why in the commit.",
        );
      }
    }
  }
  return problems;
}
