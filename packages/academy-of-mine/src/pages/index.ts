/**
 * Pages: the public site that visitors and learners see, and the layouts and snippets that pages are built from. Those
 * of a portal are in `portals`.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./layouts.ts";
export * from "./site-pages.ts";
