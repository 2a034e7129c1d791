import { characterName } from "./character-names.ts";
import { Draft, lengthOf, type Reading } from "./draft.ts";

/** Which days are accepted. */
export interface DayRules {
  /** The time now, in milliseconds since 1970. */
  readonly now: number;
  /** Whether a day in the past is accepted. */
  readonly mayBePast: boolean;
}

/** The most years between now and a plausible end of an enrollment. */
const mostYears = 50;
const millisecondsADay = 86_400_000;

/** Calendars whose years may be mistaken for Gregorian ones, with how many years they are ahead. */
const calendars: readonly (readonly [name: string, from: number, to: number, ahead: number])[] = [
  ["Persian", 1380, 1439, -621],
  ["Islamic", 1440, 1500, -579],
  ["Buddhist", 2440, 2640, 543],
  ["Hebrew", 5700, 5860, 3760],
];

const two = (number: number): string => String(number).padStart(2, "0");
const dayText = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  // Some engines read February 30 as March 2.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The advice how to write a day, if it exists. */
function write(year: number, month: number, day: number): string {
  const text = dayText(year, month, day);
  return isDay(text) ? `write ${text}` : "write YYYY-MM-DD";
}

/** Describes a year of another calendar. How to write the day is included only if the months are the Gregorian ones. */
function otherCalendar(year: number, month: number, day: number): string | undefined {
  const found = calendars.find(([, from, to]) => year >= from && year <= to);
  if (found === undefined) return undefined;
  const [name, , , ahead] = found;
  const advice =
    name === "Buddhist"
      ? write(year - ahead, month, day)
      : "write the day of the Gregorian calendar, as YYYY-MM-DD";
  const here = name === "Buddhist" ? "is" : "is about";
  return `${year}, which looks like a year of the ${name} calendar: it ${here} ${year - ahead}; ${advice}`;
}

/** Describes a day in another form: `31.12.2026`, `12/31/2026`, `31/12/26`. */
function describeParts(first: number, second: number, yearText: string): string {
  const year = Number(yearText);
  if (yearText.length === 2) return "a year of two digits: write the year in full, as YYYY-MM-DD";
  const isDayFirst = first > 12;
  const isMonthFirst = second > 12;
  const [day, month] = isMonthFirst ? [second, first] : [first, second];
  const other = otherCalendar(year, month, day);
  if (other !== undefined && (isDayFirst || isMonthFirst)) return other;
  if (other !== undefined) return other.replace(/; .*/, "; write YYYY-MM-DD");
  if (!isDayFirst && !isMonthFirst && first !== second)
    return "a date whose day and month may be confused: write YYYY-MM-DD";
  return `a date with the year at its end: ${write(year, month, day)}`;
}

const eras: readonly (readonly [pattern: RegExp, before: number])[] = [
  [/^(?:R|令和)\.?\s*(\d{1,2}|元)(?!\d)/i, 2018],
  [/^(?:H|平成)\.?\s*(\d{1,2}|元)(?!\d)/i, 1988],
  [/^(?:S|昭和)\.?\s*(\d{1,2}|元)(?!\d)/i, 1925],
  [/^(?:民國|民国|ROC)\s*(\d{2,3})/i, 1911],
  [/^(1[0-4]\d)[-/.]\d{1,2}[-/.]\d{1,2}$/, 1911],
];

function describeEra(text: string): string | undefined {
  for (const [pattern, before] of eras) {
    const year = pattern.exec(text)?.[1];
    if (year === undefined) continue;
    const gregorian = before + (year === "元" ? 1 : Number(year));
    return `a year of an era: it is ${gregorian}; write YYYY-MM-DD`;
  }
  return undefined;
}

/** Describes a text that is not in the form YYYY-MM-DD, and what to write instead; `undefined` if that is not known. */
function describe(text: string): string | undefined {
  const [, year, month, day, rest] =
    /^(\d{4})(?:[-/.年]\s?)(\d{1,2})(?:[-/.月]\s?)(\d{1,2})日?([T\s].*)?$/i.exec(text) ?? [];
  if (year !== undefined) {
    const numbers: [number, number, number] = [Number(year), Number(month), Number(day)];
    if (!isDay(dayText(...numbers))) return "a day that does not exist";
    const form = rest === undefined ? "a date in another form" : "a date with a time";
    return otherCalendar(...numbers) ?? `${form}: ${write(...numbers)}`;
  }
  const [, first, second, last] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(text) ?? [];
  if (last !== undefined) return describeParts(Number(first), Number(second), last);
  const era = describeEra(text);
  if (era !== undefined) return era;
  const [, y, m, d] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  if (y !== undefined) return `a date without hyphens: ${write(Number(y), Number(m), Number(d))}`;
  if (/^[2-9]\d{4}(?:[.,]\d+)?$/.test(text)) {
    // Excel counts days as if 1900 had a February 29.
    const time = Date.UTC(1899, 11, 30) + Math.floor(Number(text.replace(",", "."))) * millisecondsADay;
    return `the number by which spreadsheets store a date: write ${new Date(time).toISOString().slice(0, 10)}, and format the column as text`;
  }
  if (/^\d{10}$|^\d{13}$/.test(text)) return "a number of seconds or milliseconds: write YYYY-MM-DD";
  return /\d.*\p{L}{3}|\p{L}{3}.*\d/u.test(text) ? "a date in words: write YYYY-MM-DD" : undefined;
}

/** The ASCII digit for a digit of any script, whose value is its distance from the script's zero. */
function asciiDigit(character: string): string | undefined {
  if (!/^\p{Nd}$/u.test(character)) return undefined;
  const code = character.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

function cleaned(text: string): Draft {
  const draft = new Draft(text);
  draft.removeInvisible();
  draft.rewrite((character) => (/^[‐‑‒–—−－]$/.test(character) ? "-" : asciiDigit(character)));
  draft.trimSpaces();
  draft.openFormula();
  draft.trim((character) => character === "'" || character === "’");
  return draft;
}

/**
 * Reads a day in the form `YYYY-MM-DD`. A day is refused if it has passed everywhere on earth, unless the past is accepted,
 * if it is more than 50 years away, or if it is in another calendar, which is named.
 */
export function readDay(text: string, { now, mayBePast }: DayRules): Reading {
  const draft = cleaned(text);
  const day = draft.text;
  // The last place where it is still yesterday is twelve hours behind Greenwich.
  const today = new Date(now - millisecondsADay / 2).toISOString().slice(0, 10);
  const thisYear = Number(today.slice(0, 4));
  const expected = `a day ${mayBePast ? "" : "from today on, "}in the form YYYY-MM-DD`;
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !isDay(day)) {
    const at = draft.characters.findIndex(({ character }) => !/^[ -~\p{L}\p{M}]$/u.test(character));
    const wrong = draft.characters[at]?.character;
    if (wrong !== undefined) return draft.refuse(expected, characterName(wrong), at);
    return { expected, received: describe(day) ?? lengthOf(text) };
  }
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const isNear = Math.abs(year - thisYear) <= mostYears;
  if (!isNear)
    return {
      expected,
      received:
        otherCalendar(year, month, date) ?? `a day of the year ${year}, more than ${mostYears} years away`,
    };
  return day < today && !mayBePast ? { expected, received: "a day in the past" } : draft.read();
}
