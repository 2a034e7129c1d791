/**
 * Survey modules: forms in a course that ask learners for feedback, and what learners answered.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./modules.ts";
export * from "./submissions.ts";
export * from "./responses.ts";
