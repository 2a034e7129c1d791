/**
 * Rows that become enrollments at Academy of Mine. Requires `@kelaskit/academy-of-mine`.
 *
 * @packageDocumentation
 */
export {
  academyCourse,
  type AcademyCourseOptions,
  academyLearningPath,
  type AcademyLearningPathOptions,
  type AcademyOptions,
  type AcademyRow,
} from "./academy.ts";
export type { AcademyLearner } from "./academy-users.ts";
