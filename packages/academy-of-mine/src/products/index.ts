/**
 * Products: what learners buy, courses, learning paths or a membership with a price, once or by subscription.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./catalog.ts";
export * from "./choices.ts";
export * from "./edits.ts";
export * from "./records.ts";
export type * from "./kinds.ts";
