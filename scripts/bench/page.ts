import type { GroupResult } from "./group.ts";
import { type Environment, goalCell, type Report, rounded } from "./report.ts";

/** A row of the table of budgets. */
export interface BudgetRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: number | undefined;
  readonly reason: string;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const alignment = header.map((_, column) => (column === 0 || header[column] === "why" ? "---" : "--:"));
  return [header, alignment, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function measuredWith({ date, processor, cores, platform, node, versions }: Environment): string {
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date}: ${processor}, ${cores} cores, ${platform}, Node ${node}; ${peers.join(", ")}.`;
}

function groupSection({ name, title, about, unit, reference, rounds, figures }: GroupResult): string {
  const rows = figures.map((figure) => [
    figure.name,
    rounded(figure.median),
    `${rounded(figure.lowerQuartile)}–${rounded(figure.upperQuartile)}`,
    `${figure.ratio.toFixed(2)}×`,
    goalCell(figure, unit),
  ]);
  return [
    `### ${title}`,
    about,
    table(["", `median, ${unit}`, "quartiles", `over ${reference}`, "goal"], rows),
    `![${title}](performance/${name}.svg)`,
    `${rounds} rounds. Alone: \`npx -y pnpm@12.21.0 bench ${name}\`.`,
  ].join("\n\n");
}

function budgetTable(budgets: readonly BudgetRow[]): string {
  return table(
    ["", "recorded", "goal", "why"],
    budgets.map(({ name, value, unit, goal, reason }) => [
      name,
      `${value} ${unit}`,
      goal === undefined ? "" : `≤ ${goal} ${value <= goal ? "met" : "**not met**"}`,
      reason.replaceAll("|", String.raw`\|`),
    ]),
  );
}

/** The text of docs/performance.md, all of which is generated. */
export function pageOf({ groups }: Report, budgets: readonly BudgetRow[]): string {
  const environments = new Set(groups.map(({ environment }) => measuredWith(environment)));
  return `${[
    "---\ntitle: Performance\n---",
    "# Performance",
    "What the packages cost, beside the clients that people use today. `npx -y pnpm@12.21.0 bench` measures the times and " +
      "writes this page, [performance.json](performance.json) and the charts; `npx -y pnpm@12.21.0 budgets` checks what " +
      "can be counted and is part of CI.",
    "## Times",
    "**The ratios are what counts.** Machines differ and are never quiet, so all candidates of a group run in turns, round " +
      "after round, and each is compared with the reference of the same round. The reference takes part twice: how far " +
      'its second line, "(again)", is from 1.00× is the noise. Quartiles enclose the middle half of the rounds.',
    ...groups.map(groupSection),
    "## Budgets",
    "These are counted, not timed: the same sources give the same numbers on every machine. CI fails when one grows over " +
      "what is recorded in `scripts/budgets/budgets.json`; a new value needs a new reason.",
    budgetTable(budgets),
    "## Where it was measured",
    [...environments].map((line) => `- ${line}`).join("\n"),
  ].join("\n\n")}\n`;
}
