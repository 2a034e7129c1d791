import { KelasError } from "@kelaskit/core";
import type { RowIssue, RunReport } from "../run-options.ts";

/** As in `line 12, email: expected an e-mail address, got a text of 4 characters`. */
export function describeIssue({ line, field, expected, received }: RowIssue): string {
  return `line ${line}, ${field}: expected ${expected}, got ${received}`;
}

/** Records of the source are no rows of the target. Nothing was sent. */
export class InvalidRowsError extends KelasError {
  static override readonly brand: string = "InvalidRowsError";
  /** The first twenty. */
  readonly issues: readonly RowIssue[];
  /** How many there are in all. */
  readonly total: number;

  constructor(source: string, issues: readonly RowIssue[], total: number) {
    const count = total === 1 ? "a field is wrong" : `${total} fields are wrong`;
    const more = total > issues.length ? [`and ${total - issues.length} more`] : [];
    const lines = [...issues.map((issue) => describeIssue(issue)), ...more]
      .map((line) => `\n  ${line}`)
      .join("");
    super(
      `${source}: ${count} and nothing was sent. Put them right, or run without the check to leave them out.${lines}`,
    );
    this.issues = issues;
    this.total = total;
  }
}

/** A run was ended before its time since going on would have made things worse. Run again with the same journal to go on. */
export class RunStoppedError extends KelasError {
  static override readonly brand: string = "RunStoppedError";
  /** How far it has come. */
  readonly report: RunReport;

  constructor(reason: string, report: RunReport, cause: unknown) {
    super(
      `The run was stopped: ${reason} ${report.done} rows are done, ${report.pending} are still to be sent. ` +
        "Run again with the same journal to go on; nothing that is done is sent twice.",
      { cause },
    );
    this.report = report;
  }
}
