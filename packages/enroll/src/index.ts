/**
 * Bulk enrollment that survives being killed.
 *
 * @packageDocumentation
 */
export { JournalError, type JournalProblem } from "./journal/errors.ts";
export {
  type Journal,
  type JournalDuplicate,
  type JournalRow,
  openJournal,
  type RowChange,
} from "./journal/journal.ts";
export type { RunKeys } from "./journal/key.ts";
export type { JournalOwner } from "./journal/owner.ts";
export type { Arrival, Known, StateCounts } from "./journal/take-in.ts";
export { type RemovalRecord, removalRecord, type RemovalRow, removalTarget } from "./removal-target.ts";
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
export {
  type CommonIssue,
  type InvalidRows,
  InvalidRowsError,
  type RunRecord,
  RunStoppedError,
} from "./run/errors.ts";
export { runEnrollment } from "./run/run.ts";
export type { ReadColumn, ReadOptions, RowSource, SourceRecord } from "./source.ts";
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
  TargetMember,
  TargetRemoval,
} from "./target.ts";
export { type TargetName, targetFields } from "./targets/fields/index.ts";
