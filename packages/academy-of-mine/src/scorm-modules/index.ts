/**
 * SCORM modules: lessons of a course that play a SCORM or xAPI package, their reports, and the interface that a running
 * package reports to.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./modules.ts";
export * from "./reports.ts";
export * from "./xapi.ts";
