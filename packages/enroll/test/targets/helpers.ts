import { expect } from "vitest";

/** A run that was ended before the call. */
export function ended(): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.abort() };
}

/** A text with some words in it, within a value that is compared. */
export function saying(words: string): unknown {
  return expect.stringContaining(words);
}
