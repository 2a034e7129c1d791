/**
 * Enrollments inside a service: added one by one, recorded durably, and sent once each.
 *
 * @packageDocumentation
 */
export { JournalError, type JournalProblem } from "../journal/errors.ts";
export type { RowState } from "../run-options.ts";
export type {
  FieldIssue,
  CleanedField,
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
} from "../target.ts";
export type {
  AddedEnrollment,
  AddOptions,
  Enrollment,
  EnrollmentCounts,
  EnrollmentEvent,
  EnrollmentFilter,
  EnrollmentHealth,
  EnrollmentOperation,
  Enrollments,
  EnrollmentState,
  StopOptions,
  StopReport,
} from "./enrollments.ts";
export { EnrollmentStateError, InvalidEnrollmentError, ServiceFullError } from "./errors.ts";
export {
  type EnrollmentGauge,
  type EnrollmentHistogram,
  type EnrollmentMeter,
  type GaugeCallback,
  type GaugeResult,
  type MetricAttributes,
  type MetricDescription,
  recordMetrics,
} from "./metrics.ts";
export {
  type EnrollmentsBackend,
  type EnrollmentsOptions,
  openEnrollments,
  type ServiceSettings,
} from "./open-enrollments.ts";
