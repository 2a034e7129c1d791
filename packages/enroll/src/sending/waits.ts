/** How often a rate-limited row is sent again, each time after a longer wait: about five hours in all. */
export const mostRepetitions = 10;

/** How often a row is sent if its answer is lost each time and the vendor has not carried it out. */
export const mostLostAnswers = 3;

/** How often the vendor is asked about a row if asking fails, each time after a longer wait. */
export const mostQuestions = 5;

/** The longest wait that a vendor may ask for, in milliseconds: a daily quota is worth waiting for. */
export const longestVendorWait = 86_400_000;

/** The longest wait before a retry, in milliseconds. */
const longestWait = 3_600_000;

/** How long to wait after a number of failed tries: twice as long after each. */
export function waitAfter(settleAfter: number, times: number): number {
  return Math.min(settleAfter * 2 ** times, longestWait);
}
