/**
 * The longest pause of a limiter, in milliseconds: a day. Longer ones, such as a reset in milliseconds that is read as
 * seconds, are cut to it.
 */
export const longestPause = 24 * 3_600_000;

/** The longest wait requested by a vendor that is honored, in milliseconds; if it is longer, the call fails at once. */
export const longestVendorWait = 60_000;

/**
 * When a pause ends by the clock of `performance.now()`, which cannot be set back or forward during the pause.
 *
 * @param moment Milliseconds since 1970. `NaN`, or a time further away than `longestPause`, counts as `longestPause`.
 */
export function endOfPause(moment: number): number {
  const length = moment - Date.now();
  return performance.now() + (length <= longestPause ? length : longestPause);
}
