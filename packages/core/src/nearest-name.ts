import leven from "leven";

/** What to say of a name that is not among the known ones, as in `did you mean price?`. */
export function adviceOn(name: string, known: readonly string[]): string {
  const suggestion = nearestName(name, known);
  return suggestion === undefined ? `known are ${known.join(", ")}` : `did you mean ${suggestion}?`;
}

/** The closest of the known names, when one is close enough to be a slip of the finger. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  // A third of the name may differ, two letters at least, but never all of it.
  let bestDistance = Math.min(name.length, Math.max(2, Math.floor(name.length / 3)) + 1);
  for (const candidate of known) {
    const distance = leven(name.toLowerCase(), candidate.toLowerCase(), { maxDistance: bestDistance });
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
