/**
 * The longest pause of a limiter, in milliseconds: a day. What asks for more, as a reset in milliseconds that is read as
 * seconds does, is cut to it.
 */
export const longestPause = 24 * 3_600_000;

/**
 * When a pause ends by the clock of `performance.now()`, which nobody can set back or forward while the pause lasts.
 *
 * @param moment Milliseconds since 1970. What is not a number, or further away than `longestPause`, counts as `longestPause`.
 */
export function endOfPause(moment: number): number {
  const length = moment - Date.now();
  return performance.now() + (length <= longestPause ? length : longestPause);
}
