import type { LimiterOptions } from "@kelaskit/core";
import { InvalidArgumentError } from "commander";

/** Reads a whole number of at least 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError("Expected a whole number of at least 1, such as 4.");
}

/** Reads a number of seconds. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds <= 7 * 24 * 3600) return seconds;
  throw new InvalidArgumentError("Expected a number of seconds from 0 to 604800 (a week), such as 60.");
}

/** The milliseconds in a unit. */
const intervals: ReadonlyMap<string, number> = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

/** How long requests may wait for each other, in milliseconds: well under the two minutes of a call's time-out. */
export const longestWait = 100_000;
/** How many requests one call of a target may have in progress, to find learners and to settle rows. */
export const requestsPerCall = 4;

/**
 * Reads how many requests may start per second, minute or hour: `5/s`, `100/m`, `1000/h`. Requests per minute and hour are
 * spread evenly: after a burst, the next ones would wait until they time out.
 */
export function parseRate(text: string): LimiterOptions {
  const [, count = "", unit = ""] = /^([1-9]\d{0,8})\/(s|m|h)$/.exec(text) ?? [];
  const interval = intervals.get(unit);
  if (interval === undefined) {
    throw new InvalidArgumentError(
      "Expected requests per second, minute or hour, such as 5/s, 100/m or 1000/h.",
    );
  }
  const limit = Number(count);
  if (interval / limit > longestWait / requestsPerCall) {
    throw new InvalidArgumentError(
      "Expected at least 144/h: at a slower rate, calls would time out while they wait.",
    );
  }
  const perSecond = Math.floor((limit * 1000) / interval);
  // From ten per second on, whole numbers are exact enough.
  return unit === "s" || perSecond >= 10
    ? { limit: perSecond, interval: 1000 }
    : { limit: 1, interval: Math.ceil(interval / limit) };
}
