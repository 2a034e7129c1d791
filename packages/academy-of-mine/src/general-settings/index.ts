/**
 * Settings of the whole platform: its name, pages and time zone, its e-mails, its looks, and the search over all of
 * it.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./site.ts";
export * from "./emails.ts";
export * from "./branding.ts";
