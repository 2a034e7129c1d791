import { KelasError } from "@kelaskit/core";
import type { RowIssue, RunReport } from "../run-options.ts";
import type { FieldIssue } from "../target.ts";

/** As in `line 12, email: expected an e-mail address, got a text of 4 characters`. */
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
}

function describeCommon({ rows, firstLine, ...issue }: CommonIssue): string {
  if (rows === 1) return describeIssue({ ...issue, line: firstLine });
  return `all ${rows} rows, ${issue.field}: expected ${issue.expected}, got ${issue.received}`;
}

/** Records of the source are no rows of the target. Nothing was sent. */
export class InvalidRowsError extends KelasError implements InvalidRows {
  static override readonly brand: string = "InvalidRowsError";
  /** The first twenty that are not in every row. */
  readonly issues: readonly RowIssue[];
  /** What is wrong with every row, as an id that neither the rows nor the target have; told once. */
  readonly inEveryRow: readonly CommonIssue[];
  /** How many there are in all: one in every row counts once for each row. */
  readonly total: number;

  constructor(source: string, { issues, inEveryRow, total }: InvalidRows) {
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
    const advice = common > 0 ? "Correct them" : "Correct them, or run without the check to leave them out";
    super(`${source}: ${count} and nothing was sent. ${advice}.${lines}`);
    this.issues = issues;
    this.inEveryRow = inEveryRow;
    this.total = total;
  }
}

/** Where the record of a run is, and how to go on with it. */
export interface RunRecord {
  /** The journal's path. */
  readonly journal: string | undefined;
  /** Whether it is another than the run was given, which has lost its place. */
  readonly isElsewhere: boolean;
  /** Why it could not be brought there, in a sentence. */
  readonly problem?: string | undefined;
}

function wayOn({ journal, isElsewhere, problem = "" }: RunRecord): string {
  if (!isElsewhere) return "Run again with the same journal to go on; nothing that is done is sent twice.";
  if (journal === undefined) {
    return `Its record could not be rescued: ${problem} Bring the journal's file back, or ask the vendor what is done before anything is sent again.`;
  }
  return `What became of every row is in ${journal}. Run again with that file as the journal to go on; a new journal would send everything again.`;
}

/** A run was ended before its time since going on would have made things worse. Run again with its journal to go on. */
export class RunStoppedError extends KelasError {
  static override readonly brand: string = "RunStoppedError";
  /** How far it has come. */
  readonly report: RunReport;
  /**
   * The path of the journal that knows what became of the rows: the one that the run was given, or the one into which its
   * record was rescued, when that was moved or removed meanwhile. Undefined where it could not be rescued.
   */
  readonly journal: string | undefined;

  constructor(reason: string, report: RunReport, record: RunRecord, cause: unknown) {
    const { done, pending } = report;
    super(
      `The run was stopped: ${reason} ${done} rows are done, ${pending} are still to be sent. ${wayOn(record)}`,
      { cause },
    );
    this.report = report;
    this.journal = record.journal;
  }
}
