import type { MockServer } from "@kelaskit/core/testing";
import { expect } from "vitest";

/** How often each operation was asked for. */
export function countRequests(mock: MockServer): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of mock.requests) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

/** A run that was ended before the call. */
export function ended(): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.abort() };
}

/** A text with some words in it, within a value that is compared. */
export function saying(words: string): unknown {
  return expect.stringContaining(words);
}
