import { checkOptions, type OptionNames } from "./check-options.ts";
import { describe } from "./describe.ts";
import { ConfigurationError } from "./errors.ts";
import { endOfPause } from "./limiter-pause.ts";
import type { Limits, ProcessLimiter } from "./process-limiter.ts";

/** How many requests may run and start; what is left out is not limited. */
export interface LimiterOptions {
  /** How many requests may be under way at once. */
  readonly concurrency?: number;
  /** How many requests may start within any `interval`. */
  readonly limit?: number;
  /** The length of the interval in milliseconds. @default 1000 */
  readonly interval?: number;
}

/** Gives leave to send, one request at a time. Write your own to share a limit between processes. */
export interface Limiter {
  /**
   * Waits for leave to send one request.
   *
   * @param signal Ends the wait; the returned promise then rejects with the signal's reason.
   * @param priority Higher goes first; token requests take 1, the rest 0.
   * @param patience The longest that the request may wait, in milliseconds; any time where it is left out. While the
   * limiter is paused for longer, the promise rejects at once, and so it does when such a pause begins during the wait.
   * @returns A function to be called once when the request is over. What it returns or throws fails no call.
   * @throws LimiterPausedError when the limiter is paused for longer than `patience`.
   */
  acquire(signal: AbortSignal, priority: number, patience?: number): Promise<() => void | Promise<void>>;
  /**
   * Gives no leave before a moment: the vendor has answered 429.
   *
   * @param moment Milliseconds since 1970. A pause is never longer than `longestPause`, whatever a vendor asks for.
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
 * Limits the requests of this process. No interval, wherever it begins, sees more than `limit` starts.
 *
 * @throws ConfigurationError when a number cannot be right, or an option is not known.
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

  // A program without a limiter does not load the queue.
  const load = async (): Promise<ProcessLimiter> => {
    const module = await import("./process-limiter.ts");
    if (limiter === undefined) {
      limiter = new module.ProcessLimiter(limits);
      limiter.pause(resumeAt);
    }
    return limiter;
  };

  return {
    async acquire(signal, priority, patience) {
      return (limiter ?? (await load())).acquire(signal, priority, patience);
    },
    pauseUntil(moment) {
      const end = endOfPause(moment);
      if (limiter === undefined) resumeAt = Math.max(resumeAt, end);
      else limiter.pause(end);
    },
  };
}

/** Whether an option is a limiter of the user's own rather than settings for ours. */
export function isLimiter(option: LimiterOptions | Limiter): option is Limiter {
  return typeof option === "object" && "acquire" in option;
}
