import { KelasError } from "@kelaskit/core";

/** A moment as the vendor's replies hold it: what PHP makes of a DateTime. `readDate` turns it into a `Date`. */
export interface VendorDate {
  /** The time in the zone, with microseconds, as in `2022-10-08 15:00:26.000000`. */
  readonly date: string;
  /** PHP's kind of zone: 3 for one with a name, the only one that the vendor shows. */
  readonly timezone_type?: number | null | undefined;
  /** The zone; the vendor shows no other than `Asia/Bangkok`. */
  readonly timezone: string;
  /** Any other field. */
  readonly [field: string]: unknown;
}

const zone = "Asia/Bangkok";

/** Bangkok is seven hours ahead of UTC all year round, so that no table of zones is needed. */
const aheadOfUtc = 7 * 60 * 60 * 1000;

const wallTime = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** The text of a moment as the vendor takes it, or nothing where the Date is invalid or its year has not four digits. */
export function dateText(moment: Date): string | undefined {
  const shifted = new Date(moment.getTime() + aheadOfUtc);
  if (Number.isNaN(shifted.getTime())) return undefined;
  const text = shifted.toISOString().slice(0, 19).replace("T", " ");
  return wallTime.test(text) ? text : undefined;
}

/** The moment of a text with or without a fraction, or nothing where the calendar or the clock has no such time. */
function momentOf(text: string): Date | undefined {
  const seconds = text.slice(0, 19);
  const fraction = text.slice(19);
  if (!wallTime.test(seconds) || !/^(\.\d{1,9})?$/.test(fraction)) return undefined;
  const moment = new Date(Date.parse(`${seconds.replace(" ", "T")}Z`) - aheadOfUtc);
  // Engines read the 30th of February as the 2nd of March: what is not written back as it came was no time.
  if (dateText(moment) !== seconds) return undefined;
  const milliseconds = Number(fraction.slice(1, 4).padEnd(3, "0"));
  return new Date(moment.getTime() + milliseconds);
}

/** Whether a value is a time as the vendor takes it: `YYYY-MM-DD HH:mm:ss`, and one that exists. */
export function isWallTime(value: unknown): value is string {
  return typeof value === "string" && wallTime.test(value) && momentOf(value) !== undefined;
}

/**
 * Writes a moment as the vendor takes it: `YYYY-MM-DD HH:mm:ss` in Asia/Bangkok (UTC+7), whatever this machine's zone
 * is. Fractions of a second are cut off. Operations do it by themselves; this is for requests that have none.
 *
 * @throws KelasError when the Date is invalid, or outside the years 0 to 9999.
 */
export function writeDate(moment: Date): string {
  const text = dateText(moment);
  if (text !== undefined) return text;
  const reason = Number.isNaN(moment.getTime()) ? "is invalid" : "is outside the years 0 to 9999";
  throw new KelasError(`The Date cannot be written for Mitrabunso: it ${reason}.`);
}

/** What a date object holds; replies are not always what they are declared as. */
function fieldsOf(value: unknown): { readonly date?: unknown; readonly timezone?: unknown } {
  return typeof value === "object" && value !== null ? value : {};
}

/**
 * Reads a moment out of a reply: the vendor's date object (`created`, `updated`), or its text in Asia/Bangkok
 * (`startDate`, `endDate`). Microseconds are cut to milliseconds.
 *
 * @throws KelasError when it is neither, when there is no such time, or when the object names another zone.
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
      "This is no date of Mitrabunso's: expected an object with `date` and `timezone`, or text as in 2022-10-08 15:00:26.",
    );
  }
  if (where !== zone) {
    throw new KelasError(
      `The date is in the zone ${JSON.stringify(where)}: only ${zone} is known of Mitrabunso, and another would be read wrongly.`,
    );
  }
  const moment = momentOf(text);
  if (moment !== undefined) return moment;
  throw new KelasError(
    `The date ${JSON.stringify(text.slice(0, 40))} does not exist or has another form: expected one as in 2022-10-08 15:00:26 or 2022-10-08 15:00:26.000000.`,
  );
}
