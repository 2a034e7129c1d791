/**
 * Courses: the catalog and its editing, curriculum, webinars, enrollments, learners' progress, submissions, ratings,
 * reports and the lists to choose from.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./catalog.ts";
export * from "./editing.ts";
export * from "./curriculum.ts";
export * from "./webinars.ts";
export * from "./enrollment.ts";
export * from "./progress.ts";
export * from "./submissions.ts";
export * from "./ratings.ts";
export * from "./reports.ts";
export * from "./lookups.ts";
export type * from "../shared/course-shapes.ts";
export type { TimeSpent } from "../shared/module-shapes.ts";
