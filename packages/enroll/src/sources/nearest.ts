/** How many letters must be added, removed or changed to make one text the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(changed, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}

/** The known name that is closest to one of the wanted, when it is close enough to be a slip of the finger. */
export function nearest(wanted: readonly string[], known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const name of wanted.map((text) => text.toLowerCase())) {
    // A third of the name may differ, two letters at least, but never all of it.
    const limit = Math.min(name.length - 1, Math.max(2, Math.floor(name.length / 3)));
    for (const candidate of known) {
      // A far longer text is no slip, and a cell may be very long.
      if (Math.abs(candidate.length - name.length) > limit) continue;
      const distance = editDistance(name, candidate.toLowerCase());
      if (distance <= limit && distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
  }
  return best;
}
