import { KelasError } from "@kelaskit/core";
import type { RowIssue, RunReport } from "../run-options.ts";
import type { FieldIssue } from "../target.ts";

/** Such as `line 12, email: expected an e-mail address, got a text of 4 characters`. */
export function describeIssue({ line, field, expected, received }: RowIssue): string {
  return `line ${line}, ${field}: expected ${expected}, got ${received}`;
}

/** What is wrong with every record of a source, in the same way. */
export interface CommonIssue extends FieldIssue {
  /** The line of the first record, from 1. */
  readonly firstLine: number;
  /** How many records there are. */
  readonly rows: number;
}

/** What is wrong with the records of a source. */
export interface InvalidRows {
  readonly issues: readonly RowIssue[];
  readonly inEveryRow: readonly CommonIssue[];
  readonly total: number;
  /** Whether the valid records can be used without the others. @default true */
  readonly mayBeSkipped?: boolean | undefined;
}

function describeCommon({ rows, firstLine, ...issue }: CommonIssue): string {
  if (rows === 1) return describeIssue({ ...issue, line: firstLine });
  return `all ${rows} rows, ${issue.field}: expected ${issue.expected}, got ${issue.received}`;
}

/** Records of the source are not valid rows of the target. Nothing was sent. */
export class InvalidRowsError extends KelasError implements Omit<InvalidRows, "mayBeSkipped"> {
  static override readonly brand: string = "InvalidRowsError";
  /** The first twenty errors that are not in every row. */
  readonly issues: readonly RowIssue[];
  /** What is wrong with every row, such as an id that neither the rows nor the target have; reported once. */
  readonly inEveryRow: readonly CommonIssue[];
  /** How many errors there are in all: one in every row counts once for each row. */
  readonly total: number;

  constructor(source: string, { issues, inEveryRow, total, mayBeSkipped = true }: InvalidRows) {
    const count = total === 1 ? "a field is wrong" : `${total} fields are wrong`;
    const common = inEveryRow.reduce((sum, { rows }) => sum + rows, 0);
    const rest = total - common - issues.length;
    const lines = [
      ...inEveryRow.map((issue) => describeCommon(issue)),
      ...issues.map((issue) => describeIssue(issue)),
      ...(rest > 0 ? [`and ${rest} more`] : []),
    ]
      .map((line) => `\n  ${line}`)
      .join("");
    const them = total === 1 ? "it" : "them";
    const advice =
      common > 0 || !mayBeSkipped
        ? `Correct ${them}`
        : `Correct ${them}, or run without the check to skip ${them}`;
    super(`${source}: ${count} and nothing was sent. ${advice}.${lines}`);
    this.issues = issues;
    this.inEveryRow = inEveryRow;
    this.total = total;
  }
}

/** Where the record of a run is, and how to continue with it. */
export interface RunRecord {
  /** The journal's path. */
  readonly journal: string | undefined;
  /** Whether it differs from the journal the run was given, which was moved or removed. */
  readonly isElsewhere: boolean;
  /** Why the record could not be rescued, in a sentence. */
  readonly problem?: string | undefined;
}

function howToContinue({ journal, isElsewhere, problem = "" }: RunRecord): string {
  if (!isElsewhere)
    return "Run again with the same journal to continue; rows that are done are not sent again.";
  if (journal === undefined) {
    return `Its record could not be rescued: ${problem} Restore the journal, or check with the vendor what was done before you send anything again.`;
  }
  return `The state of every row is in ${journal}. Run again with that file as the journal to continue; a new journal would send everything again.`;
}

/** A run was stopped because continuing would have made things worse. Run again with its journal to continue. */
export class RunStoppedError extends KelasError {
  static override readonly brand: string = "RunStoppedError";
  /** The rows' counts when it stopped. */
  readonly report: RunReport;
  /**
   * The path of the journal that contains the state of the rows: the one the run was given, or the one its record was
   * rescued to when that was moved or removed during the run. Undefined if it could not be rescued.
   */
  readonly journal: string | undefined;

  constructor(reason: string, report: RunReport, record: RunRecord, cause: unknown) {
    const { done, pending } = report;
    super(
      `The run was stopped: ${reason} ${done} rows are done, ${pending} are still to be sent. ${howToContinue(record)}`,
      { cause },
    );
    this.report = report;
    this.journal = record.journal;
  }
}
