/** The code that is loaded when something first goes wrong. */
export type Recovery = typeof import("./recovery.ts");

let loaded: Recovery | undefined;

/**
 * Loads the code that is needed when something goes wrong. A failed load, such as in a browser that is offline, is not cached:
 * the next caller tries again.
 */
export async function loadRecovery(): Promise<Recovery> {
  return (loaded ??= await import("./recovery.ts"));
}
