/** What is read of vitest's JSON report. */
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

/** The counts as `N passed, N failed, N skipped`. */
export function summaryLine(report: TestReport): { readonly line: string; readonly failed: number } {
  // A file that could not be loaded has failed without a failing test.
  const failedFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  );
  const failed = report.numFailedTests + failedFiles.length;
  const skipped = report.numPendingTests + report.numTodoTests;
  return { line: `${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`, failed };
}
