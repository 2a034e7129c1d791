/** The value below which a share of the samples lies, interpolated between neighbours. `share` is between 0 and 1. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((first, second) => first - second);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new Error("There are no samples.");
  return below + (above - below) * (position - Math.floor(position));
}

/** The median of several samples, and the quartiles around it. */
export interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

export function spreadOf(samples: readonly number[]): Spread {
  return {
    median: quantile(samples, 0.5),
    lowerQuartile: quantile(samples, 0.25),
    upperQuartile: quantile(samples, 0.75),
  };
}

/** Combines two candidates round by round, because a disturbance in a round affects both. */
export function paired(
  samples: readonly number[],
  reference: readonly number[],
  combine: (sample: number, reference: number) => number,
): readonly number[] {
  if (samples.length !== reference.length) {
    throw new Error(`Cannot pair ${samples.length} samples with ${reference.length}.`);
  }
  return samples.map((sample, round) => combine(sample, reference[round] ?? Number.NaN));
}
