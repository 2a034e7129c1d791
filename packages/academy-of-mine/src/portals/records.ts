import type { Page } from "../pagination.ts";

/** A page of a list of one portal. */
export interface PortalRecords<Item> extends Page<Item> {
  /** The name of the portal that was asked for. */
  readonly portalName?: string | null | undefined;
}

/** The progress of learners, or of one learner, in their enrollments. */
export interface PortalEnrollmentCounts {
  readonly notStarted?: number | null | undefined;
  readonly inProgress?: number | null | undefined;
  readonly completed?: number | null | undefined;
  /** The sum; missing for learning paths. */
  readonly total?: number | null | undefined;
}
