/** The middle of several figures; the machine is noisy. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((first, second) => first - second);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Something that is measured beside others. */
export interface Candidate {
  readonly name: string;
  /** One call. */
  readonly run: () => Promise<unknown>;
}

/** A candidate's figure and its relation to the first candidate's. */
export interface Figure {
  readonly name: string;
  readonly value: number;
}

function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * The processor time of one call of each candidate, in microseconds: the rounds of all candidates alternate, so that
 * whatever else the machine does meets them alike.
 */
export async function cpuPerCall(
  candidates: readonly Candidate[],
  { calls, rounds, warmUp }: { readonly calls: number; readonly rounds: number; readonly warmUp: number },
): Promise<Figure[]> {
  for (const { run } of candidates) for (let call = 0; call < warmUp; call += 1) await run();
  const figures = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of candidates) {
      const before = cpuMicroseconds();
      for (let call = 0; call < calls; call += 1) await run();
      figures.get(name)?.push((cpuMicroseconds() - before) / calls);
    }
  }
  return [...figures].map(([name, values]) => ({ name, value: median(values) }));
}

/** How long a task takes, in milliseconds of wall clock: the middle of several alternating rounds. */
export async function wallTime(candidates: readonly Candidate[], rounds: number): Promise<Figure[]> {
  const figures = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (const { run } of candidates) await run();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of candidates) {
      const before = performance.now();
      await run();
      figures.get(name)?.push(performance.now() - before);
    }
  }
  return [...figures].map(([name, values]) => ({ name, value: median(values) }));
}

/** Prints figures with their ratios to a reference. */
export function printFigures(
  title: string,
  unit: string,
  figures: readonly Figure[],
  reference: string,
): void {
  const base = figures.find(({ name }) => name === reference)?.value ?? Number.NaN;
  console.log(`\n${title}`);
  for (const { name, value } of figures) {
    console.log(
      `  ${name.padEnd(34)} ${value.toFixed(1).padStart(9)} ${unit}   ${(value / base).toFixed(2)}× of ${reference}`,
    );
  }
}
