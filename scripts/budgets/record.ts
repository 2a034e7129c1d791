import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { workspaceRoot } from "../lib/workspace.ts";
import type { Budgets, Recorded } from "./budget.ts";

const file = path.join(import.meta.dirname, "budgets.json");

export const recordName = path.relative(workspaceRoot, file);

export function readBudgets(): Budgets {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Budgets) : {};
}

export function writeBudgets(budgets: Budgets): void {
  writeFileSync(file, `${JSON.stringify(budgets, undefined, 2)}\n`);
}

/** The recorded budgets as rows of the page. */
export function budgetRows(): readonly (Recorded & { readonly name: string })[] {
  return Object.entries(readBudgets()).map(([name, recorded]) => ({ name, ...recorded }));
}
