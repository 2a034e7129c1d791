import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { GroupResult } from "../group.ts";

/** A bar chart of a group's medians with their quartiles, as the text of an SVG file. */
export function chartOf({ title, unit, moreIsBetter, figures, reference }: GroupResult): string {
  const { document } = parseHTML("<html><body></body></html>");
  const bars = figures.map(({ name, median, lowerQuartile, upperQuartile, ratio }) => ({
    name,
    median,
    lowerQuartile,
    upperQuartile,
    label: `${median.toPrecision(3)} (${ratio.toFixed(2)}×)`,
    kind: name.startsWith("kelaskit") ? "ours" : name.startsWith(reference) ? "reference" : "others",
  }));
  const figure = Plot.plot({
    document,
    title,
    width: 760,
    height: 60 + 26 * bars.length,
    marginLeft: 210,
    marginRight: 120,
    style: { background: "white", color: "black", fontFamily: "sans-serif", fontSize: "12px" },
    x: { label: `${unit}, ${moreIsBetter ? "more" : "less"} is better`, grid: true, zero: true },
    y: { label: null, domain: bars.map(({ name }) => name) },
    color: { domain: ["ours", "reference", "others"], range: ["#2a6fbb", "#8a8a8a", "#c9c9c9"] },
    marks: [
      Plot.barX(bars, { x: "median", y: "name", fill: "kind", insetTop: 2, insetBottom: 2 }),
      Plot.ruleY(bars, {
        x1: "lowerQuartile",
        x2: "upperQuartile",
        y: "name",
        stroke: "black",
        strokeWidth: 1.5,
      }),
      Plot.text(bars, { x: "upperQuartile", y: "name", text: "label", textAnchor: "start", dx: 6 }),
      Plot.ruleX([0]),
    ],
  });
  const svg = figure.tagName.toLowerCase() === "svg" ? figure : figure.querySelector("svg");
  if (!svg) throw new Error(`The chart of "${title}" has no svg element.`);
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${svg.outerHTML}\n`;
}
