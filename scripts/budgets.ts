// Counts what is the same on every machine, and compares it with the recorded numbers.
// `pnpm budgets [bytes|types|modules|requests|entered …] [--update "why the values change"]`
import { parseArgs } from "node:util";
import { writePage } from "./bench/write-page.ts";
import {
  budgetNotes,
  budgetProblems,
  forgottenBudgets,
  type Measured,
  recordBudgets,
} from "./budgets/budget.ts";
import { countBytes } from "./budgets/bytes.ts";
import { countEntered } from "./budgets/entered.ts";
import { countModules } from "./budgets/modules.ts";
import { readBudgets, recordName, writeBudgets } from "./budgets/record.ts";
import { countRequests } from "./budgets/requests.ts";
import { countInstantiations } from "./budgets/types.ts";
import { runScript, secondsSince } from "./lib/commands.ts";

const counters: Readonly<Record<string, () => readonly Measured[] | Promise<readonly Measured[]>>> = {
  bytes: countBytes,
  types: countInstantiations,
  modules: countModules,
  requests: countRequests,
  entered: countEntered,
};

await runScript(async () => {
  const { values, positionals } = parseArgs({
    options: { update: { type: "string" } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !(name in counters));
  if (unknown.length > 0) {
    throw new Error(`Unknown: ${unknown.join(", ")}. Choose from ${Object.keys(counters).join(", ")}.`);
  }
  const measured: Measured[] = [];
  for (const [name, count] of Object.entries(counters)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const start = performance.now();
    const counted = await count();
    console.log(`${name}, in ${secondsSince(start)}`);
    for (const { name: what, value, unit } of counted) console.log(`  ${what}: ${value} ${unit}`);
    measured.push(...counted);
  }
  const isWhole = positionals.length === 0;
  if (values.update !== undefined) {
    const updated = recordBudgets(measured, readBudgets(), values.update);
    const gone = isWhole ? forgottenBudgets(measured, updated) : [];
    writeBudgets(Object.fromEntries(Object.entries(updated).filter(([name]) => !gone.includes(name))));
    writePage();
  }
  const budgets = readBudgets();
  for (const note of budgetNotes(measured, budgets)) console.log(note);
  const problems = [
    ...budgetProblems(measured, budgets),
    ...(isWhole ? forgottenBudgets(measured, budgets) : []).map(
      (name) => `${name}: recorded, but no longer counted.`,
    ),
  ];
  if (problems.length > 0) {
    throw new Error(
      `${problems.join("\n")}\nReduce it, or record the new number with its reason in ${recordName}: ` +
        '`npx -y pnpm@12.21.0 budgets --update "why the number changes"`.',
    );
  }
});
