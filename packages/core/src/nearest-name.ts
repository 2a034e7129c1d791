import leven from "leven";

/** Advice for an unknown name, such as `did you mean price?`. */
export function adviceOn(name: string, known: readonly string[]): string {
  const suggestion = nearestName(name, known);
  return suggestion === undefined ? `known: ${known.join(", ")}` : `did you mean ${suggestion}?`;
}

/** The closest of the known names, if one is close enough to be a typo. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  // Up to a third of the name may differ, or two letters if that is more, but never all of it.
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
