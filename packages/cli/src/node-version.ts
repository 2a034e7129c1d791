function numbersOf(version: string): readonly number[] {
  return version.split(".").map(Number);
}

function isOlder(found: string, least: string): boolean {
  const foundNumbers = numbersOf(found);
  const leastNumbers = numbersOf(least);
  const different = leastNumbers.findIndex((part, index) => part !== foundNumbers[index]);
  return different !== -1 && (foundNumbers[different] ?? 0) < (leastNumbers[different] ?? 0);
}

interface Alternative {
  readonly text: string;
  readonly includes: (found: string) => boolean;
}

/** Reads one alternative of a range: `^22.19.0` or `>=24.0.0`. */
function alternativeOf(range: string): Alternative {
  const least = range.replace(/^\^|^>=/, "");
  const [major] = numbersOf(least);
  return range.startsWith("^")
    ? {
        text: `${least} (or a later ${major})`,
        includes: (found) => numbersOf(found)[0] === major && !isOlder(found, least),
      }
    : { text: `${least} or newer`, includes: (found) => !isOlder(found, least) };
}

/**
 * Returns a sentence that explains why the command cannot run on this version of Node, or undefined if it can.
 *
 * @param found The running version, such as `20.20.2`.
 * @param needed The range in package.json: `>=24.0.0`, `^22.19.0`, or several of them with `||`.
 */
export function nodeProblem(found: string, needed: string): string | undefined {
  const alternatives = needed.split("||").map((range) => alternativeOf(range.trim()));
  if (alternatives.some(({ includes }) => includes(found))) return undefined;
  const wanted = alternatives.map(({ text }) => text).join(", or ");
  return `kelaskit: This is Node ${found}, and kelaskit requires Node ${wanted}. Install it, then run the same command again.`;
}
