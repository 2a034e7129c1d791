/** Measures how fast rows end. */
export interface RateMeter {
  /** Records how many rows have ended so far, and returns the rows per second of the last seconds; undefined at first. */
  measure(ended: number): number | undefined;
}

/** How far back the rate looks, in milliseconds: long enough to be stable, short enough to show when a vendor slows down. */
const window = 10_000;
/** How long it returns nothing at first: the first rows wait for a token. */
const least = 1000;
/** The least time between two records, so that a million rows need no more memory than ten. */
const spacing = 200;

/**
 * Creates a rate meter. Rows that ended before its first record, in an earlier run, do not count.
 *
 * @param now A monotonic clock, in milliseconds.
 */
export function createRateMeter(now: () => number = () => performance.now()): RateMeter {
  const records: { readonly at: number; readonly ended: number }[] = [];
  return {
    measure(ended) {
      const at = now();
      const last = records.at(-1);
      if (last === undefined || at - last.at >= spacing) records.push({ at, ended });
      // One record from before the window stays, for comparison.
      while ((records[1]?.at ?? at) < at - window) records.shift();
      const [first] = records;
      if (first === undefined || at - first.at < least) return undefined;
      return ((ended - first.ended) * 1000) / (at - first.at);
    },
  };
}
