import { expect, it } from "vitest";
import { failureTexts, summaryLine } from "../ci/summary.ts";
import type { TestReport } from "../ci/summary.ts";

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

type TestFile = TestReport["testResults"][number];

const test = (status: string, ...failureMessages: string[]): TestFile["assertionResults"][number] => ({
  status,
  fullName: "a client refuses a wrong price",
  failureMessages,
});

const file = (status: string, assertionResults: TestFile["assertionResults"], message = ""): TestFile => ({
  name: "price.test.ts",
  status,
  message,
  assertionResults,
});

it("counts passed, failed and skipped tests", () => {
  const passing = file("passed", [test("passed")]);
  expect(summaryLine([{ ...report, testResults: [passing] }])).toEqual({
    line: "3 passed, 0 failed, 2 skipped",
    failed: 0,
  });
});

it("a file that could not be loaded counts as failed once", () => {
  const broken = file("failed", []);
  const failing = file("failed", [test("failed")]);
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

it("repeats what failed, without colors and not whole pages", () => {
  const red = "\u001B[31mexpected 1 to be 2\u001B[39m\n    at price.test.ts:3";
  const testResults = [
    file("failed", [test("passed"), test("failed", red), test("failed", "x".repeat(5000))]),
    file("failed", [], "Cannot find module"),
    file("passed", [test("passed")]),
  ];
  expect(failureTexts([report, { ...report, numFailedTests: 2, testResults }])).toEqual([
    "FAILED price.test.ts: a client refuses a wrong price\n  expected 1 to be 2\n      at price.test.ts:3",
    `FAILED price.test.ts: a client refuses a wrong price\n  ${"x".repeat(2000)} …`,
    "FAILED price.test.ts\n  Cannot find module",
  ]);
});
