import type { Outcome } from "../errors.ts";

/** The longest time that is waited because a vendor asks for it; beyond it the call fails at once. Milliseconds. */
export const longestVendorWait = 60_000;

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

function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** Seconds from now, or unix seconds: a number beyond 2001-09-09 can only be the latter. */
const firstUnixSeconds = 1_000_000_000;

/**
 * How long a vendor asks to wait, from `retry-after` (seconds or a date), else from `ratelimit-reset` and
 * `x-ratelimit-reset` (seconds from now or unix seconds).
 *
 * @param now Milliseconds since 1970.
 * @returns Milliseconds from now, 0 when the moment has passed, `undefined` when the vendor does not say.
 */
export function vendorWait(headers: Headers, now: number): number | undefined {
  const after = headers.get("retry-after");
  if (after !== null) {
    const seconds = parseNumber(after);
    if (seconds !== undefined) return seconds * 1000;
    const date = Date.parse(after);
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }
  for (const name of ["ratelimit-reset", "x-ratelimit-reset"]) {
    const seconds = parseNumber(headers.get(name) ?? "");
    if (seconds === undefined) continue;
    return seconds < firstUnixSeconds ? seconds * 1000 : Math.max(0, seconds * 1000 - now);
  }
  return undefined;
}

const temporaryStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * What the status of an error says about the effect. A server that failed may have done its work before, and so may one
 * that reports an error in a successful reply.
 */
export function outcomeOfStatus(status: number): Outcome {
  return status < 400 || status >= 500 || status === 408 ? "unknown" : "refused";
}

/**
 * Whether an answer may be followed by another try: a temporary failure of an operation that may be repeated, or a
 * 429, which proves that nothing was carried out.
 */
export function mayRetryStatus(status: number, repeatable: boolean): boolean {
  return status === 429 || (repeatable && temporaryStatuses.has(status));
}

/** The less certain of two outcomes: one try that may have been carried out makes the whole call uncertain. */
export function worseOutcome(first: Outcome, second: Outcome): Outcome {
  if (first === "unknown" || second === "unknown") return "unknown";
  return first === "refused" || second === "refused" ? "refused" : "not-sent";
}
