/** What is loaded with the first thing that does not go as it should. */
export type Recovery = typeof import("./recovery.ts");

let loaded: Recovery | undefined;

/**
 * Loads what is needed when something does not go as it should. Nothing is kept of a load that fails, as in a browser without a
 * network: whoever asks next tries again.
 */
export async function loadRecovery(): Promise<Recovery> {
  return (loaded ??= await import("./recovery.ts"));
}
