import type { AcademyLearner } from "./academy-users.ts";

/** One learner and one course or learning path. */
export interface AcademyRow extends AcademyLearner {
  /** The id of the course or the learning path. */
  readonly contentId: number;
}
