/**
 * Discussion modules: lessons of a course in which learners write comments, evaluated by an instructor or not.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./modules.ts";
export * from "./comments.ts";
export * from "./submissions.ts";
