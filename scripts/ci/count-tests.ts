// Prints what failed, then the line from which CI counts the tests. The arguments are the paths of reports in vitest's JSON format.
import { existsSync, readFileSync } from "node:fs";
import { runScript } from "../lib/commands.ts";
import { failureTexts, summaryLine } from "./summary.ts";
import type { TestReport } from "./summary.ts";

/** A missing report means that the step failed as a whole. */
const missing: TestReport = {
  numPassedTests: 0,
  numFailedTests: 1,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
};

await runScript(() => {
  const files = process.argv.slice(2);
  if (files.length === 0) {
    throw new Error("Pass the reports to read: node scripts/ci/count-tests.ts REPORT …");
  }
  const reports = files.map((file) => {
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as TestReport;
    console.error(`The report ${file} is missing; it counts as one failed test.`);
    return missing;
  });
  for (const text of failureTexts(reports)) console.log(`${text}\n`);
  const { line, failed } = summaryLine(reports);
  console.log(line);
  if (failed > 0) process.exitCode = 1;
});
