import { isThenable } from "./thenable.ts";

/**
 * Calls a function of the user's whose failure must not fail what it is called from. A promise that rejects counts as a throw:
 * left alone it would end the process.
 *
 * @param failed Hears what was thrown. Must not throw itself.
 * @returns Where the function is asynchronous, a promise of its end, which never rejects.
 */
export function callUserFunction(
  work: () => unknown,
  failed: (thrown: unknown) => void,
): Promise<void> | undefined {
  try {
    const result = work();
    return isThenable(result) ? Promise.resolve(result).then(() => undefined, failed) : undefined;
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/** What was thrown, by its name: its words may hold anything. */
export function thrownName(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}
