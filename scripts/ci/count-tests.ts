// Prints the line by which CI counts the tests, from vitest's JSON report, whose path is the only argument.
import { readFileSync } from "node:fs";
import { runScript } from "../lib/commands.ts";
import { summaryLine } from "./summary.ts";
import type { TestReport } from "./summary.ts";

await runScript(() => {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error("Say which report to read: node scripts/ci/count-tests.ts REPORT");
  const { line, failed } = summaryLine(JSON.parse(readFileSync(file, "utf8")) as TestReport);
  console.log(line);
  if (failed > 0) process.exitCode = 1;
});
