/**
 * Bulk enrollment by workers on many machines, with BullMQ and Redis.
 *
 * @packageDocumentation
 */
export { confirmQueue } from "./confirm-queue.ts";
export type { QueueConnection } from "./connection.ts";
export { enqueueRows, type EnqueueOptions, type EnqueueReport } from "./enqueue-rows.ts";
export { enrollWorker, type EnrollWorker, type EnrollWorkerOptions } from "./enroll-worker.ts";
export { fleetReport, type FleetReport, type FleetReportOptions, fleetRows } from "./fleet-report.ts";
export { QueueError, type QueueProblem } from "./queue-error.ts";
export { RepeatedError } from "./repeated-errors.ts";
export type { QueueDoubt } from "./row-states.ts";
export { bullmq, type BullmqOptions } from "./service/bullmq.ts";
export { confirmEnrollments } from "./service/confirm-enrollments.ts";
