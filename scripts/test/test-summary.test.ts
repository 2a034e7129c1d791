import { expect, it } from "vitest";
import { summaryLine } from "../ci/summary.ts";

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

it("counts passed, failed and skipped tests", () => {
  const passing = { status: "passed", assertionResults: [{ status: "passed" }] };
  expect(summaryLine([{ ...report, testResults: [passing] }])).toEqual({
    line: "3 passed, 0 failed, 2 skipped",
    failed: 0,
  });
});

it("a file that could not be loaded counts as failed once", () => {
  const broken = { status: "failed", assertionResults: [] };
  const failing = { status: "failed", assertionResults: [{ status: "failed" }] };
  expect(summaryLine([{ ...report, numFailedTests: 1, testResults: [broken, failing] }])).toEqual({
    line: "3 passed, 2 failed, 2 skipped",
    failed: 2,
  });
});

it("adds up several reports", () => {
  expect(summaryLine([report, { ...report, numPassedTests: 4, numFailedTests: 2 }]).line).toBe(
    "7 passed, 2 failed, 4 skipped",
  );
});
