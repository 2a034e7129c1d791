import { anyText } from "@kelaskit/test-support/any-text";
import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDay } from "../../src/reading/day.ts";

const now = Date.UTC(2026, 10, 28, 12);

function read(text: string, mayBePast = false): string {
  const reading = readDay(text, { now, mayBePast });
  return "text" in reading ? reading.text : reading.received;
}

describe("a day", () => {
  it.each(["2026-11-28", "2026-12-31", "2028-02-29", "2076-12-31"])("is taken from today on: %s", (day) => {
    expect(read(day)).toBe(day);
  });

  it.each([
    ["2026-12-31\u200B", "removed ZERO WIDTH SPACE (U+200B) at character 11"],
    ["'2026-12-31", "removed APOSTROPHE (U+0027) at character 1"],
    ["2026–12–31", 'replaced EN DASH (U+2013) with "-" at characters 5 and 8'],
    ["２０２６-12-31", 'replaced FULLWIDTH DIGIT TWO (U+FF12) with "2" at characters 1 and 3'],
    [
      "๒๐๒๖-๑๒-๓๑",
      'replaced a digit or number of the Thai script (U+0E52) with "2" at characters 1, 3 and 7',
    ],
  ])("is cleaned, which is noted: %j", (text, what) => {
    const reading = readDay(text, { now, mayBePast: false });
    expect(reading).toMatchObject({ text: "2026-12-31" });
    expect("text" in reading && reading.cleaned).toContain(what);
  });

  it.each([
    ["2569-12-31", "2569, which looks like a year of the Buddhist calendar: it is 2026; write 2026-12-31"],
    ["๒๕๖๙-๑๒-๓๑", "Buddhist calendar: it is 2026; write 2026-12-31"],
    ["2569-12-31 00:00:00", "Buddhist calendar: it is 2026; write 2026-12-31"],
    ["31/12/2569", "Buddhist calendar: it is 2026; write 2026-12-31"],
    ["1448-07-22", "1448, which looks like a year of the Islamic calendar"],
    ["1405-10-10", "1405, which looks like a year of the Persian calendar"],
    ["5787-01-01", "5787, which looks like a year of the Hebrew calendar"],
    ["令和8年12月31日", "a year of an era: it is 2026"],
    ["R8.12.31", "a year of an era: it is 2026"],
    ["民國115年12月31日", "a year of an era: it is 2026"],
    ["115-12-31", "a year of an era: it is 2026"],
    ["31.12.2026", "a date with the year at its end: write 2026-12-31"],
    ["12/31/2026", "a date with the year at its end: write 2026-12-31"],
    ["05/06/2027", "a date whose day and month may be confused"],
    ["31/12/26", "a year of two digits"],
    ["26-12-31", "a year of two digits"],
    ["2026/12/31", "a date in another form: write 2026-12-31"],
    ["2026-1-5", "a date in another form: write 2026-01-05"],
    ["2026年12月31日", "a date in another form: write 2026-12-31"],
    ["2026-12-31T00:00:00Z", "a date with a time: write 2026-12-31"],
    ["20261231", "a date without hyphens: write 2026-12-31"],
    ["46387", "the number by which spreadsheets store a date: write 2026-12-31"],
    ["46387.5", "the number by which spreadsheets store a date: write 2026-12-31"],
    ["1798675200", "a number of seconds or milliseconds"],
    ["31 Dec 2026", "a date in words"],
    ["31 de dezembro de 2026", "a date in words"],
    ["2026-02-30", "a day that does not exist"],
    ["2020-01-01", "a day in the past"],
    ["2026-11-26", "a day in the past"],
    ["2077-01-01", "a day of the year 2077, more than 50 years away"],
    ["9999-12-31", "a day of the year 9999, more than 50 years away"],
    ["tomorrow", "a text of 8 characters"],
  ])("is refused with what it is and what to write: %s", (text, received) => {
    expect(read(text)).toContain(received);
  });

  it("is not over while it is that day anywhere on earth", () => {
    expect(read("2026-11-28")).toBe("2026-11-28");
    const late = Date.UTC(2026, 10, 29, 11, 59);
    expect(readDay("2026-11-28", { now: late, mayBePast: false })).toMatchObject({ text: "2026-11-28" });
    expect(readDay("2026-11-28", { now: late + 60_000, mayBePast: false })).toHaveProperty("received");
  });

  it("may be over where that is meant, but not for a lifetime", () => {
    expect(read("2020-01-01", true)).toBe("2020-01-01");
    expect(read("1900-01-01", true)).toContain("more than 50 years away");
    expect(read("1448-01-01", true)).toContain("Islamic");
  });

  it("is itself or refused, whatever the text", () => {
    const piece = fc.constantFrom(
      "-",
      "/",
      ".",
      "2569",
      "2026",
      "12",
      "31",
      "1",
      "年",
      "月",
      " ",
      "T00:00",
      "๑",
      "１",
      "Dec",
      "R",
      "\u200B",
      "'",
      "=",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map((all) => all.join("")),
          anyText(),
        ),
        (text) => {
          expect(read(text)).toMatch(/^(?:20(?:2[6-9]|[3-7]\d)-\d\d-\d\d$|\D.*|\d{4}, which)/su);
        },
      ),
      { numRuns: cases(400) },
    );
  });
});
