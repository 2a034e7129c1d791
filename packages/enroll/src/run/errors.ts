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
      `${source}: ${count} and nothing was sent. Correct them, or run without the check to leave them out.${lines}`,
    );
    this.issues = issues;
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
