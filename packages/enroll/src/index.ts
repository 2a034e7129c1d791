/**
 * Bulk enrolment that survives being killed.
 *
 * @packageDocumentation
 */
export { JournalError, type JournalProblem } from "./journal/errors.ts";
export {
  type Arrival,
  type Journal,
  type JournalDuplicate,
  type JournalOwner,
  type JournalRow,
  type Known,
  openJournal,
  type RowChange,
  type StateCounts,
} from "./journal/journal.ts";
export { isReport, reportColumns, type ReportOptions, type ReportRow, writeReport } from "./report.ts";
export type {
  CleanedRow,
  PlannedRow,
  RowEvent,
  RowIssue,
  RowState,
  RunOptions,
  RunProgress,
  RunReport,
} from "./run-options.ts";
export { InvalidRowsError, RunStoppedError } from "./run/errors.ts";
export { runEnrollment } from "./run/run.ts";
export type { ReadOptions, RowSource, SourceRecord } from "./source.ts";
export * from "./sources/index.ts";
export type {
  CleanedField,
  FieldIssue,
  ParsedRow,
  RowIdentity,
  RowOutcome,
  Settlement,
  Target,
  TargetCheck,
  TargetContext,
  TargetField,
} from "./target.ts";
export * from "./targets/index.ts";
