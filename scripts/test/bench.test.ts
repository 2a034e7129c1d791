import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Group, resultOf } from "../bench/group.ts";
import { pageOf } from "../bench/page.ts";
import { goalCell, type Report, rounded, withResults } from "../bench/report.ts";
import { paired, quantile, spreadOf } from "../bench/statistics.ts";
import { pageFile, readReport } from "../bench/write-page.ts";
import { budgetRows } from "../budgets/record.ts";

const group: Group = {
  name: "cpu",
  title: "Processor time",
  about: "A call.",
  unit: "µs",
  reference: "stripe",
  goals: {},
  measure: () => Promise.reject(new Error("not measured here")),
};

const environment = {
  date: "2026-01-01",
  processor: "a processor",
  cores: 2,
  platform: "linux 6",
  node: "24.21.0",
  versions: { stripe: "23.1.0" },
};

describe("spreadOf", () => {
  it("finds the median and the quartiles", () => {
    expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ median: 3, lowerQuartile: 2, upperQuartile: 4 });
    expect(spreadOf([1, 2, 3, 4])).toEqual({ median: 2.5, lowerQuartile: 1.75, upperQuartile: 3.25 });
  });

  it("stays within the samples, in order, whatever they are", () => {
    const samples = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(samples, (values) => {
        const { lowerQuartile, median, upperQuartile } = spreadOf(values);
        const ordered = [Math.min(...values), lowerQuartile, median, upperQuartile, Math.max(...values)];
        for (const [index, value] of ordered.entries()) {
          // Interpolation rounds.
          expect(value).toBeGreaterThanOrEqual((ordered[index - 1] ?? -Infinity) - 1e-6);
        }
      }),
    );
  });

  it("requires a sample", () => {
    expect(() => quantile([], 0.5)).toThrow("There are no samples.");
  });
});

describe("paired", () => {
  it("compares round by round, so that a disturbance of both cancels out", () => {
    expect(paired([10, 20, 40], [5, 10, 20], (sample, reference) => sample / reference)).toEqual([2, 2, 2]);
  });

  it("refuses different numbers of rounds", () => {
    expect(() => paired([1], [1, 2], Math.max)).toThrow("Cannot pair 1 samples with 2.");
  });
});

describe("resultOf", () => {
  const samples = new Map([
    ["stripe", [100, 200, 300]],
    ["ours", [50, 102, 150]],
  ]);

  it.each([
    [{ measure: "ratio", atMost: 0.5 }, true],
    [{ measure: "ratio", atMost: 0.49 }, false],
    [{ measure: "ratio", atLeast: 0.5 }, true],
    [{ measure: "ratio", atLeast: 0.51 }, false],
    [{ measure: "value", atMost: 102 }, true],
    [{ measure: "value", atMost: 101 }, false],
    [{ measure: "difference", atMost: -98 }, true],
    [{ measure: "difference", atMost: -99 }, false],
  ] as const)("tells whether the goal %j is met: %s", (goal, isMet) => {
    const { figures } = resultOf({ ...group, goals: { ours: goal } }, samples);
    expect(figures.map((figure) => figure.isMet)).toEqual([undefined, isMet]);
  });

  it("relates each candidate to the reference", () => {
    const { figures, rounds } = resultOf(group, samples);
    expect(rounds).toBe(3);
    expect(figures[1]).toEqual({
      name: "ours",
      median: 102,
      lowerQuartile: 76,
      upperQuartile: 126,
      ratio: 0.5,
      difference: -98,
    });
  });

  it("refuses a goal for an unknown candidate, and a group without its reference", () => {
    expect(() => resultOf({ ...group, goals: { theirs: { measure: "ratio", atMost: 1 } } }, samples)).toThrow(
      "The group cpu has goals for unknown candidates: theirs.",
    );
    expect(() => resultOf({ ...group, reference: "openai" }, samples)).toThrow(
      "The group cpu did not measure its reference, openai.",
    );
  });
});

/** A page without the differences that a formatter makes. */
function plain(text: string): string {
  return text
    .replaceAll(/-{2,}:?/g, "--")
    .replaceAll(/[ \t]+/g, " ")
    .trim();
}

it("docs/performance.md says what the figures and the budgets say", () => {
  expect(plain(readFileSync(pageFile, "utf8"))).toBe(plain(pageOf(readReport(), budgetRows())));
});

describe("the page", () => {
  const result = resultOf(
    { ...group, goals: { ours: { measure: "ratio", atMost: 0.4 } } },
    new Map([
      ["stripe", [100]],
      ["ours", [50]],
    ]),
  );
  const report = withResults({ groups: [] }, [result], environment, ["cpu"]);

  it("shows figures, ratios and goals, with the machine and the versions", () => {
    const page = pageOf(report, [
      { name: "first call", value: 2, unit: "requests", goal: 2, reason: "2 requests: token and call" },
      { name: "files", value: 27, unit: "files", goal: 14, reason: "27 files: a dozen | hops" },
    ]);
    expect(page).toContain("| ours | 50.0 | 50.0–50.0 | 0.50× | ≤ 0.4× **not met** |");
    expect(page).toContain("![Processor time](performance/cpu.svg)");
    expect(page).toContain("| first call | 2 requests | ≤ 2 met | 2 requests: token and call |");
    expect(page).toContain(String.raw`| files | 27 files | ≤ 14 **not met** | 27 files: a dozen \| hops |`);
    expect(page).toContain("- 2026-01-01: a processor, 2 cores, linux 6, Node 24.21.0; stripe 23.1.0.");
  });

  it("keeps groups that were not measured again, and removes unknown ones", () => {
    const older: Report = withResults(report, [{ ...result, name: "gone" }], environment, ["cpu", "gone"]);
    const newer = withResults(older, [{ ...result, name: "pages" }], { ...environment, node: "26.0.0" }, [
      "pages",
      "cpu",
    ]);
    expect(newer.groups.map(({ name, environment: { node } }) => [name, node])).toEqual([
      ["pages", "26.0.0"],
      ["cpu", "24.21.0"],
    ]);
  });

  it.each([
    [1234.5, "1235"],
    [42.123, "42.1"],
    [0.5, "0.50"],
  ])("shows %d as %s", (value, text) => {
    expect(rounded(value)).toBe(text);
  });

  it("shows goals of each kind in words", () => {
    const figure = { name: "ours", median: 1, lowerQuartile: 1, upperQuartile: 1, ratio: 1, difference: 1 };
    const cell = (goal: Group["goals"][string]) => goalCell({ ...figure, goal, isMet: true }, "ms");
    expect(cell({ measure: "ratio", atLeast: 1.5 })).toBe("≥ 1.5× met");
    expect(cell({ measure: "value", atMost: 90 })).toBe("≤ 90 ms met");
    expect(cell({ measure: "difference", atMost: 10 })).toBe("≤ 10 ms more met");
    expect(goalCell(figure, "ms")).toBe("");
  });
});
