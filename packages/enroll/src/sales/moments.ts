/**
 * A text that sorts as its time does, to the nanosecond: the vendor's times have microseconds, which `Date` drops. Empty, and so
 * before any other, for what is not a time in ISO 8601. A time without a zone is taken as UTC.
 */
export function momentOf(time: unknown): string {
  if (typeof time !== "string") return "";
  const [, fraction = ""] = /[.,](\d+)/.exec(time) ?? [];
  const whole = time.trim().replace(/[.,]\d+/, "");
  const milliseconds = Date.parse(/(?:z|[+-]\d\d:?\d\d)$/i.test(whole) ? whole : `${whole}Z`);
  if (Number.isNaN(milliseconds)) return "";
  return `${new Date(milliseconds).toISOString().slice(0, -5)}.${fraction.padEnd(9, "0").slice(0, 9)}`;
}
