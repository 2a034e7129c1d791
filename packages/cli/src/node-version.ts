function numbersOf(version: string): readonly number[] {
  return version.split(".").map(Number);
}

/**
 * Says in one sentence that this Node is too old, or nothing when it is not.
 *
 * @param found The version that runs, as in `20.20.2`.
 * @param needed The range in package.json: `>=` and a version.
 */
export function nodeProblem(found: string, needed: string): string | undefined {
  const least = needed.replace(">=", "");
  const foundNumbers = numbersOf(found);
  const leastNumbers = numbersOf(least);
  const different = leastNumbers.findIndex((part, index) => part !== foundNumbers[index]);
  const isOlder = different !== -1 && (foundNumbers[different] ?? 0) < (leastNumbers[different] ?? 0);
  return isOlder
    ? `kelaskit: This is Node ${found}, and kelaskit needs Node ${least} or newer: install that, then run the same command again.`
    : undefined;
}
