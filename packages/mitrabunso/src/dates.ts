import { KelasError } from "@kelaskit/core";

/** A time in the vendor's replies: a serialized PHP DateTime. `readDate` converts it to a `Date`. */
export interface VendorDate {
  /** The local time with microseconds, such as `2022-10-08 15:00:26.000000`. */
  readonly date: string;
  /** PHP's type of time zone: 3 for a named one, the only type in the vendor's samples. */
  readonly timezone_type?: number | null | undefined;
  /** The time zone; only `Asia/Bangkok` in the vendor's samples. */
  readonly timezone: string;
  /** Any other field. */
  readonly [field: string]: unknown;
}

const zone = "Asia/Bangkok";

/** Bangkok is seven hours ahead of UTC all year, so no time zone database is needed. */
const aheadOfUtc = 7 * 60 * 60 * 1000;

const wallTime = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** Formats a Date for the vendor; undefined when it is invalid or its year does not have four digits. */
export function dateText(moment: Date): string | undefined {
  const shifted = new Date(moment.getTime() + aheadOfUtc);
  if (Number.isNaN(shifted.getTime())) return undefined;
  const text = shifted.toISOString().slice(0, 19).replace("T", " ");
  return wallTime.test(text) ? text : undefined;
}

/** Parses a text with or without a fraction of a second; undefined when there is no such time. */
function momentOf(text: string): Date | undefined {
  const seconds = text.slice(0, 19);
  const fraction = text.slice(19);
  if (!wallTime.test(seconds) || !/^(\.\d{1,9})?$/.test(fraction)) return undefined;
  const moment = new Date(Date.parse(`${seconds.replace(" ", "T")}Z`) - aheadOfUtc);
  // Engines read February 30 as March 2: a time that exists is formatted to the same text again.
  if (dateText(moment) !== seconds) return undefined;
  const milliseconds = Number(fraction.slice(1, 4).padEnd(3, "0"));
  return new Date(moment.getTime() + milliseconds);
}

/** Whether a value is an existing time in the vendor's format, `YYYY-MM-DD HH:mm:ss`. */
export function isWallTime(value: unknown): value is string {
  return typeof value === "string" && wallTime.test(value) && momentOf(value) !== undefined;
}

/**
 * Formats a Date for the vendor: `YYYY-MM-DD HH:mm:ss` in Asia/Bangkok (UTC+7), whatever the machine's time zone.
 * Fractions of a second are truncated. Operations do this by themselves; use it for your own requests.
 *
 * @throws KelasError when the Date is invalid or outside the years 0 to 9999.
 */
export function writeDate(moment: Date): string {
  const text = dateText(moment);
  if (text !== undefined) return text;
  const reason = Number.isNaN(moment.getTime()) ? "is invalid" : "is outside the years 0 to 9999";
  throw new KelasError(`The Date cannot be sent to Mitrabunso: it ${reason}.`);
}

/** The fields of a date object; replies may differ from their declared types. */
function fieldsOf(value: unknown): { readonly date?: unknown; readonly timezone?: unknown } {
  return typeof value === "object" && value !== null ? value : {};
}

/**
 * Parses a time of a reply: the vendor's date object (`created`, `updated`), or its text in Asia/Bangkok (`startDate`,
 * `endDate`). Microseconds are truncated to milliseconds.
 *
 * @throws KelasError when it is neither, does not exist, or is in another time zone.
 * @example
 * ```ts
 * const { data } = await mitrabunso.prices.get({ productId, priceId });
 * const end = data.endDate && readDate(data.endDate);
 * ```
 */
export function readDate(value: VendorDate | string): Date {
  const { date: text, timezone: where } =
    typeof value === "string" ? { date: value, timezone: zone } : fieldsOf(value);
  if (typeof text !== "string") {
    throw new KelasError(
      "This is not a date of Mitrabunso: expected an object with `date` and `timezone`, or text such as 2022-10-08 15:00:26.",
    );
  }
  if (where !== zone) {
    throw new KelasError(
      `The date is in the time zone ${JSON.stringify(where)}: only ${zone} is supported, because Mitrabunso documents no other.`,
    );
  }
  const moment = momentOf(text);
  if (moment !== undefined) return moment;
  throw new KelasError(
    `The date ${JSON.stringify(text.slice(0, 40))} does not exist or has another format: expected one such as 2022-10-08 15:00:26 or 2022-10-08 15:00:26.000000.`,
  );
}
