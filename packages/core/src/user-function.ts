/**
 * Calls a function of the user's whose failure must not fail what it is called from. A promise that rejects counts as a throw:
 * left alone it would end the process.
 *
 * @param failed Hears what was thrown. Must not throw itself.
 */
export function callUserFunction(work: () => unknown, failed: (thrown: unknown) => void): void {
  try {
    const result = work();
    if (isThenable(result)) result.then(undefined, failed);
  } catch (error) {
    failed(error);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** What was thrown, by its name: its words may hold anything. */
export function thrownName(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}
