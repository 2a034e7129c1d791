import { InvalidArgumentError } from "commander";
import { array, assert, constantFrom, integer, nat, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { concurrencyAt, parseColumn, parseDelimiter } from "../../src/enroll/options.ts";
import { progressLine } from "../../src/enroll/progress.ts";
import { createRateMeter } from "../../src/enroll/rate-meter.ts";
import { parseCount, parseRate, parseSeconds } from "../../src/io/arguments.ts";

describe("the rate of a run", () => {
  it("is that of a steady run, at any time, and ignores earlier runs", () => {
    const looks = array(integer({ min: 1, max: 5000 }), { minLength: 2, maxLength: 200 });
    assert(
      property(integer({ min: 1, max: 500 }), nat(1_000_000), looks, (rate, earlier, waits) => {
        let now = 0;
        const meter = createRateMeter(() => now);
        for (const wait of [0, ...waits]) {
          now += wait;
          const measured = meter.measure(earlier + (now * rate) / 1000);
          if (measured === undefined) expect(now).toBeLessThan(1000);
          else expect(measured).toBeCloseTo(rate, 6);
        }
      }),
    );
  });

  it("is 0 once the vendor has stopped answering", () => {
    let now = 0;
    const meter = createRateMeter(() => now);
    for (; now <= 60_000; now += 500) meter.measure(now / 100);
    for (; now <= 120_000; now += 500) meter.measure(600);
    expect(meter.measure(600)).toBe(0);
  });
});

describe("the line beside the bar", () => {
  const counts = { total: 1200, totalIsFinal: true, done: 0, failed: 0, unknown: 0, duplicates: 0 };

  it.each([
    ["while the file is checked", { totalIsFinal: false }, undefined, "1,200 rows read"],
    ["before a rate is known", {}, undefined, "0 of 1,200 · 0 done · 0 failed · 0 unknown"],
    [
      "in the middle",
      { done: 590, failed: 8, unknown: 2 },
      5,
      "600 of 1,200 · 5.0/s · 2 min left · 590 done · 8 failed · 2 unknown",
    ],
    [
      "without duplicates",
      { done: 1, duplicates: 200 },
      100,
      "1 of 1,000 · 100/s · 10 s left · 1 done · 0 failed · 0 unknown",
    ],
    ["for hours", { done: 1 }, 0.1, "1 of 1,200 · 0.1/s · 3 h 20 min left · 1 done · 0 failed · 0 unknown"],
    [
      "while rows are still read",
      { totalIsFinal: false, done: 1 },
      2,
      "1 of at least 1,200 · 2.0/s · 1 done · 0 failed · 0 unknown",
    ],
  ])("%s", (_when, change, rate, line) => {
    expect(progressLine({ ...counts, ...change }, rate)).toBe(line);
  });
});

describe("values of the command line", () => {
  it.each([
    ["5/s", { limit: 5, interval: 1000 }],
    ["600/m", { limit: 10, interval: 1000 }],
    ["100/m", { limit: 1, interval: 600 }],
    ["1000/h", { limit: 1, interval: 3600 }],
  ])("reads the rate %s and spreads it evenly", (text, limit) => {
    expect(parseRate(text)).toEqual(limit);
  });

  it("never starts more than requested, nor waits until calls time out", () => {
    const rates = tuple(integer({ min: 1, max: 100_000 }), constantFrom("s", "m", "h")).filter(
      ([count, unit]) => count >= { s: 1, m: 3, h: 144 }[unit],
    );
    assert(
      property(rates, integer({ min: 1, max: 500 }), ([count, unit], concurrency) => {
        const milliseconds = { s: 1000, m: 60_000, h: 3_600_000 }[unit];
        const rate = parseRate(`${count}/${unit}`);
        const spacing = (rate.interval ?? 0) / (rate.limit ?? 0);
        expect(spacing).toBeGreaterThanOrEqual(milliseconds / count);
        const calls = concurrencyAt({ concurrency, rate });
        expect(calls).toBeGreaterThanOrEqual(1);
        expect(calls).toBeLessThanOrEqual(concurrency);
        expect(calls * 4 * spacing).toBeLessThanOrEqual(100_000);
      }),
    );
  });

  it.each([
    [parseRate, "0/s"],
    [parseRate, "5"],
    [parseRate, "1.5/s"],
    [parseRate, "143/h"],
    [parseCount, "0"],
    [parseCount, "1e3"],
    [parseSeconds, "-1"],
    [parseSeconds, "Infinity"],
    [parseDelimiter, ";;"],
    [parseColumn, "email"],
    [parseColumn, "=E-mail"],
  ])("rejects what it cannot use: %o of %s", (parse, text) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
  });

  it("collects columns, whose headers may contain =, and rejects two for one field", () => {
    const columns = parseColumn("name=A=B", parseColumn("email=E-mail address"));
    expect(columns).toEqual({ email: "E-mail address", name: "A=B" });
    expect(() => parseColumn("email=Mail", columns)).toThrow("The field email has two columns");
  });
});
