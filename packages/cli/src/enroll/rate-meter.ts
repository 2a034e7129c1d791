/** Tells how fast rows end. */
export interface RateMeter {
  /** Notes how many rows have ended so far, and gives rows a second over the last seconds; undefined until it can tell. */
  measure(ended: number): number | undefined;
}

/** How far back a rate looks, in milliseconds: long enough to be calm, short enough to show a vendor that slows down. */
const window = 10_000;
/** How long it says nothing at first: the first rows wait for a token. */
const least = 1000;
/** The least time between two notes, so that a million rows need no more memory than ten. */
const spacing = 200;

/**
 * Makes a rate meter. What had ended before its first note, in an earlier run, counts for nothing.
 *
 * @param now Milliseconds that only grow.
 */
export function createRateMeter(now: () => number = () => performance.now()): RateMeter {
  const notes: { readonly at: number; readonly ended: number }[] = [];
  return {
    measure(ended) {
      const at = now();
      const last = notes.at(-1);
      if (last === undefined || at - last.at >= spacing) notes.push({ at, ended });
      // One note from before the window stays, so that there is always something to compare with.
      while ((notes[1]?.at ?? at) < at - window) notes.shift();
      const [first] = notes;
      if (first === undefined || at - first.at < least) return undefined;
      return ((ended - first.ended) * 1000) / (at - first.at);
    },
  };
}
