/**
 * Orders: what learners bought, with its status, notes, refunds and invoices, and reports of sales.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./records.ts";
export * from "./changes.ts";
export * from "./statuses.ts";
export * from "./documents.ts";
export * from "./notes.ts";
export * from "./refunds.ts";
export * from "./sales.ts";
