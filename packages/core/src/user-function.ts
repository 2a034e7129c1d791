/**
 * Calls a user's function whose failure must not fail the caller. A rejected promise counts as a throw: unhandled, it would end
 * the process.
 *
 * @param failed Receives what was thrown. Must not throw.
 * @returns For an asynchronous function, a promise that resolves when it ends and never rejects.
 */
export function callUserFunction(
  work: () => unknown,
  failed: (thrown: unknown) => void,
): Promise<void> | undefined {
  try {
    const result = work();
    // Not by `isThenable` of call.ts, which imports this file through its warnings.
    const isAsync = (result as Partial<PromiseLike<unknown>> | null | undefined)?.then !== undefined;
    return isAsync ? Promise.resolve(result).then(() => undefined, failed) : undefined;
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/** The name of what was thrown: its message may contain anything. */
export function thrownName(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}
