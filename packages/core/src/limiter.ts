import { checkOptions, type OptionNames } from "./check-options.ts";
import { describe } from "./describe.ts";
import { ConfigurationError } from "./errors.ts";
import { endOfPause } from "./limiter-pause.ts";
import type { Limits, ProcessLimiter } from "./process-limiter.ts";

/** Limits on running and starting requests; omitted ones do not apply. */
export interface LimiterOptions {
  /** How many requests may run at once. */
  readonly concurrency?: number;
  /** How many requests may start within any `interval`. */
  readonly limit?: number;
  /** The length of the interval in milliseconds. @default 1000 */
  readonly interval?: number;
}

/** Grants permission to send, one request at a time. Write your own to share a limit between processes. */
export interface Limiter {
  /**
   * Waits for permission to send one request.
   *
   * @param signal Aborts the wait; the returned promise then rejects with the signal's reason.
   * @param priority Higher goes first: 1 for token requests, 0 for all others.
   * @param patience The longest that the request may wait, in milliseconds; unlimited if omitted. If the limiter is
   * paused for longer, now or at any time during the wait, the promise rejects at once.
   * @param perPause Whether `patience` is for each pause by itself, however long the request has waited already. Calls
   * with `limiterWaitCounts: false` set it. A limiter may ignore it: such calls then fail more often because of pauses.
   * @returns A function to call once when the request is over. A call does not fail if it throws or rejects.
   * @throws LimiterPausedError when the limiter is paused for longer than `patience`.
   */
  acquire(
    signal: AbortSignal,
    priority: number,
    patience?: number,
    perPause?: boolean,
  ): Promise<() => void | Promise<void>>;
  /**
   * Grants no permission before a point in time, because the vendor answered 429.
   *
   * @param moment Milliseconds since 1970. A pause is never longer than `longestPause`, whatever a vendor requests.
   */
  pauseUntil(moment: number): void | Promise<void>;
}

const optionNames = {
  concurrency: true,
  limit: true,
  interval: true,
} as const satisfies OptionNames<LimiterOptions>;

function checkedCount(name: string, value: number | undefined): number {
  if (value === undefined) return Infinity;
  if (value === Infinity || (Number.isSafeInteger(value) && value > 0)) return value;
  throw new ConfigurationError(
    `The limiter's ${name} is ${describe(value)}: expected a whole number of 1 or more, or Infinity.`,
  );
}

function checkedInterval(value = 1000): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new ConfigurationError(
    `The limiter's interval is ${describe(value)}: expected a number of milliseconds above 0.`,
  );
}

/**
 * Limits the requests of this process. At most `limit` requests start in any interval, whenever it begins.
 *
 * @throws ConfigurationError when a number is invalid or an option is unknown.
 */
export function createLimiter(options: LimiterOptions): Limiter {
  checkOptions("The limiter", options, optionNames);
  const limits: Limits = {
    concurrency: checkedCount("concurrency", options.concurrency),
    limit: checkedCount("limit", options.limit),
    interval: checkedInterval(options.interval),
  };
  let limiter: ProcessLimiter | undefined;
  let resumeAt = -Infinity;

  // Loaded on demand, so that a program without a limiter does not load the queue.
  const load = async (): Promise<ProcessLimiter> => {
    const module = await import("./process-limiter.ts");
    if (limiter === undefined) {
      limiter = new module.ProcessLimiter(limits);
      limiter.pause(resumeAt);
    }
    return limiter;
  };

  return {
    async acquire(...request) {
      return (limiter ?? (await load())).acquire(...request);
    },
    pauseUntil(moment) {
      const end = endOfPause(moment);
      if (limiter === undefined) resumeAt = Math.max(resumeAt, end);
      else limiter.pause(end);
    },
  };
}

/** Whether an option is the user's own limiter and not settings for the built-in one. */
export function isLimiter(option: LimiterOptions | Limiter): option is Limiter {
  return typeof option === "object" && "acquire" in option;
}
