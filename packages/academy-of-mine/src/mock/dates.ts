// The vendor prints days in many forms. The mock keeps moments as `toISOString` writes them and prints them here.

/** The moment at which everything in the mock happens, so that tests get the same replies in every run. */
export const mockTime = "2026-11-02T08:00:00.000Z";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function partsOf(moment: string) {
  const date = new Date(moment);
  const month = date.getUTCMonth();
  return {
    year: date.getUTCFullYear(),
    name: months[month] ?? "",
    month: twoDigits(month + 1),
    day: twoDigits(date.getUTCDate()),
  };
}

/** For example, `Aug 09, 2020`. */
export function inWords(moment: string | null, none = ""): string {
  if (moment === null) return none;
  const { year, name, day } = partsOf(moment);
  return `${name} ${day}, ${year}`;
}

/** For example, `Aug 09, 2020 07:20 AM`. */
export function toMinutes(moment: string): string {
  const date = new Date(moment);
  const hours = date.getUTCHours();
  const time = `${twoDigits(hours % 12 === 0 ? 12 : hours % 12)}:${twoDigits(date.getUTCMinutes())}`;
  return `${inWords(moment)} ${time} ${hours < 12 ? "AM" : "PM"}`;
}

/** For example, `2020-08-09 07:20:00`. */
export function toSeconds(moment: string): string {
  return moment.slice(0, "YYYY-MM-DDTHH:mm:ss".length).replace("T", " ");
}

/** For example, `10-Aug-2020`. */
export function withDashes(moment: string | null, none = ""): string {
  if (moment === null) return none;
  const { year, name, day } = partsOf(moment);
  return `${day}-${name}-${year}`;
}

/** For example, `22-02-2022`, the day first. */
export function dayFirst(moment: string | null, none = ""): string {
  if (moment === null) return none;
  const { year, month, day } = partsOf(moment);
  return `${day}-${month}-${year}`;
}

/** For example, `2026-08-01`. */
export function yearFirst(moment: string | null): string | null {
  return moment === null ? null : moment.slice(0, "YYYY-MM-DD".length);
}

/** For example, `2020-08-03T10:00:00.000000Z`. */
export function inMicroseconds(moment: string | null): string | null {
  return moment === null ? null : moment.replace("Z", "000Z");
}

/** How long before the mock's time something happened, as text. */
export function ago(moment: string | null): string {
  if (moment === null) return "Never";
  const hours = Math.floor((Date.parse(mockTime) - Date.parse(moment)) / 3_600_000);
  if (hours < 1) return "just now";
  const [count, unit] = hours < 24 ? [hours, "hour"] : [Math.floor(hours / 24), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}

/** How many days are left until a moment, null where there is none. */
export function daysUntil(moment: string | null): number | null {
  return moment === null ? null : Math.ceil((Date.parse(moment) - Date.parse(mockTime)) / 86_400_000);
}

/** Whether a moment is over. */
export function isOver(moment: string | null): boolean {
  return moment !== null && moment < mockTime;
}

const patterns = [
  // 2020-01-31, 2020-01-31 0:00:00 and 2020-01-31T10:00:00.000Z
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[ T](?<hours>\d{1,2}):(?<minutes>\d{2})(?::(?<seconds>\d{2})(?:\.\d+)?Z?)?)?$/,
  // Aug 06, 2020 and Aug 06, 2020 07:20 AM
  /^(?<month>[A-Z][a-z]{2}) (?<day>\d{2}), (?<year>\d{4})(?: (?<hours>\d{2}):(?<minutes>\d{2}) (?<half>[AP]M))?$/,
  // 10-Aug-2020 and 22-02-2022
  /^(?<day>\d{2})-(?<month>\d{2}|[A-Z][a-z]{2})-(?<year>\d{4})$/,
];

/** A moment from any form that the vendor writes or takes, `undefined` for any other text. */
export function readMoment(text: string): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.groups;
    if (found === undefined) continue;
    const { year, month = "", day, hours = 0, minutes = 0, seconds = 0, half } = found;
    const monthIndex = months.includes(month) ? months.indexOf(month) : Number(month) - 1;
    const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === "PM" ? 12 : 0);
    const instant = Date.UTC(Number(year), monthIndex, Number(day), hour, Number(minutes), Number(seconds));
    if (!Number.isNaN(instant)) return new Date(instant).toISOString();
  }
  return undefined;
}

/**
 * Reads the first and the last day of a period; no days are all of time.
 *
 * @returns Whether a moment is in it, or `undefined` if the days are invalid.
 */
export function readPeriod(days: readonly string[]): ((moment: string | null) => boolean) | undefined {
  if (days.length === 0) return () => true;
  const [from, to] = days.map((day) => readMoment(day)?.slice(0, "YYYY-MM-DD".length));
  if (days.length !== 2 || from === undefined || to === undefined) return undefined;
  return (moment) => {
    const day = yearFirst(moment);
    return day !== null && day >= from && day <= to;
  };
}
