/** The parts of vitest's JSON report that are read. */
export interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function failuresIn({ numFailedTests, testResults }: TestReport): number {
  // A file that cannot be loaded fails without a failing test.
  const failedFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  );
  return numFailedTests + failedFiles.length;
}

/** The counts of all reports together as `N passed, N failed, N skipped`. */
export function summaryLine(reports: readonly TestReport[]): {
  readonly line: string;
  readonly failed: number;
} {
  const sum = (count: (report: TestReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  const failed = sum(failuresIn);
  const skipped = sum(({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests);
  return {
    line: `${sum(({ numPassedTests }) => numPassedTests)} passed, ${failed} failed, ${skipped} skipped`,
    failed,
  };
}
