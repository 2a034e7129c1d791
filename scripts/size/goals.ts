export interface PlatformSize {
  /** Gzipped bytes of one operation with a client, lazily loaded chunks included. */
  readonly oneOperation: number;
  /** Gzipped bytes that a configured limiter loads on top. */
  readonly limiter: number;
  /** Gzipped bytes that each further operation adds, on average and at most. */
  readonly extraOperationAverage: number;
  readonly extraOperationMost: number;
}

export type Sizes = Readonly<Record<"browser" | "node", PlatformSize>>;

const kibibyte = 1024;

/** What may never be passed, whatever the baseline says. */
const goals = {
  browser: { oneOperation: 20 * kibibyte, extraOperationMost: kibibyte },
  node: { oneOperation: 38 * kibibyte, extraOperationMost: kibibyte },
} as const;

const tolerance = 1.05;

/** Tiny figures change by more than 5 % with every edit. */
const ignoredGrowth = 32;

/** What is too big, as sentences; none when all is well. */
export function sizeProblems(sizes: Sizes, baseline: Sizes): readonly string[] {
  const problems: string[] = [];
  for (const platform of ["browser", "node"] as const) {
    for (const figure of ["oneOperation", "extraOperationMost"] as const) {
      const bytes = sizes[platform][figure];
      const goal = goals[platform][figure];
      if (bytes > goal) {
        problems.push(
          `${platform}, ${figure}: ${bytes} bytes are over the goal of ${goal}. Find what became big.`,
        );
      }
    }
    for (const figure of [
      "oneOperation",
      "limiter",
      "extraOperationAverage",
      "extraOperationMost",
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
