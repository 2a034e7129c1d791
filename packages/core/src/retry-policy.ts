import type { Outcome } from "./errors.ts";

const temporaryStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** What is known of a try that failed. */
export interface FailedTry {
  /** The status that came; without one there was no complete answer. */
  readonly status?: number | undefined;
  /** What is known about the effect of everything that left in it. */
  readonly outcome: Outcome;
  /** Something may change by itself, as a connection; a wrong certificate does not. @default true */
  readonly mayHeal?: boolean | undefined;
}

/**
 * Whether a failed try may be followed by another. One that may have been carried out is repeated only where sending it twice
 * does no harm (`repeatable`: reads, and what HTTP or the vendor calls idempotent); anything else, such as a POST that places
 * an order, only where it is proven that nothing was carried out: it did not leave, or the answer was 429.
 */
export function maySendAgain({ status, outcome, mayHeal = true }: FailedTry, repeatable: boolean): boolean {
  if (!mayHeal || (outcome === "unknown" && !repeatable)) return false;
  if (status === undefined) return repeatable || outcome === "not-sent";
  return status === 429 || (repeatable && temporaryStatuses.has(status));
}

/**
 * What the status of an error says about the effect. A server that failed may have done its work before, and so may one
 * that reports an error in a successful reply.
 */
export function outcomeOfStatus(status: number): Outcome {
  return status < 400 || status >= 500 || status === 408 ? "unknown" : "refused";
}

const certainty: readonly Outcome[] = ["not-sent", "no-effect", "refused", "unknown"];

/** The less certain of two outcomes: one try that may have been carried out makes the whole call uncertain. */
export function worseOutcome(first: Outcome, second: Outcome): Outcome {
  return certainty.indexOf(first) < certainty.indexOf(second) ? second : first;
}

const firstDelay = 500;
const longestDelay = 8000;

/**
 * How long to wait before a try: exponential, 0.5 s doubling up to 8 s, with full jitter so that many clients do not
 * come back together.
 *
 * @param failures How many tries have failed so far, from 1.
 * @param random A number from 0 to 1.
 * @returns Milliseconds.
 */
export function backoff(failures: number, random: number): number {
  return random * Math.min(longestDelay, firstDelay * 2 ** Math.min(failures - 1, 30));
}

/** The longest time that is waited because a vendor asks for it; beyond it the call fails at once. Milliseconds. */
export const longestVendorWait = 60_000;
