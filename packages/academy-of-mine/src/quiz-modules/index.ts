/**
 * Quiz modules: quizzes in a course, learners' attempts at them, and the outcome of the attempts.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./modules.ts";
export * from "./attempts.ts";
export * from "./analysis.ts";
