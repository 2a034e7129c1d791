import { stripVTControlCharacters } from "node:util";

/** The parts of vitest's JSON report that are read. */
export interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Why the file could not be loaded. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

type TestFile = TestReport["testResults"][number];

/** How much of a failure is repeated at the end: its sentence and the place, not a whole page that was compared. */
const longestFailure = 2000;

function failedTests({ assertionResults }: TestFile): TestFile["assertionResults"] {
  return assertionResults.filter(({ status }) => status === "failed");
}

/** A file that cannot be loaded fails without a failing test. */
function couldNotBeLoaded(file: TestFile): boolean {
  return file.status === "failed" && failedTests(file).length === 0;
}

function failuresIn({ numFailedTests, testResults }: TestReport): number {
  return numFailedTests + testResults.filter(couldNotBeLoaded).length;
}

/** Each failure of the reports with its file and what it says, so that the end of a long output tells why it is red. */
export function failureTexts(reports: readonly TestReport[]): string[] {
  return reports.flatMap(({ testResults }) =>
    testResults.flatMap((file) => [
      ...(couldNotBeLoaded(file) ? [failureText(file.name, file.message)] : []),
      ...failedTests(file).map(({ fullName, failureMessages }) =>
        failureText(`${file.name}: ${fullName}`, failureMessages.join("\n")),
      ),
    ]),
  );
}

function failureText(title: string, message: string): string {
  const plain = stripVTControlCharacters(message).trim();
  const shown = plain.length > longestFailure ? `${plain.slice(0, longestFailure)} …` : plain;
  return `FAILED ${title}\n${shown.replaceAll(/^/gm, "  ")}`;
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
