import { type Candidate, type Samples, secondOf } from "./group.ts";

/** Measures one candidate once. */
export type Meter = (run: Candidate["run"]) => Promise<number>;

/**
 * Collects garbage, so that a candidate does not pay for another's. Only the young generation: repeated full collections
 * make V8 discard the compiled code of candidates that are not running.
 */
function collectGarbage(): void {
  const { gc } = globalThis;
  if (!gc) throw new Error("Run with --expose-gc, as `pnpm bench` does.");
  gc({ type: "minor" });
}

/**
 * Measures all candidates round after round, each round beginning with another one. The reference takes part twice.
 * Stops early when `seconds` have passed, but not before the third round.
 */
export async function alternate(
  candidates: readonly Candidate[],
  meter: Meter,
  {
    reference,
    rounds,
    seconds = 60,
  }: { readonly reference: string; readonly rounds: number; readonly seconds?: number },
): Promise<Samples> {
  const all = candidates.flatMap((candidate) =>
    candidate.name === reference ? [candidate, { ...candidate, name: secondOf(reference) }] : [candidate],
  );
  const samples = new Map<string, number[]>(all.map(({ name }) => [name, []]));
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round < rounds; round += 1) {
    if (round >= 3 && performance.now() > end) break;
    const first = round % all.length;
    for (const { name, run } of [...all.slice(first), ...all.slice(0, first)]) {
      collectGarbage();
      samples.get(name)?.push(await meter(run));
    }
  }
  return samples;
}

/** Warms up each candidate, so that V8 has compiled its code. */
export async function warmUp(candidates: readonly Candidate[], calls: number): Promise<void> {
  for (const { run } of candidates) for (let call = 0; call < calls; call += 1) await run();
}

/** Measures the microseconds of processor time per call. */
export function processorTime(calls: number): Meter {
  return async (run) => {
    const { user, system } = process.cpuUsage();
    for (let call = 0; call < calls; call += 1) await run();
    const after = process.cpuUsage();
    return (after.user + after.system - user - system) / calls;
  };
}

/** Measures milliseconds of wall clock. */
export const wallTime: Meter = async (run) => {
  const before = performance.now();
  await run();
  return performance.now() - before;
};

/** Makes calls with a fixed number in flight. */
export async function flood(call: () => Promise<unknown>, calls: number, underWay = 64): Promise<void> {
  let started = 0;
  const work = async (): Promise<void> => {
    while (started < calls) {
      started += 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: underWay }, work));
}
