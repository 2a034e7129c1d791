import { KelasError } from "@kelaskit/core";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readDate, type VendorDate, writeDate } from "../src/index.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const bangkok = (date: string): VendorDate => ({ date, timezone_type: 3, timezone: "Asia/Bangkok" });

const pad = (number: number, length = 2): string => String(number).padStart(length, "0");

/** Whole seconds from the year 0 to 9999, as Bangkok counts them. */
const moments = () =>
  fc
    .date({
      min: new Date("0000-01-01T00:00:00+07:00"),
      max: new Date("9999-12-31T23:59:59+07:00"),
      noInvalidDate: true,
    })
    .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

/** Texts of times, with days that some months do not have. */
const texts = () =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 59 }),
    )
    .map(([year, month, day, hour, minute, second]) => ({
      text: `${pad(year, 4)}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}:${pad(second)}`,
      exists: day <= daysIn(year, month),
    }));

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

describe.for([
  // With their offsets in July 2022, in minutes west: what shows that this machine is there now.
  ["UTC", 0],
  ["Asia/Bangkok", -420],
  ["America/New_York", 240],
  ["Australia/Lord_Howe", -630],
  ["Pacific/Kiritimati", -840],
] as const)("on a machine in %s", ([zone, offset]) => {
  beforeEach(() => {
    vi.stubEnv("TZ", zone);
  });

  it("uses that time zone", () => {
    expect(new Date("2022-07-01T00:00:00Z").getTimezoneOffset()).toBe(offset);
  });

  it("a Date is formatted in Bangkok's time", () => {
    expect(writeDate(new Date("2022-10-07T17:00:00Z"))).toBe("2022-10-08 00:00:00");
    // In New York this hour of the night comes twice.
    expect(writeDate(new Date("2022-11-06T06:30:00Z"))).toBe("2022-11-06 13:30:00");
  });

  it("a formatted Date is parsed to the same Date", () => {
    fc.assert(
      fc.property(moments(), (moment) => {
        const text = writeDate(moment);
        expect(readDate(text)).toEqual(moment);
        expect(readDate(bangkok(`${text}.000000`))).toEqual(moment);
      }),
    );
  });

  it("a parsed time is formatted to the same text; a time that does not exist is refused", () => {
    fc.assert(
      fc.property(texts(), ({ text, exists }) => {
        if (exists) expect(writeDate(readDate(text))).toBe(text);
        else expect(() => readDate(text)).toThrow(KelasError);
      }),
    );
  });
});

it("agrees with the platform's time zone database", () => {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Asia/Bangkok",
    dateStyle: "short",
    timeStyle: "medium",
  });
  fc.assert(
    fc.property(
      fc.date({ min: new Date("1921-01-01Z"), max: new Date("9999-01-01Z"), noInvalidDate: true }),
      (moment) => {
        expect(writeDate(moment)).toBe(format.format(moment));
      },
    ),
  );
});

it.for([
  ["2022-10-08 15:00:26.000000", "2022-10-08T08:00:26.000Z"],
  ["2022-10-08 15:00:26.123999", "2022-10-08T08:00:26.123Z"],
  ["2022-10-08 15:00:26.5", "2022-10-08T08:00:26.500Z"],
  ["2022-10-08 15:00:26", "2022-10-08T08:00:26.000Z"],
  ["2022-01-01 03:00:00.000000", "2021-12-31T20:00:00.000Z"],
] as const)("the date object of %s is %s", ([date, moment]) => {
  expect(readDate(bangkok(date)).toISOString()).toBe(moment);
});

it("fractions of a second are truncated", () => {
  expect(writeDate(new Date("2022-10-08T16:59:59.999Z"))).toBe("2022-10-08 23:59:59");
  expect(writeDate(new Date("1969-12-31T16:59:59.999Z"))).toBe("1969-12-31 23:59:59");
});

it.for([
  "2022-02-30 00:00:00",
  "2022-13-01 00:00:00",
  "2022-10-08 24:00:00",
  "2022-10-08 23:60:00",
  "0000-00-00 00:00:00",
  "2022-10-08",
  "2022-10-08T15:00:26",
  "2022-10-08 15:00:26Z",
  "2022-10-08 15:00:26.",
  "2022-10-08 15:00:26 ",
  "",
])("%j is refused and named", (text) => {
  const words = `The date ${JSON.stringify(text)} does not exist or has another format`;
  expect(() => readDate(text)).toThrow(words);
  expect(() => readDate(bangkok(text))).toThrow(words);
});

it.for(["UTC", "+07:00", "Asia/Jakarta"])("a date in the time zone %s is refused", (timezone) => {
  const read = () => readDate({ date: "2022-10-08 15:00:26.000000", timezone_type: 3, timezone });
  expect(read).toThrow(KelasError);
  expect(read).toThrow(`The date is in the time zone "${timezone}": only Asia/Bangkok is supported`);
});

const notDates: readonly unknown[] = [null, undefined, 7, {}, { date: 7, timezone: "Asia/Bangkok" }, []];

it.for(notDates)("%j is not a date", (value) => {
  expect(() => readDate(value as VendorDate)).toThrow("This is not a date of Mitrabunso");
});

it("a Date that cannot be written is refused with the reason", () => {
  expect(() => writeDate(new Date(Number.NaN))).toThrow("it is invalid");
  expect(() => writeDate(new Date("9999-12-31T17:00:00Z"))).toThrow("it is outside the years 0 to 9999");
  expect(() => writeDate(new Date("-000001-06-01T00:00:00Z"))).toThrow("it is outside the years 0 to 9999");
  expect(() => writeDate(new Date(8_640_000_000_000_000))).toThrow(KelasError);
});
