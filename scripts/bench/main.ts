// `pnpm bench [GROUP…] [--quick]`: figures side by side with peers. A full run writes docs/performance.md, its JSON and
// its charts; `--quick` only shows that everything runs. Build first, for the import times.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, platform, release } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { runScript } from "../lib/commands.ts";
import { offeredTransports } from "../lib/transports.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { type GroupResult, resultOf } from "./group.ts";
import { groupsOf } from "./groups.ts";
import { chartOf } from "./peers/chart.ts";
import { httpPeers } from "./peers/over-http.ts";
import { stubbedPeers } from "./peers/stubbed.ts";
import { type Environment, goalCell, rounded, withResults } from "./report.ts";
import { pageFile, readReport, writePage, writeReport } from "./write-page.ts";

const chartFolder = path.join(workspaceRoot, "docs", "performance");
const manifestFile = path.join(import.meta.dirname, "package.json");

function environmentOf(): Environment {
  const { dependencies } = JSON.parse(readFileSync(manifestFile, "utf8")) as {
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

await runScript(async () => {
  const { values, positionals } = parseArgs({
    options: { quick: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const environment = environmentOf();
  const packages = Object.keys(environment.versions).filter((name) => !/plot|linkedom|undici/.test(name));
  const groups = groupsOf({ stubbed: stubbedPeers(), overHttp: httpPeers, packages }, offeredTransports);
  const names = groups.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`Unknown group: ${unknown.join(", ")}. Choose from ${names.join(", ")}.`);
  const measured: GroupResult[] = [];
  for (const group of groups) {
    if (positionals.length > 0 && !positionals.includes(group.name)) continue;
    const result = resultOf(group, await group.measure(values.quick ? "quick" : "full"));
    print(result);
    measured.push(result);
  }
  if (values.quick) return;
  mkdirSync(chartFolder, { recursive: true });
  for (const result of measured) writeFileSync(path.join(chartFolder, `${result.name}.svg`), chartOf(result));
  writeReport(withResults(readReport(), measured, environment, names));
  writePage();
  console.log(`\nWrote ${path.relative(workspaceRoot, pageFile)}.`);
});
