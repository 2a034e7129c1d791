/**
 * Learning paths: courses that are taken one after another; their catalog and its editing, enrollments, and reports.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./catalog.ts";
export * from "./enrollment.ts";
export * from "./reports.ts";
export type * from "../shared/course-shapes.ts";
