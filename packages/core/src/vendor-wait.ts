import { longestPause } from "./limiter-pause.ts";
import { headersOf } from "./transport/response.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** A longer wait is taken for a mistake in the unit, such as milliseconds for seconds, and ignored. Milliseconds. */
const longestBelieved = longestPause;

/** Server clocks are wrong by hours, not by years: a larger difference is ignored. Milliseconds. */
const largestSkew = longestBelieved;

/** Distinguishes seconds from now and unix seconds: a number from here on (2001-09-09) can only be the latter. */
const firstUnixSeconds = 1_000_000_000;

const dayNames = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const longDayNames = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)";
const monthNames = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const time = String.raw`\d{2}:\d{2}:\d{2}`;

/** The three forms of a date in HTTP (RFC 9110, section 5.6.7); the last two are obsolete but must still be accepted. */
const dateForms = [
  `${dayNames}, \\d{2} ${monthNames} \\d{4} ${time} GMT`,
  `${longDayNames}, \\d{2}-${monthNames}-\\d{2} ${time} GMT`,
  `${dayNames} ${monthNames} [ \\d]\\d ${time} \\d{4}`,
];
const httpDate = new RegExp(`^(?:${dateForms.join("|")})$`);

function parseDate(text: string | null): number | undefined {
  if (text === null || !httpDate.test(text)) return undefined;
  // The asctime form has no time zone; HTTP dates are always GMT.
  const moment = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(moment) ? undefined : moment;
}

function parseWhole(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The vendor's current time, from the reply's `date` header because the local clock may be wrong. */
function vendorNow(headers: Headers, now: number): number {
  const date = parseDate(headers.get("date"));
  return date !== undefined && Math.abs(date - now) <= largestSkew ? date : now;
}

function believed(wait: number): number | undefined {
  return wait <= longestBelieved ? Math.max(0, wait) : undefined;
}

function retryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get("retry-after");
  const seconds = parseWhole(text);
  if (seconds !== undefined) return believed(seconds * 1000);
  const date = parseDate(text);
  return date === undefined ? undefined : believed(date - vendorNow(headers, now));
}

/** Header families that gateways send with every reply: they require a wait only when the limit is reached. */
const limitHeaders = ["ratelimit", "x-ratelimit"] as const;

function limitReset(headers: Headers, now: number, isLimited: boolean): number | undefined {
  for (const family of limitHeaders) {
    if (!isLimited && parseWhole(headers.get(`${family}-remaining`)) !== 0) continue;
    const seconds = parseWhole(headers.get(`${family}-reset`));
    if (seconds === undefined) continue;
    return believed(seconds < firstUnixSeconds ? seconds * 1000 : seconds * 1000 - vendorNow(headers, now));
  }
  return undefined;
}

/**
 * How long a vendor asks to wait: from `retry-after` (whole seconds or a date), else from `ratelimit-reset` or
 * `x-ratelimit-reset` (seconds from now or unix seconds), which count only with a 429 or when nothing remains. Anything in another
 * form, or more than a day away, is ignored.
 *
 * @param now Milliseconds since 1970.
 * @returns Milliseconds from now, 0 if the time has passed, `undefined` if the vendor does not specify a wait.
 */
export function vendorWait(response: TransportResponse, now: number): number | undefined {
  const headers = headersOf(response);
  return retryAfter(headers, now) ?? limitReset(headers, now, response.status === 429);
}
