// `pnpm bench [GROUP…] [--quick]`: figures side by side with peers. A full run writes docs/performance.md, its JSON and
// its charts; `--quick` only shows that everything runs. Build first, for the import times.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, platform, release } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { budgetRows } from "../budgets/record.ts";
import { installedProgram, requireCommand, runScript } from "../lib/commands.ts";
import { offeredTransports } from "../lib/transports.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { type GroupResult, resultOf } from "./group.ts";
import { groupsOf } from "./groups.ts";
import { pageOf } from "./page.ts";
import { chartOf } from "./peers/chart.ts";
import { httpPeers } from "./peers/over-http.ts";
import { stubbedPeers } from "./peers/stubbed.ts";
import { type Environment, goalCell, type Report, rounded, withResults } from "./report.ts";

const docs = path.join(workspaceRoot, "docs");
const chartFolder = path.join(docs, "performance");
const reportFile = path.join(docs, "performance.json");
const pageFile = path.join(docs, "performance.md");

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

function environmentOf(): Environment {
  const { dependencies } = readJson(path.join(import.meta.dirname, "package.json")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const [first] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: first?.model ?? "an unknown processor",
    cores: cpus().length,
    platform: `${platform()} ${release().replace(/-.*/, "")}`,
    node: process.versions.node,
    versions: dependencies,
  };
}

function print({ title, unit, reference, figures, rounds }: GroupResult): void {
  console.log(`\n${title} (${unit}, ${rounds} rounds, over ${reference})`);
  for (const figure of figures) {
    const { name, median, lowerQuartile, upperQuartile, ratio } = figure;
    const cells = [
      name.padEnd(48),
      rounded(median).padStart(8),
      `${rounded(lowerQuartile)}–${rounded(upperQuartile)}`.padStart(16),
      `${ratio.toFixed(2)}×`.padStart(8),
    ];
    console.log(`  ${cells.join(" ")}  ${goalCell(figure, unit)}`);
  }
}

function write(report: Report, measured: readonly GroupResult[]): void {
  mkdirSync(chartFolder, { recursive: true });
  for (const result of measured) writeFileSync(path.join(chartFolder, `${result.name}.svg`), chartOf(result));
  writeFileSync(reportFile, JSON.stringify(report));
  writeFileSync(pageFile, pageOf(report, budgetRows()));
  requireCommand("Formatting the page", installedProgram("oxfmt"), [reportFile, pageFile]);
}

await runScript(async () => {
  const { values, positionals } = parseArgs({
    options: { quick: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const environment = environmentOf();
  const packages = Object.keys(environment.versions).filter((name) => !/plot|linkedom|undici/.test(name));
  const groups = groupsOf(
    { stubbed: stubbedPeers(), overHttp: httpPeers, packages },
    await offeredTransports(),
  );
  const names = groups.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`No group is called ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
  const measured: GroupResult[] = [];
  for (const group of groups) {
    if (positionals.length > 0 && !positionals.includes(group.name)) continue;
    const result = resultOf(group, await group.measure(values.quick ? "quick" : "full"));
    print(result);
    measured.push(result);
  }
  if (values.quick) return;
  const before = existsSync(reportFile) ? (readJson(reportFile) as Report) : { groups: [] };
  write(withResults(before, measured, environment, names), measured);
  console.log(`\nWrote ${path.relative(workspaceRoot, pageFile)}.`);
});
