import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { budgetRows } from "../budgets/record.ts";
import { installedProgram, requireCommand } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { pageOf } from "./page.ts";
import type { Report } from "./report.ts";

const reportFile = path.join(workspaceRoot, "docs", "performance.json");

export const pageFile = path.join(workspaceRoot, "docs", "performance.md");

/** The results of the last benchmark runs. */
export function readReport(): Report {
  return existsSync(reportFile) ? (JSON.parse(readFileSync(reportFile, "utf8")) as Report) : { groups: [] };
}

export function writeReport(report: Report): void {
  writeFileSync(reportFile, JSON.stringify(report));
  requireCommand("Formatting the figures", installedProgram("oxfmt"), [reportFile]);
}

/** Writes docs/performance.md from the last figures and the recorded budgets. */
export function writePage(): void {
  writeFileSync(pageFile, pageOf(readReport(), budgetRows()));
  requireCommand("Formatting the page", installedProgram("oxfmt"), [pageFile]);
}
